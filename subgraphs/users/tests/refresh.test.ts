import { afterAll, describe, expect, it } from "vitest";
import { ask, claimsOf, refresh, runUsers, selectProfile, signIn, signUp, verify } from "./running-users.ts";

const ended = { __typename: "SignInEnded", message: expect.any(String) };

describe("refreshing", async () => {
  const users = await runUsers();
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  const bob = { email: "bob@marquee.example", password: "battery staple", name: "Bob" };
  await signUp(subgraph, bob);
  const device = () => signIn(subgraph, { email: bob.email, password: bob.password });

  it("gives new tokens for the same device and profile", async () => {
    const before = await device();
    const after = await refresh(subgraph, before.refreshToken);
    expect(after).toMatchObject({ __typename: "SignedIn", profile: { name: "Bob" } });
    expect(after.refreshToken).not.toBe(before.refreshToken);
    const { device: id, profile } = claimsOf(before.accessToken);
    expect((await verify(subgraph, after.accessToken)).payload).toMatchObject({ device: id, profile });
    expect(await refresh(subgraph, after.refreshToken)).toMatchObject({ __typename: "SignedIn" });
  });

  it("at the same time with one token answers all with the same successor", async () => {
    const { refreshToken } = await device();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => refresh(subgraph, refreshToken)));
    expect(answers.map((answer) => answer.__typename)).toEqual(Array(5).fill("SignedIn"));
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    expect(await refresh(subgraph, answers[0].refreshToken)).toMatchObject({ __typename: "SignedIn" });
  });

  it("again after a lost answer works for ten seconds", async () => {
    const { refreshToken } = await device();
    const lost = await refresh(subgraph, refreshToken);
    users.advance(9);
    expect((await refresh(subgraph, refreshToken)).refreshToken).toBe(lost.refreshToken);
  });

  it("with an old token later signs the device out", async () => {
    const { refreshToken } = await device();
    const { refreshToken: successor } = await refresh(subgraph, refreshToken);
    users.advance(11);
    expect(await refresh(subgraph, refreshToken)).toEqual(ended);
    expect(await refresh(subgraph, successor)).toEqual(ended);
  });

  it("with an old token signs the device out at once where its successor was used", async () => {
    const { refreshToken } = await device();
    const second = await refresh(subgraph, refreshToken);
    const third = await refresh(subgraph, second.refreshToken);
    expect(await refresh(subgraph, refreshToken)).toEqual(ended);
    expect(await refresh(subgraph, third.refreshToken)).toEqual(ended);
  });

  it("leaves other devices alone when one is signed out", async () => {
    const [stolen, other] = [await device(), await device()];
    const { refreshToken } = await refresh(subgraph, stolen.refreshToken);
    await refresh(subgraph, refreshToken);
    expect(await refresh(subgraph, stolen.refreshToken)).toEqual(ended);
    expect(await refresh(subgraph, other.refreshToken)).toMatchObject({ __typename: "SignedIn" });
  });

  it("slides on for sixty days", async () => {
    const { refreshToken } = await device();
    users.advance(59 * 86_400);
    const slid = await refresh(subgraph, refreshToken);
    expect(slid.__typename).toBe("SignedIn");
    users.advance(59 * 86_400);
    const again = await refresh(subgraph, slid.refreshToken);
    expect(again.__typename).toBe("SignedIn");
    users.advance(60 * 86_400 + 1);
    expect(await refresh(subgraph, again.refreshToken)).toEqual(ended);
  });

  it("is refused for what never was a token", async () => {
    for (const nonsense of ["", "nonsense", "\u0000", "x".repeat(100_000)]) expect(await refresh(subgraph, nonsense)).toEqual(ended);
  });
});

describe("signing out", async () => {
  const users = await runUsers();
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  const alice = { email: "alice@marquee.example", password: "correct horse" };
  const phone = await signUp(subgraph, { ...alice, name: "Alice", deviceName: "Phone" });
  const tv = await signIn(subgraph, { ...alice, deviceName: "TV" });
  const laptop = await signIn(subgraph, { ...alice, deviceName: "Laptop" });
  const devices = async () => {
    const { data } = await ask(subgraph, "{ me { devices { name isCurrent } } }", {}, claimsOf(phone.accessToken));
    return data.me.devices.map(({ name, isCurrent }: { name: string; isCurrent: boolean }) => (isCurrent ? `${name}!` : name)).toSorted();
  };
  const signOutDevice = (deviceId: unknown, claims: object) =>
    ask(subgraph, "mutation ($deviceId: ID!) { signOutDevice(deviceId: $deviceId) }", { deviceId }, { ...claims });

  it("ends this device's sign-in and no other", async () => {
    expect(await devices()).toEqual(["Laptop", "Phone!", "TV"]);
    expect((await ask(subgraph, "mutation { signOut }", {}, claimsOf(laptop.accessToken))).data).toEqual({ signOut: true });
    expect((await ask(subgraph, "mutation { signOut }", {}, claimsOf(laptop.accessToken))).data).toEqual({ signOut: false });
    expect((await ask(subgraph, "mutation { signOut }")).data).toEqual({ signOut: false });
    expect(await devices()).toEqual(["Phone!", "TV"]);
    expect(await refresh(subgraph, laptop.refreshToken)).toEqual(ended);
  });

  it("leaves the device without a way to select a profile", async () => {
    const answer = await selectProfile(subgraph, claimsOf(laptop.accessToken), laptop.account.profiles[0].id);
    expect(answer.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("works for another device of the account, and not for anyone else's", async () => {
    const mallory = await signUp(subgraph, { email: "mallory@marquee.example", password: "let me in please", name: "Mallory" });
    const { device } = claimsOf(tv.accessToken);
    expect((await signOutDevice(device, claimsOf(mallory.accessToken))).data).toEqual({ signOutDevice: false });
    expect((await signOutDevice("no id", claimsOf(phone.accessToken))).data).toEqual({ signOutDevice: false });
    expect((await signOutDevice(device, {})).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    expect(await refresh(subgraph, tv.refreshToken)).toMatchObject({ __typename: "SignedIn" });
    expect((await signOutDevice(device, claimsOf(phone.accessToken))).data).toEqual({ signOutDevice: true });
    expect(await devices()).toEqual(["Phone!"]);
  });

  it("comes by itself for the least recently seen of more than fifty devices", async () => {
    for (let n = 0; n < 50; n += 1) {
      users.advance(1);
      await signIn(subgraph, { ...alice, deviceName: `Script ${n}` });
    }
    const names = await devices();
    expect(names).toHaveLength(50);
    expect(names).not.toContain("Phone!");
  });
});
