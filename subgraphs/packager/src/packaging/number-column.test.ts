import { expect, it } from "vitest";
import { packNumbers, unpackNumbers } from "./number-column.ts";

it("keeps every number up to 32 bits", () => {
  const numbers = [0, 1, 127, 128, 16_383, 16_384, 65_535, 2_097_152, 2 ** 31, 2 ** 32 - 1];
  expect([...unpackNumbers(packNumbers(numbers))]).toEqual(numbers);
});

it("takes one byte for a number below 128", () => {
  expect(Buffer.from(packNumbers(new Array(300).fill(100)), "base64")).toHaveLength(300);
});

it("is empty for no numbers", () => {
  expect(unpackNumbers(packNumbers([]))).toHaveLength(0);
});
