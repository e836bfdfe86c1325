import { check, decodePacket, newFrame, openDecoder, openInput, readPackets, secondsOf } from "./media-input.ts";

/** Decodes the only track of a file to its end and prints how much came, as `-progress` does. Throws on the first error. */
export function decodeFile(file: string, print: (line: string) => void): void {
  const input = openInput(file);
  const [stream] = input.streams;
  if (!stream) throw new Error("The file has no track.");
  const decoder = openDecoder(stream, { err_detect: "explode" });
  const frame = newFrame();
  let frames = 0;
  let seconds = 0;
  const count = () => {
    const start = secondsOf(frame.bestEffortTimestamp, stream.timeBase) ?? seconds;
    const length = frame.isAudio() ? frame.nbSamples / frame.sampleRate : (secondsOf(frame.duration, stream.timeBase) ?? 0);
    frames += 1;
    seconds = Math.max(seconds, start + length);
    if (frames % 100 === 0) print(`frame=${frames}`);
  };
  readPackets(input, new Set([stream.index]), (packet) => {
    check(decodePacket(decoder, packet, frame, count), "decoding");
    return "go on";
  });
  check(decodePacket(decoder, null, frame, count), "decoding");
  print(`frame=${frames}`);
  print(`out_time_us=${Math.round(seconds * 1e6)}`);
}
