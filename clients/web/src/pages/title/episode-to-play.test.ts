import { expect, it } from "vitest";
import { episodeToPlay } from "./episode-to-play.ts";

it("begins with the first episode that can be played", () => {
  expect(episodeToPlay([season(1, episode("a", { state: "TRANSCODING" }), episode("b"))])).toMatchObject({ id: "b", season: 1 });
});

it("goes on with the episode watched last", () => {
  const seasons = [
    season(1, episode("a", { watchedAt: 1, finished: true }), episode("b", { watchedAt: 3 })),
    season(2, episode("c", { watchedAt: 2 })),
  ];
  expect(episodeToPlay(seasons)).toMatchObject({ id: "b" });
});

it("goes on with the episode after one that was finished, over the season's end", () => {
  expect(episodeToPlay([season(1, episode("a", { watchedAt: 1, finished: true })), season(2, episode("b"))])).toMatchObject({
    id: "b",
    season: 2,
  });
});

it("begins again after the last", () => {
  expect(episodeToPlay([season(1, episode("a"), episode("b", { watchedAt: 1, finished: true }))])).toMatchObject({ id: "a" });
});

it("has nothing to play where nothing is ready", () => {
  expect(episodeToPlay([season(1, episode("a", { state: "QUEUED" }))])).toBeUndefined();
});

function season(number: number, ...episodes: ReturnType<typeof episode>[]) {
  return { number, episodes };
}

function episode(id: string, { state = "READY" as "READY" | "QUEUED" | "TRANSCODING", watchedAt = 0, finished = false } = {}) {
  return { id, number: 1, video: { state }, progress: watchedAt ? { finished, updatedAt: new Date(watchedAt).toISOString() } : null };
}
