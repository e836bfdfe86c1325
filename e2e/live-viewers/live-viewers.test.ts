import { print } from "graphql";
import type { Client } from "graphql-ws";
import { afterAll, describe, expect, it, vi } from "vitest";
import { graphql } from "../generated/index.ts";
import { importClip } from "../import-clip.ts";
import { startMarquee } from "../running-marquee.ts";

const viewerCount = graphql(`
  subscription LiveViewerCount($id: ID!) {
    viewerCount(playableId: $id) { viewers precision playable { name } }
  }
`);

const start = graphql(`
  mutation StartForLiveCount($input: StartPlaybackInput!) {
    startPlayback(input: $input) { __typename ... on PlaybackSession { token } ... on Refusal { message } }
  }
`);

const report = graphql(`
  mutation ReportForLiveCount($input: ReportPlaybackInput!) {
    reportPlayback(input: $input) { ... on PlaybackReport { events { status reason } } ... on InvalidToken { message } }
  }
`);

describe("live viewers", async () => {
  const marquee = await startMarquee();
  afterAll(() => marquee[Symbol.asyncDispose]());
  const { playableId } = await importClip(marquee, "A short film");
  const alice = await marquee.signIn("alice");

  it("reach ten clients through one upstream subscription, each event with the name from catalog", async () => {
    const clients = Array.from({ length: 10 }, () => marquee.connect());
    const seen = clients.map((client) => collect(client, playableId));
    await vi.waitFor(() => expect(seen.every((events) => events.length > 0)).toBe(true), { timeout: 20_000 });
    expect(await gauge("router_client_subscriptions")).toBe(10);
    expect(await gauge("router_upstream_subscriptions")).toBe(1);

    const started = await marquee.ask(start, { input: { playableId, idempotencyKey: crypto.randomUUID() } }, alice);
    const session = started.data?.startPlayback;
    if (!session || !("token" in session)) throw new Error(JSON.stringify(started));
    const event = { sequence: 1, kind: "STARTED" as const, elapsedMs: 0, positionSeconds: 0, watchedDeltaMs: 0, watchedMs: 0 };
    await marquee.ask(report, { input: { token: session.token, events: [event] } }, alice);

    const one = { viewers: 1, precision: "EXACT", playable: { name: "A short film" } };
    await vi.waitFor(() => expect(seen.map((events) => events.at(-1))).toEqual(clients.map(() => one)), { timeout: 20_000 });
    const stopped = { ...event, sequence: 2, kind: "STOPPED" as const };
    await marquee.ask(report, { input: { token: session.token, events: [stopped] } }, alice);
    await vi.waitFor(() => expect(seen.map((events) => events.at(-1))).toEqual(clients.map(() => ({ ...one, viewers: 0 }))), {
      timeout: 20_000,
    });

    await Promise.all(clients.map((client) => client.dispose()));
    await vi.waitFor(async () => expect(await gauge("router_upstream_subscriptions")).toBe(0), { timeout: 20_000 });
  });

  async function gauge(name: string): Promise<number> {
    const text = await (await fetch(marquee.metricsUrl)).text();
    return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)$`, "m").exec(text)?.[1] ?? 0);
  }
});

function collect(client: Client, id: string): unknown[] {
  const events: unknown[] = [];
  client.subscribe<{ viewerCount: unknown }>(
    { query: print(viewerCount), variables: { id } },
    { next: ({ data }) => void events.push(data?.viewerCount), error: () => {}, complete: () => {} },
  );
  return events;
}
