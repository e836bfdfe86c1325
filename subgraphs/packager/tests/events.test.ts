import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { type EventOf, envelope, parseEvent } from "@marquee/events";
import { readClaim, viewerHeader } from "@marquee/viewer-claim";
import { afterAll, describe, expect, it } from "vitest";
import { ImportFailed } from "../src/domain/encoder.ts";
import { alice, claimSecret, importFinished, resultOf, runPackager, startPlayback, until, watchableFilm } from "./running-packager.ts";
import { smallEncoder, writeSmallEncode } from "./small-encode.ts";

describe("what packager says of videos", async () => {
  let isBroken = false;
  const encoder = smallEncoder(({ folder }) => (isBroken ? Promise.reject(new ImportFailed("No video.")) : writeSmallEncode(folder)));
  const packager = await runPackager({ encoder });
  afterAll(() => packager[Symbol.asyncDispose]());
  const told = async (playableId: string, log = packager.eventLog) =>
    (await everything(log, "packager"))
      .filter(({ subject }) => subject === playableId)
      .map(({ sequence, data }) => ({ sequence, ...data }));

  it("begins with PACKAGING and ends with READY, with the title of something new", async () => {
    const { playable } = await importFinished(packager, { title: "New", kind: "EPISODE" });
    const about = { playableId: playable.id, kind: "EPISODE", title: "New" };
    await until(async () =>
      expect(await told(playable.id)).toEqual([
        { ...about, sequence: 1, state: "PACKAGING", durationSeconds: null },
        { ...about, sequence: 2, state: "READY", durationSeconds: 8 },
      ]),
    );
  });

  it("ends with FAILED, unless there is a video already", async () => {
    isBroken = true;
    const { playable } = await importFinished(packager, { title: "Broken" });
    await until(async () =>
      expect((await told(playable.id)).at(-1)).toMatchObject({ sequence: 2, state: "FAILED", durationSeconds: null }),
    );
    isBroken = false;
    const film = await watchableFilm(packager);
    isBroken = true;
    await importFinished(packager, { playableId: film });
    isBroken = false;
    await until(async () =>
      expect((await told(film)).map(({ sequence, state, title }) => [sequence, state, title])).toEqual([
        [1, "PACKAGING", null],
        [2, "READY", null],
        [3, "READY", null],
        [4, "READY", null],
      ]),
    );
  });

  it("is said again to a log that lost it", async () => {
    const film = await watchableFilm(packager);
    await using fresh = memoryEventLog();
    await using _next = await packager.another(encoder, fresh);
    expect(await told(film, fresh)).toEqual([expect.objectContaining({ sequence: 2, state: "READY", durationSeconds: 8 })]);
  });
});

describe("what catalog says of playables", async () => {
  const packager = await runPackager();
  afterAll(() => packager[Symbol.asyncDispose]());

  it("counts in the order of its sequence, whatever order it comes in", async () => {
    const playableId = await packager.catalogSays({ name: "Third" }, 3);
    const say = (name: string, sequence: number) => packager.catalogSays({ playableId, name }, sequence);
    await packager.eventLog.append("catalog", [{ key: "x", value: { type: "nonsense" } }]);
    const old = envelope(
      "marquee.catalog.playable.v1",
      { source: "/catalog", subject: playableId, sequence: 2 },
      { playableId, kind: "MOVIE", name: "Second", maturityRating: null, availability: [], isWithdrawn: true },
    );
    await packager.eventLog.append("catalog", [{ key: playableId, value: old }]);
    const marker = await packager.catalogSays({});
    expect(await packager.eventLog.setAside()).toMatchObject([{ stream: "catalog", group: "packager", entry: { key: "x" } }]);
    expect(await packager.sql("SELECT name FROM packager.playables WHERE id IN ($1, $2) ORDER BY name", [playableId, marker])).toEqual([
      { name: "Film" },
      { name: "Third" },
    ]);
    await say("Fourth", 4);
    expect(await packager.sql("SELECT name, sequence::int FROM packager.playables WHERE id = $1", [playableId])).toEqual([
      { name: "Fourth", sequence: 4 },
    ]);
  });

  it("arrives by the thousand in seconds", async () => {
    const films = Array.from({ length: 3_200 }, (_, index) => {
      const playableId = `film-${index}`;
      const about = { source: "/catalog", subject: playableId, sequence: 1 };
      const data = {
        playableId,
        kind: "MOVIE" as const,
        name: `Film ${index}`,
        maturityRating: null,
        availability: [],
        isWithdrawn: false,
      };
      return { key: playableId, value: envelope("marquee.catalog.playable.v1", about, data) };
    });
    await packager.eventLog.append("catalog", films);
    await until(async () =>
      expect(await packager.sql("SELECT count(*)::int AS n FROM packager.playables WHERE id LIKE 'film-%'")).toEqual([{ n: 3_200 }]),
    );
  });
});

describe("a started playback", async () => {
  let status = 503;
  const requests: { readonly claim: unknown; readonly events: readonly EventOf[] }[] = [];
  const watchHistory = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { events } = JSON.parse(Buffer.concat(chunks).toString()) as { events: unknown[] };
    if (request.url !== "/internal/playback-started" || request.method !== "POST") status = 404;
    requests.push({ claim: request.headers[viewerHeader], events: events.map(parseEvent) });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => watchHistory.listen(0, "127.0.0.1", resolve));
  let url: string | undefined;
  const packager = await runPackager({ config: { watchHistoryUrl: () => url } });
  afterAll(async () => {
    await packager[Symbol.asyncDispose]();
    watchHistory.close();
  });

  it("is told to watch-history until that acknowledges it, even if it comes up later", async () => {
    const playableId = await watchableFilm(packager);
    const session = resultOf(await startPlayback(packager.subgraph, alice, { playableId }));
    const waiting = () => packager.sql("SELECT attempts FROM packager.outbox WHERE type = 'marquee.packager.playback-started.v1'");
    await until(async () => expect((await waiting())[0]?.attempts).toBeGreaterThan(0));
    expect(requests).toHaveLength(0);

    url = `http://127.0.0.1:${(watchHistory.address() as AddressInfo).port}`;
    await until(() => expect(requests.length).toBeGreaterThan(0));
    expect(await waiting()).toHaveLength(1);
    status = 204;
    await until(async () => expect(await waiting()).toHaveLength(0));

    const { claim, events } = requests.at(-1) ?? { events: [] };
    expect(readClaim(String(claim), claimSecret, "watch-history", Date.now())).toEqual({ service: "packager" });
    expect(events).toEqual([
      expect.objectContaining({
        type: "marquee.packager.playback-started.v1",
        subject: session.id,
        time: session.startedAt,
        data: { token: session.token },
      }),
    ]);
    expect(requests.map(({ events }) => events[0]?.id)).toEqual(requests.map(() => events[0]?.id));
  });
});

/** All that is on a stream now. */
async function everything(eventLog: EventLog, stream: string): Promise<readonly EventOf<"marquee.packager.video.v1">[]> {
  const stop = AbortSignal.timeout(100);
  const found: EventOf<"marquee.packager.video.v1">[] = [];
  for await (const entries of eventLog.read(stream, "oldest", stop)) {
    for (const { value } of entries) {
      const event = parseEvent(value);
      if (event.type === "marquee.packager.video.v1") found.push(event);
    }
  }
  return found;
}
