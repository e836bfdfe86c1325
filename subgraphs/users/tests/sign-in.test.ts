import { afterAll, describe, expect, it } from "vitest";
import { ask, claimsOf, runUsers, signIn, signUp, verify } from "./running-users.ts";

const alice = { email: "alice@marquee.example", password: "correct horse", name: "Alice" };

describe("signing up and in", async () => {
  const users = await runUsers();
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  const first = await signUp(subgraph, { ...alice, email: " Alice@Marquee.Example ", deviceName: "Living room", country: "DE" });

  it("makes an account with one adult's profile, selected", () => {
    expect(first).toMatchObject({
      __typename: "SignedIn",
      profile: { name: "Alice" },
      account: {
        email: "alice@marquee.example",
        scopes: [],
        profiles: [{ name: "Alice", maturityLimit: "EIGHTEEN", hasPin: false }],
        devices: [{ name: "Living room", isCurrent: true }],
      },
    });
  });

  it("gives a token that the published keys verify, with all that the graph needs to know", async () => {
    const { payload, protectedHeader } = await verify(subgraph, first.accessToken);
    expect(protectedHeader).toMatchObject({ alg: "EdDSA", typ: "at+jwt", kid: expect.any(String) });
    expect(payload).toEqual({
      iss: "https://marquee.example",
      aud: "marquee",
      sub: first.account.id,
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: Date.parse(first.accessTokenExpiresAt) / 1000,
      device: first.account.devices[0].id,
      device_name: "Living room",
      scope: "",
      territory: "DE",
      profile: first.profile.id,
      maturity: "EIGHTEEN",
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
  });

  it("publishes no private key, and lets caches keep the set", async () => {
    const response = await fetch(`${subgraph.origin}/.well-known/jwks.json`);
    expect(response.headers.get("cache-control")).toBe("public, max-age=300");
    const { keys } = (await response.json()) as { keys: object[] };
    expect(keys).toEqual([{ kty: "OKP", crv: "Ed25519", x: expect.any(String), kid: expect.any(String), alg: "EdDSA", use: "sig" }]);
  });

  it("again with the same password signs in, with another one does not", async () => {
    const again = await signUp(subgraph, alice);
    expect(again).toMatchObject({ __typename: "SignedIn", account: { id: first.account.id } });
    expect(again.account.devices).toHaveLength(2);
    expect(await signUp(subgraph, { ...alice, password: "another one" })).toMatchObject({ __typename: "EmailTaken" });
  });

  it("many times at once makes one account", async () => {
    const bob = { email: "bob@marquee.example", password: "battery staple", name: "Bob" };
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => signUp(subgraph, bob)));
    const wrong = await Promise.all([1, 2].map((n) => signUp(subgraph, { ...bob, password: `other password ${n}` })));
    expect(new Set(all.map(({ account }) => account.id)).size).toBe(1);
    expect(all[4].account.profiles).toHaveLength(1);
    expect(wrong.map(({ __typename }) => __typename)).toEqual(["EmailTaken", "EmailTaken"]);
  });

  it("names everything that is wrong with a sign-up", async () => {
    const { __typename, message } = await signUp(subgraph, { email: "nobody", password: "short", name: " \u0000 ", country: "XX" });
    expect(__typename).toBe("InvalidSignUp");
    expect(message).toMatch(/e-mail.*password.*name.*country/);
    for (const password of ["1234567", "x".repeat(129), "Carol@Marquee.Example"]) {
      const refused = await signUp(subgraph, { email: "carol@marquee.example", password, name: "Carol" });
      expect(refused).toMatchObject({ __typename: "InvalidSignUp", message: expect.stringContaining("password") });
    }
  });

  it("by the right password takes the e-mail in any case", async () => {
    const answer = await signIn(subgraph, { email: "ALICE@marquee.example", password: alice.password, deviceName: "Phone\n\u202E" });
    expect(answer).toMatchObject({ __typename: "SignedIn", profile: { name: "Alice" }, account: { id: first.account.id } });
    expect(claimsOf(answer.accessToken).device_name).toBe("Unnamed device");
  });

  it("answers alike for an unknown e-mail, a wrong password and what cannot be either", async () => {
    const answers = await Promise.all(
      [
        { email: "nobody@marquee.example", password: "correct horse" },
        { email: alice.email, password: "wrong horse" },
        { email: "no e-mail", password: "" },
        { email: alice.email, password: "x".repeat(100_000) },
      ].map((input) => signIn(subgraph, input)),
    );
    expect(answers[0]).toEqual({ __typename: "WrongCredentials", message: expect.any(String) });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it("shows me the account, and nobody else", async () => {
    const me = "{ me { email devices { isCurrent } } currentProfile { name } }";
    const claims = claimsOf(first.accessToken);
    const mine = await ask(subgraph, me, {}, claims);
    expect(mine.data).toMatchObject({ me: { email: alice.email }, currentProfile: { name: "Alice" } });
    expect(mine.data.me.devices.filter(({ isCurrent }: { isCurrent: boolean }) => isCurrent)).toHaveLength(1);
    expect((await ask(subgraph, me)).data).toEqual({ me: null, currentProfile: null });
  });

  it("is refused to whoever is not the router", async () => {
    const body = JSON.stringify({ query: "{ me { id } }" });
    const response = await fetch(subgraph.url, { method: "POST", headers: { "content-type": "application/json" }, body });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_FROM_ROUTER" } }] });
  });
});

describe("guessing a password", async () => {
  const users = await runUsers();
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  await signUp(subgraph, alice);
  const guess = (email: string, n: number) => signIn(subgraph, { email, password: `guess number ${n}` });
  const typeOf = ({ __typename }: { __typename: string }) => __typename;

  it.each([alice.email, "nobody@marquee.example"])("of %s ends after ten, whoever asks", async (email) => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(email, n)));
    expect(answers.map(typeOf).toSorted()).toEqual([...Array(2).fill("TooManyAttempts"), ...Array(10).fill("WrongCredentials")]);
    const { retryAfterSeconds } = await guess(email, 13);
    expect(retryAfterSeconds).toBeGreaterThan(800);
    expect(retryAfterSeconds).toBeLessThanOrEqual(900);
  });

  it("does not go on by signing up, nor in another process", async () => {
    expect(typeOf(await signUp(subgraph, alice))).toBe("TooManyAttempts");
    await using another = await users.another();
    expect(typeOf(await signIn(another, { email: alice.email, password: alice.password }))).toBe("TooManyAttempts");
  });

  it("is forgotten after a while, and right ones do not count", async () => {
    users.advance(901);
    for (let n = 0; n < 12; n += 1)
      expect(typeOf(await signIn(subgraph, { email: alice.email, password: alice.password }))).toBe("SignedIn");
  });

  it("in a crowd sends away whom the line does not hold, for seconds", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => guess("crowd@marquee.example", n)));
    const sentAway = answers.filter(({ retryAfterSeconds }) => retryAfterSeconds <= 4);
    expect(sentAway.length).toBeGreaterThan(0);
    expect(typeOf(await signUp(subgraph, { ...alice, email: "late@marquee.example" }))).toBe("SignedIn");
  });

  it("of many accounts from one source ends too", async () => {
    const from = (source: string, n: number) => signIn(subgraph, { email: `viewer${n}@marquee.example`, password: "password" }, source);
    const answers = [];
    for (let n = 0; n < 101; n += 25)
      answers.push(...(await Promise.all(Array.from({ length: 25 }, (_, i) => from(`2001:db8:1:2::${i}`, n + i)))));
    expect(answers.map(typeOf).slice(0, 100)).toEqual(Array(100).fill("WrongCredentials"));
    expect(answers.slice(100).map(typeOf)).toEqual(Array(25).fill("TooManyAttempts"));
    expect(typeOf(await from("2001:db8:1:3::1", 500))).toBe("WrongCredentials");
  });
});
