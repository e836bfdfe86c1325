import { describe, expect, it } from "vitest";
import { messageEnd, SharedText } from "./shared-text.ts";

const id = "b1946ac9-2b1c-4a7e-9c1e-5d5f3c1f0a11";

/** A frame for that id whose payload is so many bytes. */
function frameOf(bytes: number): Buffer {
  const end = messageEnd(id);
  const bare = Buffer.byteLength('{"type":"next","payload":""') + end.length;
  return Buffer.concat([new SharedText(JSON.stringify("x".repeat(bytes - bare))).head(end.length), end]);
}

describe("the text of an event", () => {
  it.each([
    [125, [0x81, 125]],
    [126, [0x81, 126, 0, 126]],
    [65_535, [0x81, 126, 0xff, 0xff]],
    [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ])("of %i bytes has the header that RFC 6455 wants", (bytes, header) => {
    const frame = frameOf(bytes);
    expect([...frame.subarray(0, header.length)]).toEqual(header);
    expect(frame).toHaveLength(header.length + bytes);
    expect(JSON.parse(String(frame.subarray(header.length)))).toMatchObject({ id, type: "next" });
  });

  it("is written once for all whose ids are equally long, and counted in bytes", () => {
    const event = new SharedText('{"data":{"name":"é"}}');
    expect(event.head(20)).toBe(event.head(20));
    expect(event.head(20)[1]).toBe(Buffer.byteLength('{"type":"next","payload":{"data":{"name":"é"}}') + 20);
    expect(event.head(21)[1]).toBe(Buffer.byteLength('{"type":"next","payload":{"data":{"name":"é"}}') + 21);
  });
});
