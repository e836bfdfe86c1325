import { afterAll, describe, expect, it } from "vitest";
import { ask, claimsOf, refresh, resultOf, runUsers, selectProfile, signIn, signUp, verify } from "./running-users.ts";

type Users = Awaited<ReturnType<typeof runUsers>>;

const profile = "profile { id name maturityLimit hasPin }";

async function household({ subgraph }: Users) {
  const { accessToken } = await signUp(subgraph, { email: "alice@marquee.example", password: "correct horse", name: "Alice" });
  const alice = claimsOf(accessToken);
  const create = async (input: object, claims: object = alice) => {
    const document = `mutation ($input: CreateProfileInput!) { result: createProfile(input: $input) { __typename ... on Refusal { message } ... on ProfileCreated { ${profile} } } }`;
    return resultOf(await ask(subgraph, document, { input }, { ...claims }));
  };
  const update = async (input: object, claims: object = alice) => {
    const document = `mutation ($input: UpdateProfileInput!) { result: updateProfile(input: $input) { __typename ... on Refusal { message } ... on ProfileUpdated { ${profile} } } }`;
    return resultOf(await ask(subgraph, document, { input }, { ...claims }));
  };
  const remove = async (profileId: unknown, claims: object = alice) => {
    const document = `mutation ($input: DeleteProfileInput!) { result: deleteProfile(input: $input) { __typename ... on Refusal { message } ... on ProfileDeleted { profileId } } }`;
    return resultOf(await ask(subgraph, document, { input: { profileId } }, { ...claims }));
  };
  const names = async () => {
    const { data } = await ask(subgraph, "{ me { profiles { name } } }", {}, alice);
    return data.me.profiles.map(({ name }: { name: string }) => name);
  };
  return { alice, create, update, remove, names };
}

