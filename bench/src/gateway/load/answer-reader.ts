/** A response that has come in full. */
export interface Received {
  readonly status: number;
  /** Of the body; undefined where it is, byte for byte, what was expected: it is compared as it comes, and kept only from where it differs. */
  readonly text: string | undefined;
}

const END_OF_CHUNKS = "0\r\n\r\n";

/** Reads the responses of one HTTP/1.1 connection, one after the other. */
export class AnswerReader {
  #expected: Buffer = Buffer.alloc(0);
  #head = "";
  #status = 0;
  /** Bytes of the body that are still to come; undefined before the head is read, infinite for a body in chunks. */
  #missing: number | undefined;
  #equal = 0;
  #kept: Buffer[] | undefined;

  /** Told before each request. */
  expect(body: Buffer): void {
    this.#expected = body;
    this.#head = "";
    this.#missing = undefined;
    this.#equal = 0;
    this.#kept = undefined;
  }

  /** Takes what came; returns the response once it is complete. The bytes may be overwritten afterwards. */
  read(bytes: Buffer): Received | undefined {
    const body = this.#missing === undefined ? this.#readHead(bytes) : bytes;
    if (!body || this.#missing === undefined) return undefined;
    this.#compare(body);
    this.#missing -= body.length;
    if (this.#missing === Number.POSITIVE_INFINITY) return this.#chunksEnded() ? this.#received(this.#joined()) : undefined;
    return this.#missing > 0 ? undefined : this.#received(this.#text());
  }

  #readHead(bytes: Buffer): Buffer | undefined {
    const before = this.#head.length;
    this.#head += bytes.toString("latin1");
    const end = this.#head.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const head = this.#head.slice(0, end);
    this.#status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    this.#missing = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
    if (length === undefined) this.#kept = [];
    return bytes.subarray(end + 4 - before);
  }

  #compare(bytes: Buffer): void {
    const expected = this.#expected;
    const end = this.#equal + bytes.length;
    if (!this.#kept && end <= expected.length && bytes.compare(expected, this.#equal, end) === 0) {
      this.#equal = end;
      return;
    }
    this.#kept ??= [expected.subarray(0, this.#equal)];
    this.#kept.push(Buffer.from(bytes));
  }

  #chunksEnded(): boolean {
    const last = this.#kept?.slice(-END_OF_CHUNKS.length) ?? [];
    return Buffer.concat(last).toString("latin1").endsWith(END_OF_CHUNKS);
  }

  #text(): string | undefined {
    if (this.#kept) return Buffer.concat(this.#kept).toString("utf8");
    return this.#equal === this.#expected.length ? undefined : this.#expected.toString("utf8", 0, this.#equal);
  }

  #received(text: string | undefined): Received {
    return { status: this.#status, text };
  }

  /** A body in chunks is compared once it is whole. */
  #joined(): string | undefined {
    const text = withoutSizes(this.#text() ?? "");
    return text === this.#expected.toString("utf8") ? undefined : text;
  }
}

/** The sizes of chunks stand alone in a line, which nothing does in JSON that is one line. */
function withoutSizes(chunks: string): string {
  return chunks.replace(/(?:^|\r\n)[0-9a-f]+\r\n(?:\r\n)?/gi, "");
}
