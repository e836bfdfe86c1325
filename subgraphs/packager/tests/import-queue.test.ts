import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DemoClipRequest } from "../src/domain/encoder.ts";
import { importJob, importVideo, resultOf, runPackager, untakenJob, until } from "./running-packager.ts";
import { smallEncoder, untilAborted, writeSmallEncode } from "./small-encode.ts";

describe("the queue of imports", async () => {
  const stuck = () => smallEncoder(({ signal }) => untilAborted(signal));

  it("puts a job back when its process is stopped, and finishes it after the next start", async () => {
    await using packager = await runPackager({ config: { encodingConcurrency: 1 }, encoder: stuck() });
    const { id } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), title: "Stopped" }));
    await until(async () => expect((await importJob(packager.subgraph, id)).state).toBe("PROBING"));
    await packager.subgraph[Symbol.asyncDispose]();
    const [row] = await packager.sql("SELECT state, attempts, lease_until FROM packager.import_jobs WHERE id = $1", [id]);
    expect(row).toEqual({ state: "QUEUED", attempts: 0, lease_until: null });
    await using next = await packager.another(smallEncoder());
    await until(async () => expect((await importJob(next, id)).state).toBe("READY"));
  });

  it("hands the job of a killed process to another one, which the killed one cannot disturb any more", async () => {
    const release = Promise.withResolvers<void>();
    const frozen = smallEncoder(async ({ folder }) => {
      await release.promise; // a process that comes back from a long sleep does not know that its lease has run out
      return writeSmallEncode(folder);
    });
    await using packager = await runPackager({ encoder: frozen });
    const { id } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), title: "Killed" }));
    await until(async () => expect((await importJob(packager.subgraph, id)).state).toBe("PROBING"));
    await using next = await packager.another(smallEncoder());
    await until(async () => {
      await packager.sql("UPDATE packager.import_jobs SET lease_until = now() - interval '1 s' WHERE id = $1 AND attempts = 1", [id]);
      expect((await importJob(next, id)).state).toBe("READY");
    });
    const encodes = () => packager.sql("SELECT e.id, j.attempts FROM packager.encodes e JOIN packager.import_jobs j ON j.encode_id = e.id");
    const [encode] = await encodes();
    expect(encode?.attempts).toBe(2);
    release.resolve();
    await until(() => expect(packager.logged()).toContain("another worker took over"));
    expect(await encodes()).toEqual([encode]);
    const { playable } = await importJob(next, id);
    await until(async () => expect(await readdir(join(packager.config.mediaDir, playable.id))).toEqual([encode?.id]));
  });

  it("gives up a job that took its process down again and again", async () => {
    await using packager = await runPackager();
    const id = await untakenJob(packager);
    await packager.sql(
      "UPDATE packager.import_jobs SET attempts = 3, state = 'PROBING', lease_until = now() - interval '1 s' WHERE id = $1",
      [id],
    );
    await until(async () =>
      expect(await importJob(packager.subgraph, id)).toMatchObject({ state: "FAILED", error: expect.stringContaining("3 times") }),
    );
  });

  it("makes the demo films once, in order, and people's imports before them", async () => {
    const made: string[] = [];
    const first = Promise.withResolvers<void>();
    const encoder = {
      ...smallEncoder(),
      makeDemoClip: async (request: DemoClipRequest) => {
        if (made.push(request.clip) === 1) await first.promise;
        await smallEncoder().makeDemoClip(request);
      },
    };
    await using packager = await runPackager({ config: { demo: true }, encoder });
    await using same = await packager.another(stuck());
    await until(() => expect(made).toEqual(["tidewater"]));
    await same[Symbol.asyncDispose]();
    const { id } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), title: "Mine" }));
    first.resolve();
    const done = () =>
      packager.sql(
        "SELECT j.id, j.source_url FROM packager.import_jobs j JOIN packager.encodes e ON e.id = j.encode_id ORDER BY e.created_at",
      );
    await until(async () => expect(await done()).toHaveLength(8));
    expect(made).toEqual(["tidewater", "paper-lanterns", "northern-static", "last-tram", "window-seat", "night-market", "first-light"]);
    expect((await done()).map((row) => row.id === id)[1]).toBe(true);
    expect(await readdir(join(packager.config.mediaDir, "prepared"))).toEqual([]);
  });
});
