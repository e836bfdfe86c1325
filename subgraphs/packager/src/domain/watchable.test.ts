import type { Viewer } from "@marquee/viewer-claim";
import { describe, expect, it } from "vitest";
import type { AvailabilityWindow, CatalogEntry, Playable } from "./playable.ts";
import { watchable } from "./watchable.ts";

const now = new Date("2026-05-01T12:00:00.000Z");
const earlier = new Date("2026-04-01T00:00:00.000Z");
const later = new Date("2026-06-01T00:00:00.000Z");
const muchLater = new Date("2026-07-01T00:00:00.000Z");

const always: AvailabilityWindow = { territories: null, from: undefined, until: undefined };
const encode = { id: "e", assetId: "a", durationSeconds: 60 };
const alice: Viewer = {
  accountId: "account",
  profileId: "alice",
  deviceId: "tv",
  deviceName: "TV",
  maturityLimit: "TWELVE",
  territory: "DE",
  scopes: new Set(),
};

function film(
  catalog: Partial<CatalogEntry> = {},
  video: Playable["video"] = { kind: "MOVIE", state: "READY", percent: 100, encode },
): Playable {
  return {
    id: "film",
    catalog: { kind: "MOVIE", name: "Film", maturityRating: "TWELVE", availability: [always], isWithdrawn: false, ...catalog },
    ...(video && { video }),
  };
}

describe("what may be watched", () => {
  it("is what is available, fits the limit and has a video", () => {
    expect(watchable(alice, film(), now)).toEqual({ kind: "Watchable", encode });
  });

  it("is nothing without a profile or a catalog entry", () => {
    expect(watchable({ ...alice, profileId: undefined }, film(), now).kind).toBe("ProfileRequired");
    expect(watchable(alice, { id: "film", video: { kind: "MOVIE", state: "READY", percent: 100, encode } }, now).kind).toBe(
      "UnknownPlayable",
    );
  });

  it.each([
    ["a window that is open", [{ territories: ["DE"], from: earlier, until: later }], "Watchable"],
    ["one of two windows", [{ territories: ["FR"], from: undefined, until: undefined }, always], "Watchable"],
    ["no window", [], "NotAvailable"],
    ["a window of another territory", [{ territories: ["FR"], from: earlier, until: undefined }], "NotAvailable"],
    ["a window that ends this very moment", [{ territories: null, from: earlier, until: now }], "NotAvailable"],
    ["a window that begins this very moment", [{ territories: null, from: now, until: undefined }], "Watchable"],
  ] as const)("with %s is %s → %s", (_name, availability, kind) => {
    expect(watchable(alice, film({ availability }), now).kind).toBe(kind);
  });

  it("is said to open with the next window of the viewer's territory", () => {
    const availability = [
      { territories: null, from: muchLater, until: undefined },
      { territories: ["DE"], from: later, until: muchLater },
      { territories: ["FR"], from: earlier, until: undefined },
    ];
    expect(watchable(alice, film({ availability }), now)).toMatchObject({ kind: "NotAvailable", availableFrom: later });
    expect(watchable(alice, film({ availability: [] }), now)).not.toHaveProperty("availableFrom");
    expect(watchable(alice, film({ availability, isWithdrawn: true }), now)).not.toHaveProperty("availableFrom");
  });

  it("needs a territory where windows name some", () => {
    const availability = [{ territories: ["DE"], from: undefined, until: undefined }];
    expect(watchable({ ...alice, territory: undefined }, film({ availability }), now).kind).toBe("NotAvailable");
  });

  it.each([
    ["TWELVE", "SEVEN", "Watchable"],
    ["TWELVE", "SIXTEEN", "MaturityRestricted"],
    ["SIXTEEN", undefined, "MaturityRestricted"],
    ["EIGHTEEN", undefined, "Watchable"],
    [undefined, "ALL", "Watchable"],
    [undefined, "SEVEN", "MaturityRestricted"],
    ["NONSENSE", "SEVEN", "MaturityRestricted"],
  ] as const)("under the limit %s with the rating %s is %s", (maturityLimit, maturityRating, kind) => {
    expect(watchable({ ...alice, maturityLimit }, film({ maturityRating }), now).kind).toBe(kind);
  });

  it("waits for the first video, and says how far it is", () => {
    const { video: _, ...without } = film();
    expect(watchable(alice, film({}, { kind: "MOVIE", state: "TRANSCODING", percent: 42 }), now)).toMatchObject({
      kind: "NotReady",
      percent: 42,
    });
    expect(watchable(alice, film({}, { kind: "MOVIE", state: "FAILED", percent: 42 }), now)).not.toHaveProperty("percent");
    expect(watchable(alice, without, now)).toMatchObject({ kind: "NotReady" });
  });
});
