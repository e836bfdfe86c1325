import { isDeepStrictEqual } from "node:util";
import { type Asked, NUMBER, type OperationName, requestsOf } from "../operations.ts";

/** The tokens of viewers, by their subject; empty where none are sent. */
export type Tokens = Readonly<Record<string, string>>;

/** The requests of an operation to one system, which are sent in turn, and what came of them. */
export class Requests {
  readonly #requests: readonly Request[];
  #next = 0;

  private constructor(requests: readonly Request[]) {
    this.#requests = requests;
  }

  static async of(operation: OperationName, port: number, tokens: Tokens): Promise<Requests> {
    const asked = await known(operation);
    return new Requests(asked.map((each) => new Request(each, port, tokens[each.viewer ?? "1"])));
  }

  get count(): number {
    return this.#requests.length;
  }

  next(): Sendable {
    const request = this.#requests[this.#next++ % this.#requests.length];
    if (!request) throw new Error("expected an operation to have requests");
    return request.sendable();
  }
}

const remembered = new Map<OperationName, Promise<readonly Asked[]>>();

function known(operation: OperationName): Promise<readonly Asked[]> {
  const asked = remembered.get(operation) ?? requestsOf(operation);
  remembered.set(operation, asked);
  return asked;
}

export interface Sendable {
  /** Head and body, as they go over the wire. */
  readonly bytes: Buffer;
  /** The answer's body as it should come. */
  readonly expected: Buffer;
  /** Whether a body that came in other bytes says the same; it is then what is expected from now on. */
  readonly accepts: (text: string) => boolean;
}

/** Never begins again while the process lives, so that an operation with such a number was never seen by any system. */
let lastNumber = 0;

class Request {
  readonly #asked: Asked;
  readonly #head: string;
  readonly #isNumbered: boolean;
  #sendable: Sendable;

  constructor(asked: Asked, port: number, token: string | undefined) {
    this.#asked = asked;
    const authorization = token === undefined ? "" : `authorization: Bearer ${token}\r\n`;
    this.#head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\n${authorization}`;
    this.#isNumbered = asked.query.includes(NUMBER);
    this.#sendable = this.#make(asked.query, asked.answer);
  }

  sendable(): Sendable {
    if (!this.#isNumbered) return this.#sendable;
    lastNumber += 1;
    const number = `n_${lastNumber}`;
    return this.#make(this.#asked.query.replaceAll(NUMBER, number), this.#asked.answer.replaceAll(NUMBER, number));
  }

  #make(query: string, answer: string): Sendable {
    const body = JSON.stringify({ query, variables: this.#asked.variables });
    return {
      bytes: Buffer.from(`${this.#head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
      expected: Buffer.from(answer),
      accepts: (text) => this.#accept(text, answer),
    };
  }

  #accept(text: string, answer: string): boolean {
    if (!saysTheSame(text, answer)) return false;
    if (!this.#isNumbered) this.#sendable = { ...this.#sendable, expected: Buffer.from(text) };
    return true;
  }
}

/** The order of keys is free in JSON, and a system may add extensions. */
function saysTheSame(text: string, answer: string): boolean {
  try {
    const { extensions: _, ...said } = JSON.parse(text);
    return isDeepStrictEqual(said, JSON.parse(answer));
  } catch {
    return false;
  }
}
