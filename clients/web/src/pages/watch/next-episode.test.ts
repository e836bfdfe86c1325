import { expect, it } from "vitest";
import { nextEpisode } from "./next-episode.ts";

const seasons = [
  { number: 1, episodes: [episode("a", 1), episode("b", 2)] },
  { number: 2, episodes: [episode("c", 1)] },
];

it("goes on within the season, and from its last episode to the next season", () => {
  expect(nextEpisode(seasons, "a")).toMatchObject({ id: "b", season: { number: 1 } });
  expect(nextEpisode(seasons, "b")).toMatchObject({ id: "c", season: { number: 2 } });
});

it("ends with the last episode, and knows nothing of strangers", () => {
  expect(nextEpisode(seasons, "c")).toBeUndefined();
  expect(nextEpisode(seasons, "x")).toBeUndefined();
});

function episode(id: string, number: number) {
  return { id, number, name: id };
}
