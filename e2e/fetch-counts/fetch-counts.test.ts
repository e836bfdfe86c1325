import { type DocumentNode, type OperationDefinitionNode, parse, print } from "graphql";
import { afterAll, describe, expect, it } from "vitest";
import * as account from "../../clients/web/src/graphql/operations/account.ts";
import * as browse from "../../clients/web/src/graphql/operations/browse.ts";
import * as operate from "../../clients/web/src/graphql/operations/operate.ts";
import * as progress from "../../clients/web/src/graphql/operations/progress.ts";
import * as session from "../../clients/web/src/graphql/operations/session.ts";
import * as watch from "../../clients/web/src/graphql/operations/watch.ts";
import { importClip } from "../import-clip.ts";
import { startInProcess } from "../running-marquee.ts";

/** What each operation of the web client costs: its fetches from subgraphs, and for a subscription those of each event. */
const costs: Readonly<Record<string, number>> = {
  Account: 1,
  ContinueWatching: 4,
  ContinueWatchingMoved: 2,
  CreateProfile: 1,
  DeleteProfile: 1,
  EndPlayback: 1,
  Genres: 1,
  History: 4,
  Home: 2,
  ImportJobs: 1,
  ImportProgress: 0,
  ImportVideo: 1,
  LiveViewers: 1,
  PositionsMoved: 0,
  Profiles: 1,
  Refresh: 1,
  RemoveFromContinueWatching: 1,
  RemoveFromHistory: 1,
  RenewPlayback: 1,
  ReportPlayback: 1,
  Search: 2,
  SelectProfile: 1,
  ShelfPage: 2,
  SignIn: 1,
  SignOut: 1,
  SignOutDevice: 1,
  SignUp: 1,
  StartPlayback: 1,
  Title: 3,
  UpdateProfile: 1,
  ViewerCount: 0,
  WatchPage: 3,
};

type Session = { readonly id: string; readonly token: string; readonly startedAt: string };

describe("the operations of the web client", async () => {
  const marquee = await startInProcess();
  afterAll(() => marquee[Symbol.asyncDispose]());
  const { playableId } = await importClip(marquee, "A short film", 4);
  const [alice, carol] = await Promise.all([marquee.signIn("alice"), marquee.signIn("carol")]);
  const credentials = { email: "bob@marquee.example", password: "marquee-demo" };
  const series = "00000000-0000-4000-8000-0000000000a0";
  const key = () => crypto.randomUUID();

  const documents = new Map(
    [account, browse, operate, progress, session, watch]
      .flatMap((module) => Object.values(module))
      .flatMap((document) => {
        const ast = typeof document === "string" ? parse(document) : (document as DocumentNode);
        const operation = ast.definitions.find((definition) => definition.kind === "OperationDefinition");
        return operation?.name ? [[operation.name.value, { ast, operation }] as const] : [];
      }),
  );
  const ask = async (name: string, variables: object, token = alice) => {
    const { ast } = documents.get(name) ?? {};
    if (!ast) throw new Error(`the web client has no operation ${name}`);
    const response = await fetch(`${marquee.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: print(ast), variables }),
    });
    const answer = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };

  // A watching, so that every list has something in it.
  const started = (await ask("StartPlayback", { input: { playableId, idempotencyKey: key() } })) as { startPlayback: Session };
  const watching = started.startPlayback;
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // an event may not be ahead of time
  const event = { sequence: 1, kind: "PLAYING", elapsedMs: 1_000, positionSeconds: 1, watchedDeltaMs: 1_000, watchedMs: 1_000 };
  const report = { input: { token: watching.token, events: [event] } };
  await ask("ReportPlayback", report);
  const { refreshToken } = ((await ask("SignIn", { input: credentials }, "")) as { signIn: { refreshToken: string } }).signIn;
  const shelf = ((await ask("Home", {})) as { shelves: { id: string }[] }).shelves[0]?.id;
  const me = (await ask("Profiles", {})) as { me: { profiles: { id: string }[] } };
  const job = ((await ask("ImportJobs", { first: 1 }, carol)) as { importJobs: { nodes: { id: string }[] } }).importJobs.nodes[0]?.id;
  const profileId = me.me.profiles[0]?.id;

  const variables: Readonly<Record<string, object>> = {
    CreateProfile: { input: { name: "Guest", maturityLimit: "ALL" } },
    UpdateProfile: { input: { profileId, name: "Alice" } },
    DeleteProfile: { input: { profileId: "nobody" } },
    SignOutDevice: { deviceId: "none" },
    ShelfPage: { id: shelf },
    Search: { search: "short", first: 24 },
    Title: { id: series },
    LiveViewers: { first: 20 },
    ImportJobs: { first: 20 },
    ImportProgress: { jobId: job },
    ImportVideo: { input: { sourceUrl: "upload:none", title: "x", idempotencyKey: key() } },
    RemoveFromContinueWatching: { input: { playableId: "none" } },
    RemoveFromHistory: { input: { entryId: "none" } },
    History: { first: 20 },
    SignIn: { input: credentials },
    SignUp: { input: { ...credentials, name: "Bob" } },
    Refresh: { input: { refreshToken } },
    SelectProfile: { input: { profileId } },
    WatchPage: { id: "00000000-0000-4000-8000-000000000011" },
    StartPlayback: { input: { playableId, idempotencyKey: key() } },
    RenewPlayback: { input: { token: watching.token } },
    EndPlayback: { input: { sessionId: "none" } },
    ReportPlayback: report,
    ViewerCount: { playableId },
  };
  const tokens: Readonly<Record<string, string>> = {
    LiveViewers: carol,
    ImportJobs: carol,
    ImportProgress: carol,
    ImportVideo: carol,
    SignIn: "",
    SignUp: "",
    Refresh: "",
  };

  let sequence = 1;
  const stillWatching = async () => {
    sequence += 1;
    const now = { ...event, sequence, elapsedMs: Date.now() - Date.parse(watching.startedAt), watchedDeltaMs: 0 };
    await ask("ReportPlayback", { input: { token: watching.token, events: [now] } });
    marquee.fetches.length = 0;
  };
  const cost = async (name: string, operation: OperationDefinitionNode) => {
    marquee.fetches.length = 0;
    const token = tokens[name] ?? alice;
    if (operation.operation === "subscription") await firstEvent(name, token);
    else await ask(name, variables[name] ?? {}, token);
    return marquee.fetches.length;
  };
  /** The first event that tells of something; an empty list has nothing to fetch for. */
  const firstEvent = async (name: string, token: string) => {
    await stillWatching();
    const client = marquee.connect(token);
    const query = print(documents.get(name)?.ast ?? parse("{ __typename }"));
    for await (const { data, errors } of client.iterate({ query, variables: { ...variables[name] } })) {
      expect(errors).toBeUndefined();
      if (Object.values(data ?? {}).some((value) => !Array.isArray(value) || value.length > 0)) break;
      marquee.fetches.length = 0;
    }
    await client.dispose();
  };

  it("are all here", () => {
    expect([...documents.keys()].sort()).toEqual(Object.keys(costs).sort());
  });

  it.each([...documents].filter(([name]) => name !== "SignOut"))("%s costs what it is known to cost", async (name, { operation }) => {
    expect(await cost(name, operation)).toBe(costs[name]);
  });

  it("SignOut costs what it is known to cost", async () => {
    expect(await cost("SignOut", documents.get("SignOut")?.operation as OperationDefinitionNode)).toBe(costs.SignOut);
  });
});
