import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { type EventOf, parseEvent } from "@marquee/events";
import { afterAll, describe, expect, it } from "vitest";
import { ask, claimsOf, resultOf, runUsers, signUp } from "./running-users.ts";

describe("what happens to accounts and profiles", async () => {
  const users = await runUsers();
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  const { account, profile, accessToken } = await signUp(subgraph, {
    email: "alice@marquee.example",
    password: "correct horse",
    name: "Alice",
    country: "DE",
  });
  const change = async (document: string) => resultOf(await ask(subgraph, `mutation { result: ${document} }`, {}, claimsOf(accessToken)));
  const created = await change('createProfile(input: { name: "Kit", maturityLimit: SEVEN }) { ... on ProfileCreated { profile { id } } }');
  const kit: string = created.profile.id;
  await change(`updateProfile(input: { profileId: "${kit}", maturityLimit: TWELVE }) { __typename }`);
  await change(`deleteProfile(input: { profileId: "${kit}" }) { __typename }`);

  const accountData = { accountId: account.id, territory: "DE", scopes: [], streamLimit: 2, isDeleted: false };
  const profileData = { accountId: account.id, isDeleted: false };
  const last = { profileId: kit, accountId: account.id, maturityLimit: "TWELVE", isDeleted: true };

  it("is told on the stream, in order, each time with a higher sequence", async () => {
    const told = await read(users.eventLog, 5);
    expect(told.map(({ type, source, subject, sequence, data }) => ({ type, source, subject, sequence, data }))).toEqual([
      { type: "marquee.users.account.v1", source: "/users", subject: account.id, sequence: 1, data: accountData },
      {
        type: "marquee.users.profile.v1",
        source: "/users",
        subject: profile.id,
        sequence: 1,
        data: { ...profileData, profileId: profile.id, maturityLimit: "EIGHTEEN" },
      },
      {
        type: "marquee.users.profile.v1",
        source: "/users",
        subject: kit,
        sequence: 1,
        data: { ...profileData, profileId: kit, maturityLimit: "SEVEN" },
      },
      {
        type: "marquee.users.profile.v1",
        source: "/users",
        subject: kit,
        sequence: 2,
        data: { ...profileData, profileId: kit, maturityLimit: "TWELVE" },
      },
      { type: "marquee.users.profile.v1", source: "/users", subject: kit, sequence: 3, data: last },
    ]);
  });

  it("is told as it is now to a log that lost it, the deleted too", async () => {
    await using anotherLog = memoryEventLog();
    await using _ = await users.another(anotherLog);
    const told = await read(anotherLog, 3);
    expect(told.map(({ subject, sequence }) => ({ subject, sequence }))).toEqual(
      expect.arrayContaining([
        { subject: account.id, sequence: 1 },
        { subject: profile.id, sequence: 1 },
        { subject: kit, sequence: 3 },
      ]),
    );
    expect(told.find(({ subject }) => subject === kit)?.data).toEqual(last);
  });
});

/** The first so many events of the stream, read as another subgraph reads them. */
async function read(eventLog: EventLog, count: number): Promise<readonly EventOf[]> {
  const events: EventOf[] = [];
  for await (const entries of eventLog.read("users", "oldest", AbortSignal.timeout(20_000))) {
    events.push(...entries.map(({ value }) => parseEvent(value)));
    if (events.length >= count) return events;
  }
  throw new Error(`only ${events.length} of ${count} events came`);
}
