import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parseEvent } from "@marquee/events";
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
    expect(alice.account.plan).toEqual({ id: "PREMIUM", name: "Premium", maxStreams: 4 });
    expect(bob).toMatchObject({ profile: { name: "Bob" }, account: { scopes: [], plan: { id: "STANDARD", maxStreams: 2 } } });
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
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", script, ...words], { env: { DATABASE_URL: users.databaseUrl } });

  it("makes an operator of an account, from its next refresh on", async () => {
    const bob = await signIn(users.subgraph, { email: "bob@marquee.example", password: demoPassword });
    await run("Bob@marquee.example");
    const refreshed = await refresh(users.subgraph, bob.refreshToken);
    expect(refreshed.account.scopes).toEqual(["operate"]);
    expect(claimsOf(refreshed.accessToken).scope).toBe("operate");
    await run("bob@marquee.example");
    expect((await refresh(users.subgraph, refreshed.refreshToken)).account.scopes).toEqual(["operate"]);
  });

  it("gives an account another plan, or none, and tells of each once", async () => {
    const { refreshToken, account } = await signIn(users.subgraph, { email: "alice@marquee.example", password: demoPassword });
    for (const plan of ["BASIC", "NONE", "NONE"]) await run("alice@marquee.example", "--plan", plan);
    expect((await refresh(users.subgraph, refreshToken)).account.plan).toEqual({ id: "NONE", name: "No membership", maxStreams: 0 });

    const limits = new Map<number, unknown>(); // by sequence, since an event may come twice
    for await (const entries of users.eventLog.read("users", "oldest", AbortSignal.timeout(20_000))) {
      const events = entries.map(({ value }) => parseEvent(value)).filter(({ subject }) => subject === account.id);
      for (const { sequence, data } of events) limits.set(sequence, "streamLimit" in data && data.streamLimit);
      if (limits.has(3)) break;
    }
    expect([...limits.values()]).toEqual([4, 1, 0]);
  });

  it.each([
    ["an account that does not exist", 1, ["nobody@marquee.example"]],
    ["an account that does not exist and a plan", 1, ["nobody@marquee.example", "--plan", "BASIC"]],
    ["nothing", 2, []],
    ["a plan that does not exist", 2, ["bob@marquee.example", "--plan", "GOLD"]],
    ["another option", 2, ["bob@marquee.example", "--gold"]],
  ])("fails for %s", async (_what, code, words) => {
    await expect(run(...words)).rejects.toMatchObject({ code });
  });
});
