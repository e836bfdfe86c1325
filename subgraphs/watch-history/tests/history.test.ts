import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alice, bob, heartbeat, type StartedService, startedService, tokenOf } from "./started-service.ts";

const HISTORY = `query ($id: ID!, $first: Int, $after: String) {
  _entities(representations: [{ __typename: "Profile", id: $id }]) {
    ... on Profile {
      history(first: $first, after: $after) {
        edges { cursor node { id } }
        nodes { id playable { id } startedAt watchedSeconds positionSeconds }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
}`;
const REMOVE = `mutation ($entryId: ID!) {
  removeFromHistory(input: { entryId: $entryId }) { __typename ... on RemovedFromHistory { entryId } ... on UnknownHistoryEntry { message } }
}`;

interface Page {
  readonly nodes: readonly { readonly id: string; readonly playable: { readonly id: string } }[];
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string | null };
}

describe("history", () => {
  const started = Date.now() - 3_600_000;
  let service: StartedService;
  beforeAll(async () => {
    service = await startedService();
    for (const [index, playableId] of ["one", "two", "three", "four", "five"].entries()) {
      const token = tokenOf({ sessionId: `s${index}`, playableId, startedAtMs: started + index * 60_000 });
      await service.report(alice, token, [heartbeat(1), heartbeat(2, { watchedMs: 15_000, watchedDeltaMs: 5_000, positionSeconds: 21.5 })]);
    }
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const ask = (viewer: typeof alice, variables: object) => service.ask(viewer, HISTORY, { id: "alice", ...variables });
  const page = async (variables: object): Promise<Page> => {
    const { data } = await ask(alice, variables);
    return (data as { _entities: readonly { history: Page }[] })._entities[0]?.history ?? expect.fail("no history");
  };
  const titles = ({ nodes }: Page) => nodes.map(({ playable }) => playable.id);

  it("says what was watched, when, for how long, and where it was last", async () => {
    const { nodes, edges, pageInfo } = await page({ first: 1 });
    const startedAt = new Date(started + 4 * 60_000).toISOString();
    expect(nodes).toEqual([{ id: expect.any(String), playable: { id: "five" }, startedAt, watchedSeconds: 15, positionSeconds: 21.5 }]);
    expect(edges).toEqual([{ cursor: pageInfo.endCursor, node: { id: nodes[0]?.id } }]);
  });

  it("pages to its end, the latest first", async () => {
    const first = await page({ first: 2 });
    const second = await page({ first: 2, after: first.pageInfo.endCursor });
    const third = await page({ first: 2, after: second.pageInfo.endCursor });
    expect([first, second, third].map(titles)).toEqual([["five", "four"], ["three", "two"], ["one"]]);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true]);
    const empty = await page({ after: third.pageInfo.endCursor });
    expect(empty).toMatchObject({ nodes: [], pageInfo: { startCursor: null, endCursor: null, hasNextPage: false } });
  });

  it("is the selected profile's alone", async () => {
    for (const viewer of [bob, {}]) expect(await ask(viewer, {})).toEqual({ data: { _entities: [{ history: null }] } });
  });

  it.each([
    [{ first: 0 }, '"first" takes 1 to 100, not 0.'],
    [{ first: 101 }, '"first" takes 1 to 100, not 101.'],
    [{ after: "nonsense" }, '"after" takes a cursor of this history.'],
    [{ after: Buffer.from("1.a\0b").toString("base64url") }, '"after" takes a cursor of this history.'],
  ])("says what it takes when asked with %o", async (variables, message) => {
    expect((await ask(alice, variables)).errors).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("forgets an entry that was removed, and stays without it", async () => {
    const { nodes } = await page({ first: 5 });
    const entryId = nodes.find(({ playable }) => playable.id === "three")?.id;
    const unknown = { data: { removeFromHistory: { __typename: "UnknownHistoryEntry" } } };
    expect(await service.ask(bob, REMOVE, { entryId })).toMatchObject(unknown);
    expect(await service.ask(alice, REMOVE, { entryId: "nonsense" })).toMatchObject(unknown);
    expect(titles(await page({}))).toHaveLength(5);
    for (const _ of ["once", "again"]) {
      expect(await service.ask(alice, REMOVE, { entryId })).toEqual({
        data: { removeFromHistory: { __typename: "RemovedFromHistory", entryId } },
      });
    }
    await service.report(alice, tokenOf({ sessionId: "s2", playableId: "three", startedAtMs: started + 120_000 }), [heartbeat(3)]);
    expect(titles(await page({}))).toEqual(["five", "four", "two", "one"]);
  });

  it("asks for a sign-in, then for a profile, before it removes", async () => {
    const codeFor = async (viewer: typeof alice) => (await service.ask(viewer, REMOVE, { entryId: "x" })).errors?.[0]?.extensions.code;
    expect([await codeFor({}), await codeFor({ sub: "account of alice" })]).toEqual(["UNAUTHENTICATED", "PROFILE_REQUIRED"]);
  });
});