describe("selecting a profile", async () => {
  const users = await runUsers();
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  const { alice, create } = await household(users);
  const kit = (await create({ name: "Kit", maturityLimit: "SEVEN" })).profile;
  const den = (await create({ name: "Den", maturityLimit: "EIGHTEEN", pin: "2468" })).profile;
  const select = async (profileId: string, pin?: string) => resultOf(await selectProfile(subgraph, alice, profileId, pin));

  it("is left to the viewer where there are several", async () => {
    const answer = await signIn(subgraph, { email: "alice@marquee.example", password: "correct horse" });
    expect(answer.profile).toBeNull();
    expect(claimsOf(answer.accessToken)).not.toHaveProperty("profile");
    expect(claimsOf(answer.accessToken)).not.toHaveProperty("maturity");
  });

  it("gives a token with its limit, which a refresh keeps", async () => {
    const device = await signIn(subgraph, { email: "alice@marquee.example", password: "correct horse" });
    const selected = resultOf(await selectProfile(subgraph, claimsOf(device.accessToken), kit.id));
    expect(selected).toMatchObject({ __typename: "ProfileSelected", profile: { name: "Kit" } });
    const claims = { sub: device.account.id, profile: kit.id, maturity: "SEVEN" };
    expect((await verify(subgraph, selected.accessToken)).payload).toMatchObject(claims);
    const { refreshToken, ...refreshed } = await refresh(subgraph, device.refreshToken);
    expect(refreshed.profile).toMatchObject({ name: "Kit" });
    expect(claimsOf((await refresh(subgraph, refreshToken)).accessToken)).toMatchObject(claims);
  });

  it("takes the PIN where there is one, and no other", async () => {
    expect(await select(den.id)).toMatchObject({ __typename: "WrongPin" });
    expect(await select(den.id, "not a PIN")).toMatchObject({ __typename: "WrongPin" });
    expect(await select(den.id, "1357")).toMatchObject({ __typename: "WrongPin" });
    expect(await select(den.id, "2468")).toMatchObject({ __typename: "ProfileSelected", profile: { name: "Den" } });
  });

  it("locks a PIN after five guesses for a quarter of an hour, the right one too", async () => {
    users.advance(901);
    const guesses = await Promise.all(["0000", "0001", "0002", "0003", "0004", "0005"].map((pin) => select(den.id, pin)));
    expect(guesses.map(({ __typename }) => __typename).toSorted()).toEqual(["TooManyAttempts", ...Array(5).fill("WrongPin")]);
    expect(await select(den.id, "2468")).toMatchObject({ __typename: "TooManyAttempts", retryAfterSeconds: expect.any(Number) });
    users.advance(880);
    expect(await select(den.id, "2468")).toMatchObject({ __typename: "TooManyAttempts" });
    users.advance(21);
    expect(await select(den.id, "2468")).toMatchObject({ __typename: "ProfileSelected" });
  });

  it("knows the account's own profiles only", async () => {
    const bob = await signUp(subgraph, { email: "bob@marquee.example", password: "battery staple", name: "Bob" });
    for (const id of [bob.profile.id, "no id", ""]) expect(await select(id)).toMatchObject({ __typename: "UnknownProfile" });
    expect((await selectProfile(subgraph, {}, kit.id)).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("of somebody else does not come by reference either", async () => {
    const document = "query ($of: [_Any!]!) { _entities(representations: $of) { ... on Profile { name } } }";
    const of = [kit.id, den.id].map((id) => ({ __typename: "Profile", id }));
    expect((await ask(subgraph, document, { of }, alice)).data._entities).toEqual([{ name: "Kit" }, { name: "Den" }]);
    const bob = await signIn(subgraph, { email: "bob@marquee.example", password: "battery staple" });
    expect((await ask(subgraph, document, { of }, claimsOf(bob.accessToken))).data._entities).toEqual([null, null]);
    expect((await ask(subgraph, document, { of })).data._entities).toEqual([null, null]);
  });
});

describe("managing profiles", async () => {
  const users = await runUsers();
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  const { alice, create, update, remove, names } = await household(users);

  it("is an adult's, selected now: not a child's, not nobody's, not somebody else's", async () => {
    const kit = (await create({ name: "Kit", maturityLimit: "SIXTEEN" })).profile;
    const bob = await signUp(subgraph, { email: "bob@marquee.example", password: "battery staple", name: "Bob" });
    const refused = { __typename: "AdultProfileRequired", message: expect.any(String) };
    for (const selected of [kit.id, undefined, bob.profile.id]) {
      const claims = { ...alice, profile: selected };
      expect(await create({ name: "Max", maturityLimit: "EIGHTEEN" }, claims)).toEqual(refused);
      expect(await update({ profileId: kit.id, maturityLimit: "EIGHTEEN" }, claims)).toEqual(refused);
      expect(await remove(kit.id, claims)).toEqual(refused);
    }
    expect(await update({ profileId: kit.id, name: "Bob's" }, claimsOf(bob.accessToken))).toMatchObject({ __typename: "UnknownProfile" });
    expect(await remove(kit.id, claimsOf(bob.accessToken))).toMatchObject({ __typename: "UnknownProfile" });
    const anonymous = await ask(subgraph, 'mutation { deleteProfile(input: { profileId: "x" }) { __typename } }');
    expect(anonymous.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    expect(await names()).toEqual(["Alice", "Kit"]);
  });

  it("refuses names and PINs that are none", async () => {
    for (const wrong of [
      { name: " " },
      { name: "x".repeat(61) },
      { name: "a\u0007b" },
      { pin: "123" },
      { pin: "123456789" },
      { pin: "12a4" },
    ]) {
      expect(await create({ name: "Max", maturityLimit: "ALL", ...wrong })).toMatchObject({ __typename: "InvalidProfile" });
      expect(await update({ profileId: alice.profile, ...wrong })).toMatchObject({ __typename: "InvalidProfile" });
    }
    expect(await update({ profileId: alice.profile, pin: "1234", removePin: true })).toMatchObject({ __typename: "InvalidProfile" });
    expect(await create({ name: "  Zoë   👩‍🚀 ", maturityLimit: "ALL" })).toMatchObject({ profile: { name: "Zoë 👩‍🚀" } });
  });

  it("changes what is named and leaves the rest", async () => {
    const { id } = (await create({ name: "Den", maturityLimit: "EIGHTEEN", pin: "2468" })).profile;
    expect((await update({ profileId: id, name: "Study" })).profile).toEqual({
      id,
      name: "Study",
      maturityLimit: "EIGHTEEN",
      hasPin: true,
    });
    expect((await update({ profileId: id, maturityLimit: "TWELVE" })).profile).toEqual({
      id,
      name: "Study",
      maturityLimit: "TWELVE",
      hasPin: true,
    });
  });

  it("asks for the PIN that is there before it changes", async () => {
    const { id } = (await create({ name: "Safe", maturityLimit: "EIGHTEEN" })).profile;
    expect(await update({ profileId: id, pin: "1111" })).toMatchObject({ profile: { hasPin: true } });
    expect(await update({ profileId: id, pin: "2222" })).toMatchObject({ __typename: "WrongPin" });
    expect(await update({ profileId: id, removePin: true, currentPin: "3333" })).toMatchObject({ __typename: "WrongPin" });
    expect(await update({ profileId: id, pin: "2222", currentPin: "1111" })).toMatchObject({ profile: { hasPin: true } });
    expect(resultOf(await selectProfile(subgraph, alice, id, "2222"))).toMatchObject({ __typename: "ProfileSelected" });
    expect(await update({ profileId: id, removePin: true, currentPin: "2222" })).toMatchObject({ profile: { hasPin: false } });
    expect(resultOf(await selectProfile(subgraph, alice, id))).toMatchObject({ __typename: "ProfileSelected" });
  });

  it("locks a PIN that is guessed here as it does where it is selected", async () => {
    const { id } = (await create({ name: "Vault", maturityLimit: "EIGHTEEN", pin: "1111" })).profile;
    for (let n = 0; n < 5; n += 1) await update({ profileId: id, removePin: true, currentPin: `000${n}` });
    expect(await update({ profileId: id, removePin: true, currentPin: "1111" })).toMatchObject({ __typename: "TooManyAttempts" });
    expect(resultOf(await selectProfile(subgraph, alice, id, "1111"))).toMatchObject({ __typename: "TooManyAttempts" });
  });

  it("stops at eight, also when all are created at once", async () => {
    const results = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => create({ name: `Guest ${n}`, maturityLimit: "ALL" })));
    expect(await names()).toHaveLength(8);
    expect(results.filter(({ __typename }) => __typename === "InvalidProfile")).toHaveLength(4);
  });

  it("forgets a deleted profile, where it is selected too", async () => {
    const device = await signIn(subgraph, { email: "alice@marquee.example", password: "correct horse" });
    const { id } = device.account.profiles.find(({ name }: { name: string }) => name === "Kit");
    const selected = resultOf(await selectProfile(subgraph, claimsOf(device.accessToken), id));
    expect(await remove(id)).toEqual({ __typename: "ProfileDeleted", profileId: id });
    expect(await remove(id)).toMatchObject({ __typename: "UnknownProfile" });
    expect(await names()).not.toContain("Kit");
    expect((await ask(subgraph, "{ currentProfile { name } }", {}, claimsOf(selected.accessToken))).data).toEqual({ currentProfile: null });
    expect(await refresh(subgraph, device.refreshToken)).toMatchObject({ __typename: "SignedIn", profile: null });
  });

  it("keeps an adult's profile, whatever is asked at once", async () => {
    const { data } = await ask(subgraph, "{ me { profiles { id maturityLimit } } }", {}, alice);
    const profiles: { id: string; maturityLimit: string }[] = data.me.profiles;
    for (const { id } of profiles) if (id !== alice.profile) await remove(id);
    expect(await names()).toEqual(["Alice"]);
    const { id } = (await create({ name: "Second", maturityLimit: "EIGHTEEN" })).profile;
    const results = await Promise.all([remove(alice.profile), remove(id, { ...alice, profile: id })]);
    expect(results.map(({ __typename }) => __typename).toSorted()).toEqual(
      expect.arrayContaining([expect.stringMatching(/AdultProfileRequired|LastAdultProfile/), "ProfileDeleted"]),
    );
    const left = (await names()).join();
    const last = left === "Alice" ? alice.profile : id;
    const claims = { ...alice, profile: last };
    expect(await remove(last, claims)).toMatchObject({ __typename: "LastAdultProfile" });
    expect(await update({ profileId: last, maturityLimit: "SIXTEEN" }, claims)).toMatchObject({ __typename: "LastAdultProfile" });
  });
});
