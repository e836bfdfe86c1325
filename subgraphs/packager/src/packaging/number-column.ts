/**
 * A long list of whole numbers as base64 text, for JSON: each number in as few bytes as it needs, seven bits a byte
 * (LEB128). The sizes of a two-hour film's pictures take half a megabyte.
 */
export type NumberColumn = string;

/** Numbers must not be negative. */
export function packNumbers(numbers: ArrayLike<number>): NumberColumn {
  const bytes = Buffer.alloc(numbers.length * 5);
  let at = 0;
  for (let index = 0; index < numbers.length; index += 1) {
    let rest = numbers[index] ?? 0;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
    bytes[at++] = rest;
  }
  return bytes.toString("base64", 0, at);
}

export function unpackNumbers(column: NumberColumn): Uint32Array {
  const bytes = Buffer.from(column, "base64");
  const numbers = new Uint32Array(bytes.reduce((count, byte) => count + (byte < 128 ? 1 : 0), 0));
  let index = 0;
  let value = 0;
  let weight = 1;
  for (const byte of bytes) {
    value += (byte % 128) * weight;
    weight *= 128;
    if (byte < 128) {
      numbers[index++] = value;
      value = 0;
      weight = 1;
    }
  }
  return numbers;
}
