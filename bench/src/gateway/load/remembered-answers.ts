import { execute, type GraphQLSchema, parse } from "graphql";
import type { Viewer } from "../graph/shop.ts";
import { rootValues, type SubgraphName, subgraphSchema } from "../graph/subgraphs.ts";
import { NUMBER } from "../operations.ts";
import type { BareRequest } from "./bare-http.ts";

/** A number of the kind that NUMBER stands for. */
const numbered = /n_\d+/;

/**
 * What a subgraph answers, worked out by graphql-js once for each body, and for each viewer where a field asked who it is; then remembered as the bytes that
 * go over the wire. What differs in nothing but its number is one body.
 */
export class RememberedAnswers {
  readonly #schema: GraphQLSchema;
  readonly #rootValue: object;
  readonly #remembered = new Map<string, Buffer>();

  constructor(name: SubgraphName) {
    this.#schema = subgraphSchema(name);
    this.#rootValue = rootValues[name];
  }

  async answer({ head, body }: BareRequest): Promise<Buffer> {
    return this.known({ head, body }) ?? this.#workOut({ head, body });
  }

  /** The answer, where it is remembered. */
  known({ head, body }: BareRequest): Buffer | undefined {
    if (body.includes("n_")) return undefined;
    return this.#remembered.get(body) ?? this.#remembered.get(`${viewerOf(head)} ${body}`);
  }

  async #workOut({ head, body }: BareRequest): Promise<Buffer> {
    const number = numbered.exec(body)?.[0];
    if (number === undefined) return this.#remember(head, body);
    const same = { head, body: body.replaceAll(number, NUMBER) };
    const answer = this.#remembered.get(same.body) ?? (await this.#remember(head, same.body));
    return number === NUMBER ? answer : response(bodyOf(answer).replaceAll(NUMBER, number));
  }

  async #remember(head: string, body: string): Promise<Buffer> {
    const { query, variables, operationName } = JSON.parse(Buffer.from(body, "latin1").toString("utf8"));
    const viewer = new Asking(viewerOf(head));
    const result = await execute({
      schema: this.#schema,
      document: parse(query),
      variableValues: variables,
      operationName,
      rootValue: this.#rootValue,
      contextValue: viewer,
    });
    const answer = response(JSON.stringify(result));
    this.#remembered.set(viewer.wasAsked ? `${viewer.sub} ${body}` : body, answer);
    return answer;
  }
}

/** A viewer who knows whether anybody asked for them. */
class Asking implements Viewer {
  wasAsked = false;
  readonly #sub: string | undefined;

  constructor(sub: string | undefined) {
    this.#sub = sub;
  }

  get sub(): string | undefined {
    this.wasAsked = true;
    return this.#sub;
  }
}

const carriers = /\r\n(?:authorization|marquee-viewer): *(?:Bearer )?(\S+)/i;
const subjects = new Map<string, string | undefined>();
/** More than the viewers there are, in whichever form each system sends them on. */
const SUBJECTS = 50_000;

/** Who asks: the subject of the token or of the claim, which the systems before have checked. */
function viewerOf(head: string): string | undefined {
  const signed = carriers.exec(head)?.[1];
  if (signed === undefined) return undefined;
  if (subjects.has(signed)) return subjects.get(signed);
  if (subjects.size > SUBJECTS) subjects.clear();
  const texts = signed.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
  const subject = texts.map((text) => /"sub":"([^"]*)"/.exec(text)?.[1]).find((sub) => sub !== undefined);
  subjects.set(signed, subject);
  return subject;
}

function response(json: string): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n`;
  return Buffer.from(head + json);
}

function bodyOf(answer: Buffer): string {
  return answer.toString("utf8", answer.indexOf("\r\n\r\n") + 4);
}
