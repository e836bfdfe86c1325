import { randomUUID } from "node:crypto";
import { signClaim, viewerHeader } from "@marquee/viewer-claim";
import { createClient } from "graphql-ws";
import { afterAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { alice, carol, claimSecret, importVideo, resultOf, runPackager, untakenJob } from "./running-packager.ts";
import { smallEncoder, writeSmallEncode } from "./small-encode.ts";

describe("the progress of an import", async () => {
  const steps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const encoder = smallEncoder(async ({ folder, onPhase }) => {
    onPhase("TRANSCODING", 50);
    await steps[0]?.promise;
    onPhase("TRANSCODING", 20);
    onPhase("VERIFYING", 0);
    await steps[1]?.promise;
    return writeSmallEncode(folder);
  });
  const packager = await runPackager({ encoder });
  const socket = createClient({
    url: packager.subgraph.url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    lazy: true,
    connectionParams: () => ({ [viewerHeader]: signClaim(claims, claimSecret, "packager", Date.now()) }),
  });
  let claims = carol;
  afterAll(async () => {
    await socket.dispose();
    await packager[Symbol.asyncDispose]();
  });
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into is what it asserts
  const watch = (jobId: string): AsyncIterableIterator<any> =>
    socket.iterate({
      query: "subscription ($jobId: ID!) { importProgress(jobId: $jobId) { state percent playable { id } } }",
      variables: { jobId },
    });

  it("is pushed from the state it has to READY, never goes back, and ends there", async () => {
    const { id, playable } = resultOf(await importVideo(packager.subgraph, { sourceUrl: await packager.source(), title: "Slow" }));
    const seen: { state: string; percent: number }[] = [];
    for await (const { data } of watch(id)) {
      expect(data.importProgress.playable).toEqual(playable);
      seen.push(data.importProgress);
      if (data.importProgress.state === "TRANSCODING") steps[0]?.resolve();
      if (data.importProgress.state === "VERIFYING") steps[1]?.resolve();
    }
    expect(seen.map(({ state }) => state)).toEqual(expect.arrayContaining(["TRANSCODING", "VERIFYING", "READY"]));
    expect(seen.map(({ percent }) => percent)).toEqual(seen.map(({ percent }) => percent).toSorted((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ state: "READY", percent: 100 });

    const after = [];
    for await (const { data } of watch(id)) after.push(data.importProgress.state);
    expect(after).toEqual(["READY"]);
  });

  it("can be left while nothing happens", async () => {
    const iterator = watch(await untakenJob(packager));
    expect((await iterator.next()).value.data.importProgress.percent).toBeGreaterThanOrEqual(0);
    await iterator.return?.();
  });

  it("is an operator's, and of a job that exists", async () => {
    const errorsOf = async (jobId: string) => {
      const { value } = await watch(jobId).next();
      return value.errors[0].extensions.code;
    };
    expect(await errorsOf(randomUUID())).toBe("BAD_USER_INPUT");
    claims = alice;
    socket.terminate();
    expect(await errorsOf(await untakenJob(packager))).toBe("FORBIDDEN");
  });
});
