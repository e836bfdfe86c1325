import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { serveSubgraph } from "@marquee/subgraph-server";
import type { Viewer } from "@marquee/viewer-claim";
import { parse } from "graphql";
import { pino } from "pino";
import { expect, it } from "vitest";
import { ask, claimSecret, composed, startTestGraph, type TestGraph } from "./test-graph.ts";

const OPERATIONS = 10_000;
/** Reads under way at once, of each viewer: enough that most of them meet others that they may share with, or must not. */
const AT_ONCE = 12;
const SHELVES = ["1", "2", "3"];

const link = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.marquee.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

const shelvesSdl = `${link}
  type Query {
    shelves: [Shelf!] @cacheControl(scope: PUBLIC)
    shelf(id: ID!): Shelf @cacheControl(scope: PUBLIC)
    me: Reader
  }
  type Mutation { write(text: String!): Reader  label(id: ID!): Shelf }
  type Shelf @key(fields: "id") { id: ID!  labels: Int @cacheControl(scope: PUBLIC) }
  type Reader @key(fields: "id") { id: ID!  written: String }
`;

const notesSdl = `${link}
  type Query { mine: String }
  type Shelf @key(fields: "id") { id: ID!  note: String  thickness: Int @cacheControl(scope: PUBLIC) }
  type Reader @key(fields: "id") { id: ID!  diary: String }
`;

/** What each has written so far, and how often each shelf was labelled, as the subgraphs know it. */
class Facts {
  readonly written = new Map<string, number>();
  readonly labels = new Map<string, number>();
}

const late = () => pause(randomInt(4));
const nameOf = ({ accountId }: Viewer) => accountId ?? "nobody";

function resolversOf(facts: Facts) {
  const said = (viewer: Viewer) => `${nameOf(viewer)}:${facts.written.get(nameOf(viewer)) ?? 0}`;
  const once = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  interface Context {
    readonly viewer: Viewer;
  }
  const shelves = {
    Query: {
      shelves: () => late().then(() => SHELVES.map((id) => ({ id }))),
      shelf: (_: unknown, { id }: { id: string }) => late().then(() => ({ id })),
      me: (_: unknown, _args: unknown, { viewer }: Context) => late().then(() => ({ id: nameOf(viewer) })),
    },
    Mutation: {
      write: async (_: unknown, _args: unknown, { viewer }: Context) => {
        await late();
        once(facts.written, nameOf(viewer));
        return { id: nameOf(viewer) };
      },
      label: async (_: unknown, { id }: { id: string }) => {
        await late();
        once(facts.labels, id);
        return { id };
      },
    },
    Shelf: { __resolveReference: ({ id }: { id: string }) => ({ id }), labels: ({ id }: { id: string }) => facts.labels.get(id) ?? 0 },
    Reader: { written: (_: unknown, _args: unknown, { viewer }: Context) => said(viewer) },
  };
  const notes = {
    Query: { mine: (_: unknown, _args: unknown, { viewer }: Context) => late().then(() => said(viewer)) },
    Shelf: {
      __resolveReference: (reference: object) => late().then(() => reference),
      note: (_: unknown, _args: unknown, { viewer }: Context) => said(viewer),
      thickness: () => 3,
    },
    Reader: {
      __resolveReference: (reference: object) => late().then(() => reference),
      diary: (_: unknown, _args: unknown, { viewer }: Context) => said(viewer),
    },
  };
  return { shelves, notes };
}

const reads = [
  "{ me { id written } }",
  "{ me { diary written } mine }",
  "{ shelves { id labels thickness } }",
  "{ shelves { id labels note } }",
  "query ($id: ID!) { shelf(id: $id) { id labels } }",
  "query ($id: ID!) { shelf(id: $id) { id note thickness labels } again: mine }",
  "query ($id: ID!, $more: Boolean!) { shelf(id: $id) { id labels note @include(if: $more) } me { diary @skip(if: $more) id } }",
];

/** One of the two: what it changed, and has been answered, it must see ever after. */
class Reader {
  #written = 0;
  readonly #labels = new Map<string, number>();
  #token = "";

