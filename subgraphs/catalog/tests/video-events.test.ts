import { type EventLog, memoryEventLog } from "@marquee/event-log";
import { type EventOf, parseEvent } from "@marquee/events";
import { afterAll, describe, expect, it, vi } from "vitest";
import { runningCatalog, tellOfVideo } from "./running-catalog.ts";

const tidewater = "00000000-0000-4000-8000-000000000001";
const query = "query ($id: ID!) { playable(id: $id) { __typename name durationSeconds maturityRating isPlayableNow } }";

describe("videos", async () => {
  const catalog = await runningCatalog();
  afterAll(() => catalog[Symbol.asyncDispose]());
  const playable = async (id: string) => (await catalog.ask(query, { id })).data.playable;
  const said = async (id: string): Promise<readonly EventOf[]> => {
    const events: EventOf[] = [];
    for await (const entries of catalog.eventLog.read("catalog", "oldest", AbortSignal.timeout(300))) {
      events.push(...entries.map(({ value }) => parseEvent(value)).filter(({ subject }) => subject === id));
    }
    return events;
  };
  /** Waits until everything that was told before has been heard, since a stream keeps its order. */
  let marks = 0;
  const heard = async () => {
    const mark = `00000000-0000-4000-9000-${String(++marks).padStart(12, "0")}`;
    await tellOfVideo(catalog, 1, { playableId: mark, title: "Mark" });
    await vi.waitFor(async () => expect(await playable(mark)).not.toBeNull(), { timeout: 20_000 });
  };

  it("make a known title playable, and say how long it is", async () => {
    expect(await playable(tidewater)).toMatchObject({ isPlayableNow: false, durationSeconds: null });
    await tellOfVideo(catalog, 1, { playableId: tidewater, state: "PACKAGING", durationSeconds: null });
    await heard();
    expect(await playable(tidewater)).toMatchObject({ isPlayableNow: false, durationSeconds: null });
    await tellOfVideo(catalog, 2, { playableId: tidewater, durationSeconds: 60.04 });
    await heard();
    expect(await playable(tidewater)).toMatchObject({ name: "Tidewater", isPlayableNow: true, durationSeconds: 60.04 });
  });

  it("change nothing when told twice or late", async () => {
    await tellOfVideo(catalog, 4, { playableId: tidewater, durationSeconds: 62 });
    await tellOfVideo(catalog, 3, { playableId: tidewater, durationSeconds: 61 });
    await tellOfVideo(catalog, 4, { playableId: tidewater, durationSeconds: 99 });
    await heard();
    expect(await playable(tidewater)).toMatchObject({ durationSeconds: 62 });
  });

  it("keep playing while another is packaged, or has failed", async () => {
    await tellOfVideo(catalog, 5, { playableId: tidewater, state: "PACKAGING", durationSeconds: null });
    await tellOfVideo(catalog, 6, { playableId: tidewater, state: "FAILED", durationSeconds: null });
    await heard();
    expect(await playable(tidewater)).toMatchObject({ isPlayableNow: true, durationSeconds: 62 });
  });

  it("become a movie where they were unknown: without a rating, for everywhere, found by its name, told to the others", async () => {
    const id = "6b1e3f0a-5a0f-4c57-9d5e-0c7a2f3b4d5e";
    await tellOfVideo(catalog, 1, { playableId: id, title: "Grandmother's Füchse", state: "PACKAGING", durationSeconds: null });
    await heard();
    expect(await playable(id)).toBeNull();
    await tellOfVideo(catalog, 2, { playableId: id, title: "Grandmother's Füchse", durationSeconds: 12.5 });
    await tellOfVideo(catalog, 2, { playableId: id, title: "Grandmother's Füchse", durationSeconds: 12.5 });
    await heard();
    const expected = {
      __typename: "Movie",
      name: "Grandmother's Füchse",
      durationSeconds: 12.5,
      maturityRating: null,
      isPlayableNow: true,
    };
    expect(await playable(id)).toEqual(expected);
    const { data } = await catalog.ask('{ titles(search: "grandmothers fuchse") { nodes { id } } }');
    expect(data.titles.nodes).toEqual([{ id }]);
    const [event, ...others] = await said(id);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: "marquee.catalog.playable.v1",
      source: "/catalog",
      sequence: 1,
      data: {
        playableId: id,
        kind: "MOVIE",
        name: "Grandmother's Füchse",
        maturityRating: null,
        availability: [{ territories: null, from: null, until: null }],
        isWithdrawn: false,
      },
    });
  });

  it("become an episode of no series where they are one, found by its id alone", async () => {
    const id = "6b1e3f0a-5a0f-4c57-9d5e-0c7a2f3b4d5f";
    await tellOfVideo(catalog, 1, { playableId: id, kind: "EPISODE", title: "A Lonely Pilot" });
    await heard();
    const { data } = await catalog.ask(
      `query ($id: ID!) { playable(id: $id) { ... on Episode { name number series { id } season { number } artwork { url } } }
        titles(search: "a lonely pilot") { nodes { name } } }`,
      { id },
    );
    expect(data).toEqual({
      playable: { name: "A Lonely Pilot", number: 1, series: null, season: null, artwork: [] },
      titles: { nodes: [] },
    });
  });

  it("are ignored where nothing is known and nothing is named", async () => {
    const id = "6b1e3f0a-5a0f-4c57-9d5e-0c7a2f3b4d60";
    await tellOfVideo(catalog, 1, { playableId: id, title: null });
    await heard();
    expect(await playable(id)).toBeNull();
  });

  it("that nobody can read go aside, and hold up none of the others", async () => {
    await tellOfVideo(catalog, 1, { playableId: "no id", title: "Never mind" });
    await catalog.eventLog.append("packager", [{ key: "poison", value: { type: "nonsense" } }]);
    await heard();
    const aside = await catalog.eventLog.setAside({ stream: "packager", group: "catalog" });
    expect(aside.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/UnreadableEvent: expected the id of a playable, and got "no id"/),
      expect.stringMatching(/UnreadableEvent: not an event/),
    ]);
    expect(await catalog.eventLog.replay()).toBe(2);
    await heard();
    expect(await catalog.eventLog.countSetAside()).toBe(2);
  });
});

