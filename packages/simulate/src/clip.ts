const width = 32;
const height = 18;
const framesPerSecond = 5;
/** Of 4:2:0: one byte of light for each pixel, two of colour for each four. */
const frameBytes = (width * height * 3) / 2;

/**
 * A tiny film, a bar that wanders over grey, as uncompressed YUV4MPEG2: made without any encoder, and encoded in no time.
 * Source: https://wiki.multimedia.cx/index.php/YUV4MPEG2
 */
export function tinyClip(seconds: number): Buffer<ArrayBuffer> {
  const frames = Array.from({ length: seconds * framesPerSecond }, (_, number) => [Buffer.from("FRAME\n"), picture(number)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`), ...frames.flat()]);
}

function picture(number: number): Buffer {
  const pixels = Buffer.alloc(frameBytes, 128);
  for (let row = 0; row < height; row += 1) pixels[row * width + (number % width)] = 235;
  return pixels;
}
