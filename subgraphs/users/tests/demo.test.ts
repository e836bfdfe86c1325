import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { demoPassword } from "../src/service.ts";
import { claimsOf, refresh, resultOf, runUsers, selectProfile, signIn } from "./running-users.ts";

describe("the demo accounts", async () => {
  const users = await runUsers({ demo: true });
  const { subgraph } = users;
  afterAll(() => users[Symbol.asyncDispose]());
  const enter = (name: string) => signIn(subgraph, { email: `${name}@marquee.example`, password: demoPassword });

  it("are two viewers and an operator", async () => {
    const [alice, bob, carol] = await Promise.all(["alice", "bob", "carol"].map(enter));
    expect(alice.profile).toBeNull();
    expect(alice.account.profiles).toMatchObject([
      { name: "Alice", maturityLimit: "EIGHTEEN", hasPin: false },
      { name: "Kit", maturityLimit: "SEVEN", hasPin: false },
      { name: "Den", maturityLimit: "EIGHTEEN", hasPin: true },
    ]);
    const den = alice.account.profiles[2].id;
    expect(resultOf(await selectProfile(subgraph, claimsOf(alice.accessToken), den, "2468"))).toMatchObject({
      __typename: "ProfileSelected",
    });
    expect(bob).toMatchObject({ profile: { name: "Bob" }, account: { scopes: [] } });
    expect(carol).toMatchObject({ profile: { name: "Carol" }, account: { scopes: ["operate"] } });
    expect(claimsOf(carol.accessToken).scope).toBe("operate");
  });

  it("stay as they are at the next start", async () => {
    const hashes = async () => {
      const client = new Client({ connectionString: users.databaseUrl });
      await client.connect();
      const { rows } = await client.query("SELECT id, email, password_hash FROM users.accounts ORDER BY email");
      await client.end();
      return rows;
    };
    const before = await hashes();
    expect(before).toHaveLength(3);
    await (await users.another())[Symbol.asyncDispose]();
    expect(await hashes()).toEqual(before);
  });
});

describe("the operator command", async () => {
  const users = await runUsers({ demo: true });
  afterAll(() => users[Symbol.asyncDispose]());
  const script = fileURLToPath(new URL("../src/operator.ts", import.meta.url));
  const grant = (...emails: string[]) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", script, ...emails], { env: { DATABASE_URL: users.databaseUrl } });

  it("makes an operator of an account, from its next refresh on", async () => {
    const bob = await signIn(users.subgraph, { email: "bob@marquee.example", password: demoPassword });
    await grant("Bob@marquee.example");
    const refreshed = await refresh(users.subgraph, bob.refreshToken);
    expect(refreshed.account.scopes).toEqual(["operate"]);
    expect(claimsOf(refreshed.accessToken).scope).toBe("operate");
    await grant("bob@marquee.example");
    expect((await refresh(users.subgraph, refreshed.refreshToken)).account.scopes).toEqual(["operate"]);
  });

  it("fails for an account that does not exist, and for what is no e-mail address", async () => {
    await expect(grant("nobody@marquee.example")).rejects.toMatchObject({ code: 1 });
    await expect(grant()).rejects.toMatchObject({ code: 2 });
  });
});
