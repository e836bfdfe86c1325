import { describe, expect, it } from "vitest";
import { box, boxesIn, findBox, fullBox, MalformedMovie, requireBox, uint32 } from "./boxes.ts";

describe("boxes", () => {
  it("are read as they are written", () => {
    const bytes = box("moov", fullBox("mvhd", 1, 7, uint32(42)), box("trak", box("mdia")));
    expect(findBox(bytes, "moov/mvhd")).toEqual(uint32(2 ** 24 + 7, 42));
    expect(findBox(bytes, "moov/trak/mdia")).toHaveLength(0);
    expect(findBox(bytes, "moov/trak/minf")).toBeUndefined();
  });

  it("may have a long size", () => {
    const header = Buffer.from([0, 0, 0, 1, ...Buffer.from("mdat"), 0, 0, 0, 0, 0, 0, 0, 20]);
    expect(boxesIn(Buffer.concat([header, uint32(9)]))).toEqual([{ type: "mdat", payload: uint32(9) }]);
  });

  it("may go on to the end", () => {
    expect(boxesIn(Buffer.concat([uint32(0), Buffer.from("mdat"), uint32(1, 2)]))[0]?.payload).toHaveLength(8);
  });

  it.each([
    ["larger than what holds it", Buffer.concat([uint32(100), Buffer.from("trak"), uint32(1)])],
    ["smaller than its own header", Buffer.concat([uint32(4), Buffer.from("trak"), uint32(1)])],
  ])("are refused where one is %s", (_claim, bytes) => {
    expect(() => boxesIn(bytes)).toThrow(MalformedMovie);
  });

  it("are missed by name", () => {
    expect(() => requireBox(Buffer.alloc(0), "moov")).toThrow("The box moov is missing.");
  });
});
