import { signClaim, type Viewer, viewerHeader } from "@marquee/viewer-claim";
import { createClient } from "graphql-ws";
import { pino } from "pino";
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver, Root, Subscription } from "type-graphql";
import { afterAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { federatedSchema } from "./federated-schema.ts";
import { requireOperator } from "./require.ts";
import { serveSubgraph } from "./serve.ts";

interface Context {
  readonly viewer: Viewer;
}

@ObjectType()
class Thing {
  @Field(() => ID) id!: string;
}

@Resolver()
class ThingResolver {
  @Query(() => String, { nullable: true })
  whoami(@Ctx() { viewer }: Context): string | undefined {
    return viewer.accountId;
  }

  @Query(() => String, { nullable: true })
  async slow(): Promise<string> {
    asked += 1;
    return slow.promise;
  }

  @Query(() => String, { nullable: true })
  broken(): string {
    throw new Error("SELECT secret FROM table");
  }

  @Query(() => Int, { nullable: true })
  forOperators(@Ctx() { viewer }: Context, @Arg("n", () => Int) n: number): number {
    requireOperator(viewer);
    return n;
  }

  @Subscription(() => Int, {
    subscribe: async function* () {
      yield 1;
      yield 2;
    },
  })
  numbers(@Root() number: number): number {
    if (number === 2) throw new Error("SELECT secret FROM table");
    return number;
  }
}

let asked = 0;
let slow = Promise.withResolvers<string>();

interface Answer {
  readonly data?: Record<string, unknown>;
  readonly errors: readonly Record<string, unknown>[];
}

const claimSecret = "a secret of at least thirty-two characters";
const claimOf = (claims: Record<string, string>) => signClaim(claims, claimSecret, "things", Date.now());

describe("a served subgraph", async () => {
  const problems: string[] = [];
  let busyShare = 0;
  const server = await serveSubgraph<Context>({
    name: "things",
    schema: federatedSchema({ resolvers: [ThingResolver], orphanedTypes: [Thing] }),
    context: (viewer) => ({ viewer }),
    claimSecret,
    port: 0,
    host: "127.0.0.1",
    logger: pino({ level: "silent" }),
    problems: async () => problems,
    meter: () => busyShare,
    routes: (app) => void app.get("/own", (_request, response) => void response.send("own")),
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const ask = async (query: string, claim: string | undefined) => {
    const response = await fetch(server.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(claim && { [viewerHeader]: claim }) },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  };

  it("answers for the viewer of the claim", async () => {
    expect(await ask("{ whoami }", claimOf({ sub: "alice" }))).toEqual({ status: 200, body: { data: { whoami: "alice" } } });
    expect((await ask("{ whoami }", claimOf({}))).body).toEqual({ data: { whoami: null } });
  });

  it("refuses whoever does not come from the router", async () => {
    for (const claim of [
      undefined,
      "x.y",
      signClaim({}, `${claimSecret}!`, "things", Date.now()),
      signClaim({}, claimSecret, "others", Date.now()),
    ]) {
      const { status, body } = await ask("{ whoami }", claim);
      expect(status).toBe(401);
      expect(body.errors[0]).toMatchObject({ extensions: { code: "NOT_FROM_ROUTER" } });
    }
  });

  it("says which scope is missing", async () => {
    const { body } = await ask("{ forOperators(n: 1) }", claimOf({ sub: "alice" }));
    expect(body.errors[0]).toMatchObject({ path: ["forOperators"], extensions: { code: "FORBIDDEN" } });
    expect((await ask("{ forOperators(n: 1) }", claimOf({ sub: "carol", scope: "operate" }))).body.data).toEqual({ forOperators: 1 });
  });

  it("hides what went wrong inside, and keeps its path", async () => {
    const { body } = await ask("{ broken }", claimOf({}));
    expect(body.errors[0]).toMatchObject({ path: ["broken"], extensions: { code: "INTERNAL_SERVER_ERROR" } });
    expect(JSON.stringify(body)).not.toContain("SELECT");
  });

  it("pushes events to the router, and hides what went wrong in one", async () => {
    const client = createClient({
      url: server.url.replace("http", "ws"),
      webSocketImpl: WebSocket,
      connectionParams: { [viewerHeader]: claimOf({}) },
    });
    const results = await Array.fromAsync(client.iterate({ query: "subscription { numbers }" }));
    await client.dispose();
    expect(results[0]).toEqual({ data: { numbers: 1 } });
    expect(results[1]?.errors?.[0]).toMatchObject({ extensions: { code: "INTERNAL_SERVER_ERROR" } });
    expect(JSON.stringify(results)).not.toContain("SELECT");
  });

  it("refuses a socket without a claim", async () => {
    const client = createClient({ url: server.url.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });
    await expect(Array.fromAsync(client.iterate({ query: "subscription { numbers }" }))).rejects.toMatchObject({ code: 4403 });
  });

  it("is up, and ready when nothing keeps it from working", async () => {
    const ready = () => fetch(`${server.origin}/readyz`);
    expect((await ready()).status).toBe(200);
    problems.push("the database does not answer");
    expect(await (await ready()).json()).toMatchObject({ status: "not ready", problems: ["the database does not answer"] });
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
  });

  it.each([
    ["is not JSON", 400, "{ not json", {}],
    ["is larger than is read", 413, JSON.stringify({ query: `{ whoami } #${"x".repeat(2_100_000)}` }), {}],
    ["is compressed", 415, "{}", { "content-encoding": "gzip" }],
    ["asks for nothing", 400, "{}", {}],
  ])("refuses a body that %s, and says nothing of its inside", async (_what, status, body, more) => {
    const headers = { "content-type": "application/json", [viewerHeader]: claimOf({}), ...more };
    const response = await fetch(server.url, { method: "POST", headers, body });
    const text = await response.text();
    expect([response.status, JSON.parse(text)]).toEqual([
      status,
      { errors: [expect.objectContaining({ extensions: { code: "BAD_REQUEST" } })] },
    ]);
    expect(text).not.toMatch(/node_modules|SyntaxError|&nbsp;at /);
  });

  it("answers nobody whose claim was right three minutes ago", async () => {
    const claim = signClaim({ sub: "alice" }, claimSecret, "things", Date.now() - 3 * 60_000);
    expect((await ask("{ whoami }", claim)).status).toBe(401);
  });

  it("refuses what a busy process could not answer in time, says when to come again, and answers when it has time", async () => {
    const inTime = async (holds: () => boolean | Promise<boolean>) => {
      const deadline = performance.now() + 10_000;
      while (!(await holds())) {
        if (performance.now() > deadline) throw new Error("waited in vain");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    slow = Promise.withResolvers();
    const taken = Array.from({ length: 128 }, () => ask("{ slow }", claimOf({})));
    await inTime(() => asked === 128);
    busyShare = 1;
    await inTime(async () => (await ask("{ whoami }", claimOf({}))).status === 503);
    const response = await fetch(server.url, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    expect([response.status, response.headers.get("retry-after"), await response.json()]).toEqual([
      503,
      "1",
      { errors: [expect.objectContaining({ extensions: { code: "SERVICE_UNAVAILABLE" } })] },
    ]);
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    busyShare = 0.5;
    await inTime(async () => (await ask("{ whoami }", claimOf({ sub: "alice" }))).status === 200);
    slow.resolve("done");
    expect(new Set((await Promise.all(taken)).map(({ status }) => status))).toEqual(new Set([200]));
  });

  it("serves routes of its own", async () => {
    expect(await (await fetch(`${server.origin}/own`)).text()).toBe("own");
  });
});
