import { viewerHeader } from "@marquee/viewer-claim";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { alice, heartbeat, type StartedService, startedService, tokenOf } from "./started-service.ts";

const FIELDS = "playable { id } progress { positionSeconds percent finished updatedAt }";
const ENTITIES = `query ($representations: [_Any!]!, $first: Int) {
  _entities(representations: $representations) {
    ... on Profile { continueWatching(first: $first) { ${FIELDS} } }
    ... on Playable { progress { positionSeconds percent finished updatedAt } }
  }
}`;
const REMOVE = `mutation ($playableId: ID!) {
  removeFromContinueWatching(input: { playableId: $playableId }) {
    __typename ... on RemovedFromContinueWatching { playableId } ... on NotInProgress { message }
  }
}`;

/** Without a wake-up a list is read again after ten seconds: what comes sooner was pushed. */
const sooner = { timeout: 8_000 };

describe("continue watching", () => {
  let service: StartedService;
  beforeAll(async () => {
    service = await startedService();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const asProfile = (profileId: string) => ({ sub: "an account", profile: profileId });
  const entity = async (viewer: object, representation: object, first = 20) => {
    const { data, errors } = await service.ask(viewer as typeof alice, ENTITIES, { representations: [representation], first });
    return errors ?? (data as { _entities: readonly unknown[] })._entities[0];
  };
  const list = (profileId: string, viewer: object = asProfile(profileId), first = 20) =>
    entity(viewer, { __typename: "Profile", id: profileId }, first);

  /** What a subscriber was sent, in order, until it is disposed. */
  function subscriber(claims: typeof alice) {
    const client = createClient({ url: service.url.replace("http", "ws"), connectionParams: { [viewerHeader]: service.claimOf(claims) } });
    const received: unknown[] = [];
    const failures: unknown[] = [];
    const end = client.subscribe(
      { query: `subscription { continueWatching { ${FIELDS} } }` },
      { next: (result) => void received.push(result), error: (error) => void failures.push(error), complete: () => {} },
    );
    return {
      received,
      failures,
      async [Symbol.asyncDispose]() {
        end();
        await client.dispose();
      },
    };
  }

  it("shows progress to the selected profile, and to nobody else", async () => {
    const startedAtMs = Date.now() - 60_000;
    await service.report(asProfile("p1"), tokenOf({ profileId: "p1", startedAtMs }), [heartbeat(1), heartbeat(3)]);
    const progress = { positionSeconds: 30, percent: 50, finished: false, updatedAt: new Date(startedAtMs + 30_000).toISOString() };
    const playable = { __typename: "Playable", id: "tidewater" };
    expect(await entity(asProfile("p1"), playable)).toEqual({ progress });
    expect(await entity(asProfile("p1"), { ...playable, id: "never begun" })).toEqual({ progress: null });
    expect(await entity(asProfile("p2"), playable)).toEqual({ progress: null });
    expect(await entity({}, playable)).toEqual({ progress: null });
    expect(await list("p1")).toEqual({ continueWatching: [{ playable: { id: "tidewater" }, progress }] });
    expect(await list("p1", asProfile("p2"))).toEqual({ continueWatching: null });
    expect(await list("p1", {})).toEqual({ continueWatching: null });
  });

  it("knows no percentage of a film whose duration is unknown", async () => {
    await service.report(asProfile("p3"), tokenOf({ profileId: "p3", durationSeconds: null }), [heartbeat(1)]);
    expect(await list("p3")).toMatchObject({ continueWatching: [{ progress: { positionSeconds: 10, percent: null } }] });
  });

  it("is not moved by another device that stays paused", async () => {
    await service.report(asProfile("p4"), tokenOf({ profileId: "p4", sessionId: "phone" }), [heartbeat(1), heartbeat(2)]);
    const paused = heartbeat(1, { kind: "PAUSED", elapsedMs: 90_000, positionSeconds: 5, watchedDeltaMs: 0, watchedMs: 0 });
    await service.report(asProfile("p4"), tokenOf({ profileId: "p4", sessionId: "tv" }), [paused]);
    expect(await list("p4")).toMatchObject({ continueWatching: [{ progress: { positionSeconds: 20 } }] });
  });

  it.each([0, 201])("takes 1 to 200 of them, not %i", async (first) => {
    const message = `"first" takes 1 to 200, not ${first}.`;
    expect(await list("p1", asProfile("p1"), first)).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("is pushed at once, and again at a change on any device", async () => {
    const viewer = asProfile("p5");
    await using devices = subscriber(viewer);
    await vi.waitFor(() => expect(devices.received).toEqual([{ data: { continueWatching: [] } }]), { timeout: 20_000 });
    await service.report(viewer, tokenOf({ profileId: "p5" }), [heartbeat(1)]);
    const pushed = { data: { continueWatching: [{ playable: { id: "tidewater" }, progress: { positionSeconds: 10 } }] } };
    await vi.waitFor(() => expect(devices.received.at(-1)).toMatchObject(pushed), sooner);
    await service.ask(viewer, REMOVE, { playableId: "tidewater" });
    await vi.waitFor(() => expect(devices.received.at(-1)).toEqual({ data: { continueWatching: [] } }), sooner);
  });

  it("pushes the end of many quick changes in few lists, and nothing of another profile", async () => {
    const viewer = asProfile("p6");
    await using devices = subscriber(viewer);
    await vi.waitFor(() => expect(devices.received).toHaveLength(1), { timeout: 20_000 });
    await service.report(asProfile("p7"), tokenOf({ profileId: "p7" }), [heartbeat(1)]);
    const token = tokenOf({ profileId: "p6", durationSeconds: 600 });
    const startedAt = performance.now();
    for (let number = 1; number <= 30; number++) {
      await service.report(viewer, token, [heartbeat(number, { elapsedMs: 1_000 * number, watchedDeltaMs: 1, watchedMs: number })]);
    }
    const last = { data: { continueWatching: [{ progress: { positionSeconds: 300 } }] } };
    await vi.waitFor(() => expect(devices.received.at(-1)).toMatchObject(last), sooner);
    expect(devices.received.length).toBeLessThanOrEqual(2 + (performance.now() - startedAt) / 250);
  });

  it("tells a subscriber without a profile to select one", async () => {
    await using devices = subscriber({ sub: "an account" });
    await vi.waitFor(() => expect(devices.failures.length + devices.received.length).toBe(1), { timeout: 20_000 });
    expect(JSON.stringify([devices.failures, devices.received])).toContain("PROFILE_REQUIRED");
  });

  it("takes a film off until it is watched again, and says when there is none to take off", async () => {
    const viewer = asProfile("p8");
    const remove = (playableId: string) => service.ask(viewer, REMOVE, { playableId });
    const token = tokenOf({ profileId: "p8" });
    await service.report(viewer, token, [heartbeat(1)]);
    expect(await remove("tidewater")).toMatchObject({ data: { removeFromContinueWatching: { playableId: "tidewater" } } });
    expect(await list("p8")).toEqual({ continueWatching: [] });
    await service.report(viewer, token, [heartbeat(2)]);
    expect(await list("p8")).toEqual({ continueWatching: [] }); // watched before the removal, reported after it
    const notThere = { data: { removeFromContinueWatching: { __typename: "NotInProgress" } } };
    expect(await remove("tidewater")).toMatchObject(notThere);
    expect(await remove("a \0 in it")).toMatchObject(notThere);
    await service.report(viewer, tokenOf({ profileId: "p8", sessionId: "new", startedAtMs: Date.now() - 9_000 }), [heartbeat(1)]);
    expect(await list("p8")).toMatchObject({ continueWatching: [{ progress: { positionSeconds: 10 } }] });
  });
});
