import { expect, it } from "vitest";
import { type PlaybackClaims, readPlaybackToken, signPlaybackToken } from "./index.ts";

const secret = "a secret of at least thirty-two characters";
const claims: PlaybackClaims = {
  sessionId: "session",
  profileId: "alice",
  playableId: "film",
  encodeId: "encode",
  startedAtMs: 1_767_268_800_000,
  durationSeconds: 60,
  reporting: "GRAPH",
  clockOffsetMs: null,
};

it("says what was signed", () => {
  expect(readPlaybackToken(signPlaybackToken(claims, secret), secret)).toEqual(claims);
});

it.each([
  ["an empty string", ""],
  ["a word", "token"],
  ["another secret's", signPlaybackToken(claims, `${secret}!`)],
  [
    "one with other content",
    `${Buffer.from(JSON.stringify({ ...claims, profileId: "bob" })).toString("base64url")}.${signPlaybackToken(claims, secret).split(".")[1]}`,
  ],
  ["one with a third part", `${signPlaybackToken(claims, secret)}.x`],
])("reads nothing from %s", (_what, token) => {
  expect(readPlaybackToken(token, secret)).toBeUndefined();
});
