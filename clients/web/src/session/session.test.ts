import { describe, expect, it } from "vitest";
import { type Ask, GraphUnreachable } from "../graphql/ask-graph.ts";
import { authorizedFetch } from "./authorized-fetch.ts";
import { Session, type SessionParts } from "./session.ts";
import { readStoredSession, type SessionStorage, writeStoredSession } from "./stored-session.ts";

const account = { id: "alice", email: "alice@marquee.example", scopes: [] };
const profile = { id: "kit", name: "Kit", maturityLimit: "SEVEN" as const };
const start = Date.parse("2030-01-01T00:00:00.000Z");

describe("a session", () => {
  it("makes one refresh for all who ask at once", async () => {
    const { session, server } = signedInBefore();
    const tokens = await Promise.all([session.accessToken(), session.accessToken(), session.accessToken()]);
    expect(tokens).toEqual(["access-1", "access-1", "access-1"]);
    expect(server.refreshedWith).toEqual(["refresh-0"]);
  });

  it("never sends the same refresh token from two tabs", async () => {
    const storage = memoryStorage();
    writeStoredSession(storage, { refreshToken: "refresh-0", profileId: null });
    const server = fakeServer();
    const lock = oneAtATime();
    const tabs = [1, 2, 3].map(() => new Session({ ask: server.ask, storage, lock, now: () => start }));
    await Promise.all(tabs.map((tab) => tab.restore()));
    expect(server.refreshedWith).toEqual(["refresh-0", "refresh-1", "refresh-2"]);
    expect(tabs.map((tab) => tab.state.status)).toEqual(["signedIn", "signedIn", "signedIn"]);
  });

  it("refreshes half a minute before the token expires", async () => {
    const { session, server, clock } = signedInBefore();
    await session.accessToken();
    clock.nowMs += 269_000;
    expect(await session.accessToken()).toBe("access-1");
    clock.nowMs += 2_000;
    expect(await session.accessToken()).toBe("access-2");
    expect(server.refreshedWith).toHaveLength(2);
  });

  it("reckons a token's life by the server's clock where the device's is an hour ahead", async () => {
    const { session, server, clock } = signedInBefore();
    clock.nowMs += 3_600_000;
    await session.accessToken();
    await session.accessToken();
    expect(server.refreshedWith).toHaveLength(1);
  });

  it("is over when the server says that the sign-in ended", async () => {
    const { session, storage, server } = signedInBefore();
    server.ended = true;
    expect(await session.accessToken()).toBeUndefined();
    expect(session.state).toEqual({ status: "signedOut" });
    expect(readStoredSession(storage)).toBeUndefined();
  });

  it("is kept when the server cannot be reached", async () => {
    const { session, storage, server } = signedInBefore();
    server.unreachable = true;
    await session.restore();
    expect(session.state).toEqual({ status: "unreachable" });
    expect(readStoredSession(storage)).toEqual({ refreshToken: "refresh-0", profileId: null });
    server.unreachable = false;
    await session.restore();
    expect(session.state.status).toBe("signedIn");
  });

  it("takes over the profile that another tab chose", async () => {
    const { session, server, storage } = signedInBefore();
    await session.restore();
    server.profile = profile;
    session.follow({ refreshToken: readStoredSession(storage)?.refreshToken ?? "", profileId: profile.id });
    await session.accessToken();
    expect(session.state).toEqual({ status: "signedIn", account, profile });
  });

  it("ends when another tab signed out", async () => {
    const { session } = signedInBefore();
    await session.restore();
    session.follow(undefined);
    expect(session.state).toEqual({ status: "signedOut" });
  });

  it("keeps the very same state when a refresh changed nothing", async () => {
    const { session } = signedInBefore();
    await session.restore();
    const before = session.state;
    await session.refresh();
    expect(session.state).toBe(before);
  });
});

describe("an authorized fetch", () => {
  it("sends a refused request once more with another token", async () => {
    const { session } = signedInBefore();
    const sent: (string | null)[] = [];
    const fetch = authorizedFetch(session, async (_input, init) => {
      sent.push(new Headers(init?.headers).get("authorization"));
      return Response.json(
        sent.length === 1 ? { errors: [{ message: "expired", extensions: { code: "UNAUTHENTICATED" } }] } : { data: {} },
      );
    });
    const response = await fetch("/graphql", { method: "POST", body: "{}" });
    expect(await response.json()).toEqual({ data: {} });
    expect(sent).toEqual(["Bearer access-1", "Bearer access-2"]);
  });

  it("gives up when the second token is refused too", async () => {
    const { session } = signedInBefore();
    let sent = 0;
    const fetch = authorizedFetch(session, async () => {
      sent += 1;
      return new Response("{}", { status: 401 });
    });
    expect((await fetch("/graphql")).status).toBe(401);
    expect(sent).toBe(2);
  });

  it("leaves an answer alone whose data merely contains the word", async () => {
    const { session } = signedInBefore();
    let sent = 0;
    const fetch = authorizedFetch(session, async () => {
      sent += 1;
      return Response.json({ data: { name: "UNAUTHENTICATED" } });
    });
    await fetch("/graphql");
    expect(sent).toBe(1);
  });
});

function signedInBefore() {
  const storage = memoryStorage();
  writeStoredSession(storage, { refreshToken: "refresh-0", profileId: null });
  const server = fakeServer();
  const clock = { nowMs: start };
  const parts: SessionParts = { ask: server.ask, storage, lock: (work) => work(), now: () => clock.nowMs };
  return { session: new Session(parts), storage, server, clock };
}

/** Rotates refresh tokens as users does: each works once, and one used again ends the sign-in. */
function fakeServer() {
  const refreshedWith: string[] = [];
  const server = { refreshedWith, ended: false, unreachable: false, profile: null as typeof profile | null };
  const refresh = async (_document: unknown, variables: { input: { refreshToken: string } }) => {
    await Promise.resolve();
    if (server.unreachable) throw new GraphUnreachable("no answer");
    const isUsed = refreshedWith.includes(variables.input.refreshToken);
    refreshedWith.push(variables.input.refreshToken);
    if (server.ended || isUsed) return { data: { refresh: { __typename: "SignInEnded", message: "over" } }, serverTimeMs: start };
    const count = refreshedWith.length;
    const tokens = {
      accessToken: `access-${count}`,
      accessTokenExpiresAt: new Date(start + 300_000).toISOString(),
      refreshToken: `refresh-${count}`,
    };
    return { data: { refresh: { __typename: "SignedIn", account, profile: server.profile, ...tokens } }, serverTimeMs: start };
  };
  return Object.assign(server, { ask: refresh as unknown as Ask });
}

function memoryStorage(): SessionStorage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

function oneAtATime(): SessionParts["lock"] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
