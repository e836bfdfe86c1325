import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { ask, claimsOf, refresh, resultOf, runUsers, selectProfile, signIn, signUp } from "./running-users.ts";

describe("a whole run", () => {
  it("logs no password, PIN, token or e-mail address, and answers none, when it fails too", async () => {
    const email = "alice.secret@marquee.example";
    const password = "a very secret password";
    const pin = "86420975";
    const users = await runUsers();
    const { subgraph } = users;
    const client = new Client({ connectionString: users.databaseUrl });
    await client.connect();

    const first = await signUp(subgraph, { email, password, name: "Alice" });
    const claims = claimsOf(first.accessToken);
    const create = `mutation ($pin: String) { result: createProfile(input: { name: "Den", maturityLimit: EIGHTEEN, pin: $pin }) { ... on ProfileCreated { profile { id } } } }`;
    const { id } = resultOf(await ask(subgraph, create, { pin }, claims)).profile;
    const second = await refresh(subgraph, first.refreshToken);
    await selectProfile(subgraph, claims, id, pin);
    await signIn(subgraph, { email, password: `${password}!` });
    await signUp(subgraph, { email, password: `${password}?`, name: "Alice" });

    // PostgreSQL's own messages name the row: a check that fails, and a table that is gone.
    await client.query("ALTER TABLE users.accounts ADD CONSTRAINT nobody_else CHECK (email LIKE 'alice%')");
    await client.query("ALTER TABLE users.sign_ins RENAME TO sign_ins_away");
    const failures = [
      await ask(
        subgraph,
        'mutation ($email: String!, $password: String!) { signUp(input: { email: $email, password: $password, name: "Eve" }) { __typename } }',
        { email: `eve.${email}`, password },
      ),
      await ask(
        subgraph,
        "mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { __typename } }",
        { email, password },
      ),
      await ask(subgraph, "mutation ($token: String!) { refresh(input: { refreshToken: $token }) { __typename } }", {
        token: second.refreshToken,
      }),
      await ask(subgraph, "{ me { email devices { id } } }", {}, claims),
    ];
    for (const { errors } of failures) expect(errors?.[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
    await client.end();
    await users[Symbol.asyncDispose]();

    const logged = users.logged();
    expect(logged.match(/a field failed/g)).toHaveLength(failures.length);
    const answered = JSON.stringify(failures.map(({ errors }) => errors));
    for (const secret of [email, password, pin, first.refreshToken, second.refreshToken, first.accessToken, "$argon2id$"]) {
      expect(logged).not.toContain(secret);
      expect(answered).not.toContain(secret);
    }
    expect(answered).not.toMatch(/sign_ins|select|postgres|node_modules/i);
  });
});