describe("the others hear", async () => {
  const heard = async (log: EventLog, expected: number) => {
    const events: EventOf[] = [];
    const stop = AbortSignal.timeout(20_000);
    for await (const entries of log.read("catalog", "oldest", stop)) {
      events.push(...entries.map(({ value }) => parseEvent(value)));
      if (events.length >= expected) break;
    }
    return events;
  };

  it("of every playable once, but of no series", async () => {
    await using catalog = await runningCatalog();
    const events = await heard(catalog.eventLog, 3_207);
    expect(events).toHaveLength(3_207);
    const bySubject = new Map(events.map((event) => [event.subject, event]));
    expect(bySubject.size).toBe(3_207);
    expect(bySubject.get("00000000-0000-4000-8000-000000000012")).toMatchObject({
      data: { kind: "EPISODE", name: "Window Seat", maturityRating: "TWELVE", isWithdrawn: false },
    });
    expect(bySubject.has("00000000-0000-4000-8000-0000000000a0")).toBe(false);
  });

  it("everything as it is now when the log was lost, and nothing when it was not", async () => {
    await using catalog = await runningCatalog();
    await heard(catalog.eventLog, 3_207);
    await catalog.pool.query("UPDATE catalog.works SET is_withdrawn = true, version = 2 WHERE name = 'Tidewater'");
    await using _same = await catalog.startAnother();
    await using log = memoryEventLog();
    await using _new = await catalog.startAnother(log);
    const events = await heard(log, 3_207);
    expect(events).toHaveLength(3_207);
    expect(events.find(({ subject }) => subject === tidewater)).toMatchObject({ sequence: 2, data: { isWithdrawn: true } });
    expect(await heard(catalog.eventLog, 3_207)).toHaveLength(3_207);
  });

  it("nothing new of seeds that are there already", async () => {
    await using catalog = await runningCatalog();
    await using _second = await catalog.startAnother();
    const { rows } = await catalog.pool.query("SELECT count(*)::int AS works, sum(version)::int AS versions FROM catalog.works");
    expect(rows).toEqual([{ works: 3_208, versions: 3_208 }]);
  });

  it("nothing at all without the demo", async () => {
    await using catalog = await runningCatalog({ demo: false });
    const { data } = await catalog.ask("{ titles { totalCount nodes { name } } shelves { id } genres { name } }");
    expect(data).toEqual({ titles: { totalCount: 0, nodes: [] }, shelves: [], genres: [] });
  });
});
