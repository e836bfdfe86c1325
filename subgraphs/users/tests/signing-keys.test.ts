import { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { claimsOf, runUsers, signIn, signUp, verify } from "./running-users.ts";

const daySeconds = 86_400;

describe("the keys that sign access tokens", async () => {
  const users = await runUsers();
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  const alice = { email: "alice@marquee.example", password: "correct horse" };
  await signUp(subgraph, { ...alice, name: "Alice" });
  const published = async (at = subgraph) => {
    const { keys } = (await (await fetch(`${at.origin}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
    return keys.map(({ kid }) => kid);
  };
  const token = async (): Promise<string> => (await signIn(subgraph, alice)).accessToken;
  const check = async (accessToken: string) => {
    const { iat = 0 } = claimsOf(accessToken);
    return (await verify(subgraph, accessToken, new Date(iat * 1000))).protectedHeader.kid;
  };

  it("are one, also when two processes make the first at once", async () => {
    const client = new Client({ connectionString: users.databaseUrl });
    await client.connect();
    await client.query("DELETE FROM users.signing_keys");
    await client.end();
    const both = await Promise.all([users.another(), users.another()]);
    const keys = await Promise.all(both.map(published));
    expect(keys[0]).toHaveLength(1);
    expect(keys[1]).toEqual(keys[0]);
    await Promise.all(both.map((one) => one[Symbol.asyncDispose]()));
  });

  it("follow one another without a token that cannot be checked", async () => {
    const [first] = await published();
    const early = await token();
    users.advance(91 * daySeconds);
    await (await users.another())[Symbol.asyncDispose](); // a start renews, as each hour does

    const [second, ...rest] = await published();
    expect(rest).toEqual([first]);
    expect(await check(await token())).toBe(first); // caches may not have the new one yet
    users.advance(601);
    expect(await check(await token())).toBe(second);
    expect(await check(early)).toBe(first);

    users.advance(3 * daySeconds);
    await (await users.another())[Symbol.asyncDispose]();
    expect(await published()).toEqual([second]);
    await expect(check(early)).rejects.toThrow();
  });
});
