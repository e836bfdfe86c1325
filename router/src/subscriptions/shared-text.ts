/** The longest payloads that the first two forms of a frame's length can say. */
const IN_ONE_BYTE = 125;
const IN_TWO_BYTES = 65_535;
/** A text message in one piece, as RFC 6455 (5.2) writes its first byte. */
const WHOLE_TEXT = 0x81;

/** The result of an event as JSON, written once for all who get it. */
export class SharedText {
  readonly #heads = new Map<number, Buffer>();
  #message: Buffer | undefined;

  constructor(readonly text: string) {}

  /**
   * The beginning of the WebSocket frame that brings the result to a client: all but the end of the message, which is the client's own. It is the same for
   * all whose ends are equally long, and the ids that a client library makes are.
   */
  head(endBytes: number): Buffer {
    const known = this.#heads.get(endBytes);
    if (known) return known;
    this.#message ??= Buffer.from(`{"type":"next","payload":${this.text}`);
    const head = Buffer.concat([frameHeader(this.#message.length + endBytes), this.#message]);
    this.#heads.set(endBytes, head);
    return head;
  }
}

/** The end of a message whose beginning is `SharedText.head`. */
export function messageEnd(id: string): Buffer {
  return Buffer.from(`,"id":${JSON.stringify(id)}}`);
}

/** @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function frameHeader(bytes: number): Buffer {
  if (bytes <= IN_ONE_BYTE) return Buffer.from([WHOLE_TEXT, bytes]);
  if (bytes <= IN_TWO_BYTES) return Buffer.from([WHOLE_TEXT, 126, bytes >> 8, bytes & 0xff]);
  const header = Buffer.alloc(10);
  header.set([WHOLE_TEXT, 127]);
  header.writeBigUInt64BE(BigInt(bytes), 2);
  return header;
}
