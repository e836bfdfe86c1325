import type { StoredEvent } from "@marquee/view-events";
import { expect, it, vi } from "vitest";
import { Pseudonyms } from "./pseudonyms.ts";

const eventOf = (profileId: string): StoredEvent => ({
  sessionId: "session",
  source: "GRAPH",
  sequence: 1,
  kind: "PLAYING",
  playableId: "tidewater",
  profileId,
  startedAtMs: 0,
  elapsedMs: 0,
  positionSeconds: 0,
  watchedDeltaMs: 0,
  watchedMs: 0,
  durationSeconds: 60,
  receivedAtMs: 0,
});

it("a profile's pseudonym is asked for once, however many events come; an erased one has none", async () => {
  const pseudonyms = vi.fn(async (profileIds: readonly string[]) => {
    return new Map(profileIds.filter((id) => id !== "mallory").map((id) => [id, `somebody ${id.length}`]));
  });
  const names = new Pseudonyms({ pseudonyms });
  const raw = async (...profileIds: string[]) => (await names.inPlaceOfProfiles(profileIds.map(eventOf))).map(({ profileId }) => profileId);
  expect(await raw("alice", "bob", "alice", "mallory")).toEqual(["somebody 5", "somebody 3", "somebody 5", "erased"]);
  expect(await raw("bob", "alice")).toEqual(["somebody 3", "somebody 5"]);
  expect(pseudonyms.mock.calls).toEqual([[["alice", "bob", "mallory"]]]);
});