  constructor(
    readonly name: string,
    readonly other: string,
    readonly graph: TestGraph,
  ) {}

  /** Another token of the same viewer, which may say something else besides. */
  async renew(): Promise<void> {
    this.#token = await this.graph.token({ sub: this.name, scope: randomInt(2) === 0 ? "read" : "read write" });
  }

  async change(): Promise<void> {
    const id = SHELVES[randomInt(SHELVES.length)] ?? "";
    const isText = randomInt(2) === 0;
    const text = await this.#ask(
      isText ? 'mutation { write(text: "x") { id written } }' : `mutation { label(id: "${id}") { id labels note } }`,
    );
    if (isText) this.#written = Math.max(this.#written, ...numbersIn(text, `"written":"${this.name}:`));
    else this.#labels.set(id, Math.max(this.#labels.get(id) ?? 0, ...numbersIn(text, '"labels":')));
  }

  async read(): Promise<void> {
    const query = reads[randomInt(reads.length)] ?? "";
    const id = SHELVES[randomInt(SHELVES.length)] ?? "";
    const [written, labels] = [this.#written, new Map(this.#labels)];
    const text = await this.#ask(query, { id, more: randomInt(2) === 0 });
    for (const number of numbersIn(text, `${this.name}:`)) expect(number, `${query} answered ${text}`).toBeGreaterThanOrEqual(written);
    for (const [, shelf = "", count] of text.matchAll(/"id":"(\d)","labels":(\d+)/g)) {
      expect(Number(count), `${query} answered ${text}`).toBeGreaterThanOrEqual(labels.get(shelf) ?? 0);
    }
  }

  async #ask(query: string, variables = {}): Promise<string> {
    const { text, body } = await ask(this.graph.router.url, { query, variables }, { authorization: `Bearer ${this.#token}` });
    expect(body.errors, text).toBeUndefined();
    expect(text, "what is the other's").not.toContain(this.other);
    expect(text, "what is nobody's").not.toContain("nobody");
    return text;
  }
}

function numbersIn(text: string, before: string): readonly number[] {
  return text
    .split(before)
    .slice(1)
    .map((rest) => Number.parseInt(rest, 10));
}

it("answers two viewers who ask for the same at the same time with what is their own, and with what they have changed", async () => {
  const facts = new Facts();
  const resolvers = resolversOf(facts);
  await using opened = new AsyncDisposableStack();
  let fetches = 0;
  const serve = async (name: string, sdl: string, own: object) =>
    opened.use(
      await serveSubgraph({
        name,
        schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: own }] as never),
        context: (viewer: Viewer) => {
          fetches += 1;
          return { viewer };
        },
        claimSecret,
        port: 0,
        host: "127.0.0.1",
        logger: pino({ level: "silent" }),
        problems: async () => [],
      }),
    );
  const shelves = await serve("shelves", shelvesSdl, resolvers.shelves);
  const notes = await serve("notes", notesSdl, resolvers.notes);
  const graph = opened.use(
    await startTestGraph({
      supergraphSdl: composed({ shelves: shelvesSdl, notes: notesSdl }),
      subgraphUrls: { shelves: shelves.url, notes: notes.url },
    }),
  );

  const alice = new Reader("alice", "bob", graph);
  const bob = new Reader("bob", "alice", graph);
  let left = OPERATIONS;
  const live = async (reader: Reader) => {
    while (left > 0) {
      left -= 1;
      const chance = randomInt(100);
      if (chance < 5) await reader.change();
      else if (chance < 8) await reader.renew();
      else await reader.read();
    }
  };
  await Promise.all([alice.renew(), bob.renew()]);
  await Promise.all(Array.from({ length: AT_ONCE }, () => [live(alice), live(bob)]).flat());
  const asked = graph.fetches.length;
  expect(asked).toBeGreaterThan(OPERATIONS / 2);
  expect(fetches, "requests that reached a subgraph: without sharing, as many as were asked for").toBeLessThan(asked);
}, 300_000);
