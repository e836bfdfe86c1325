import { expect, it } from "vitest";
import { envelope, parseEvent, UnreadableEvent } from "./index.ts";

const about = { source: "/users", subject: "alice", sequence: 3 };
const event = envelope("marquee.users.profile.v1", about, { profileId: "alice", accountId: "a", maturityLimit: "ALL", isDeleted: false });

it("survives a journey as JSON", () => {
  expect(parseEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

it("ignores what a newer producer adds", () => {
  expect(parseEvent({ ...event, traceparent: "00-1-2-00", data: { ...event.data, colour: "red" } })).toMatchObject({ subject: "alice" });
});

it.each([
  ["nothing", undefined],
  ["a text", "hello"],
  ["an unknown type", { ...event, type: "marquee.users.profile.v9" }],
  ["an inherited name as type", { ...event, type: "constructor" }],
  ["other content than the type's", { ...event, data: { profileId: 7 } }],
  ["an envelope of another version", { ...event, specversion: "2.0" }],
])("refuses %s", (_what, value) => {
  expect(() => parseEvent(value)).toThrow(UnreadableEvent);
});
