import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { afterAll, describe, expect, it } from "vitest";
import { signMediaToken } from "../src/domain/media-token.ts";
import { alice, mediaSecret, resultOf, runPackager, startPlayback, watchableFilm } from "./running-packager.ts";
import { stillBytes, trackBytes } from "./small-encode.ts";

interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe("the media origin", async () => {
  const packager = await runPackager();
  afterAll(() => packager[Symbol.asyncDispose]());
  const assetId = await watchableFilm(packager);
  const otherId = await watchableFilm(packager);
  const encodeOf = async (id: string) =>
    String((await packager.sql("SELECT id FROM packager.encodes WHERE playable_id = $1", [id]))[0]?.id);
  const [encodeId, otherEncodeId] = [await encodeOf(assetId), await encodeOf(otherId)];

  const later = new Date(Date.now() + 3_600_000);
  const token = signMediaToken(assetId, later, mediaSecret);
  const folder = `/t/${token}/${assetId}/${encodeId}/1`;
  const segment = `${folder}/v0/1.m4s`;

  /** Sends the path as it is: `fetch` would normalise it. */
  const send = (path: string, { method = "GET", headers = {} }: { method?: string; headers?: OutgoingHttpHeaders } = {}) =>
    new Promise<Response>((resolve, reject) => {
      const { hostname, port } = new URL(packager.subgraph.origin);
      const sent = request({ hostname, port, path, method, headers, agent: false }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
      sent.once("error", reject).end();
    });

  it.each([
    ["master.m3u8", "application/vnd.apple.mpegurl", "public, max-age=60", /^#EXTM3U/],
    ["v0.m3u8", "application/vnd.apple.mpegurl", "public, max-age=60", /1\.m4s/],
    ["manifest.mpd", "application/dash+xml", "public, max-age=60", /<MPD/],
    ["v0/init.mp4", "video/mp4", "public, max-age=31536000, immutable", /ftyp/],
    ["v0/1.m4s", "video/mp4", "public, max-age=31536000, immutable", /mdat/],
  ])("serves %s as %s, cached with %s", async (name, contentType, cacheControl, content) => {
    const { status, headers, body } = await send(`${folder}/${name}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": contentType,
      "cache-control": cacheControl,
      "content-length": String(body.length),
      "accept-ranges": "bytes",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": expect.stringContaining("Content-Range"),
      "timing-allow-origin": "*",
      "x-content-type-options": "nosniff",
      etag: expect.stringMatching(/^"[^"]+"$/),
    });
    expect(body.toString("latin1")).toMatch(content);
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  it("cuts segments that carry the bytes of their samples, each with an ETag of its own", async () => {
    const [first, second] = await Promise.all([send(segment), send(`${folder}/v0/2.m4s`)]);
    expect(first.body.includes(trackBytes.subarray(0, 200))).toBe(true);
    expect(second.body.includes(trackBytes.subarray(200))).toBe(true);
    expect(first.headers.etag).not.toBe(second.headers.etag);
    expect((await send(`${segment}?session=1`)).body).toEqual(first.body);
  });

  it("answers HEAD like GET, without the body", async () => {
    const [got, head] = [await send(segment), await send(segment, { method: "HEAD" })];
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    const { date: _, ...headers } = got.headers;
    expect(head.headers).toMatchObject(headers);
  });

  it("serves single ranges, and the whole for anything else", async () => {
    const whole = await send(segment);
    const range = (value: string, more: OutgoingHttpHeaders = {}) => send(segment, { headers: { range: value, ...more } });
    const part = await range("bytes=10-19");
    expect([part.status, part.headers["content-range"]]).toEqual([206, `bytes 10-19/${whole.body.length}`]);
    expect(part.body).toEqual(whole.body.subarray(10, 20));
    expect((await range("bytes=-5")).body).toEqual(whole.body.subarray(-5));
    const beyond = await range("bytes=99999-");
    expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, `bytes */${whole.body.length}`]);
    expect((await range("bytes=0-1,4-5")).status).toBe(200);
    expect((await range("bytes=0-1", { "if-range": String(whole.headers.etag) })).status).toBe(206);
    expect((await range("bytes=0-1", { "if-range": '"another"' })).status).toBe(200);
  });

  it("says 304 to who has it already", async () => {
    const { etag } = (await send(segment)).headers;
    for (const tag of [`${etag}`, `W/${etag}`, `"another", ${etag}`, "*"]) {
      const { status, body, headers } = await send(segment, { headers: { "if-none-match": tag } });
      expect([status, body.length, headers.etag]).toEqual([304, 0, etag]);
    }
    expect((await send(segment, { headers: { "if-none-match": '"another"' } })).status).toBe(200);
  });

  it("lets players of any site ask, and nobody change anything", async () => {
    const preflight = await send(segment, { method: "OPTIONS", headers: { origin: "https://player.example" } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, HEAD, OPTIONS",
      "access-control-allow-headers": expect.stringContaining("Range"),
      "access-control-max-age": "86400",
    });
    for (const method of ["POST", "PUT", "DELETE"]) {
      const { status, headers } = await send(segment, { method });
      expect([status, headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
    }
  });

  const expired = signMediaToken(assetId, new Date(Date.now() - 1_000), mediaSecret);
  const under = (other: string, rest = `${assetId}/${encodeId}/1/master.m3u8`) => `/t/${other}/${rest}`;
  it.each([
    ["an expired token", under(expired), 403],
    ["a token of another asset", under(signMediaToken(otherId, later, mediaSecret)), 403],
    ["a token for another asset's files", under(token, `${otherId}/${otherEncodeId}/1/master.m3u8`), 403],
    ["a token with a later expiry", under(token.replace(/^[^.]+/, "zzzzzz")), 403],
    ["a token of another secret", under(signMediaToken(assetId, later, "x".repeat(32))), 403],
    ["a token that is none", under("nonsense"), 404],
    ["another asset behind dots", `/t/${token}/${assetId}/../${otherId}/${otherEncodeId}/1/master.m3u8`, 404],
    ["another asset behind encoded dots", `/t/${token}/${assetId}/%2e%2e/${otherId}/${otherEncodeId}/1/master.m3u8`, 404],
    ["another asset behind encoded slashes", `/t/${token}/${assetId}%2f..%2f${otherId}/${otherEncodeId}/1/master.m3u8`, 404],
    ["another asset behind backslashes", `/t/${token}/${assetId}\\..\\${otherId}/${otherEncodeId}/1/master.m3u8`, 404],
    ["doubled slashes", `/t/${token}//${assetId}/${encodeId}/1/master.m3u8`, 404],
    ["an encoded name", `${folder}/%6daster.m3u8`, 404],
    ["a malformed escape", `${folder}/%zz`, 404],
    ["a NUL", `${folder}/master.m3u8%00`, 404],
    ["a file that is not for players", `${folder}/index.json`, 404],
    ["a track as it is kept", `${folder}/v0.mp4`, 404],
    ["a track that does not exist", `${folder}/v7/1.m4s`, 404],
    ["a segment beyond the end", `${folder}/v0/3.m4s`, 404],
    ["segment 0", `${folder}/v0/0.m4s`, 404],
    ["an encode of another asset", under(token, `${assetId}/${otherEncodeId}/1/master.m3u8`), 404],
    ["another packaging version", under(token, `${assetId}/${encodeId}/2/master.m3u8`), 404],
    ["a folder", `${folder}/`, 404],
    ["nothing but a token", `/t/${token}`, 404],
    ["capital letters", segment.toUpperCase(), 404],
    ["a still of no encode", `/stills/${assetId}/${otherEncodeId}.jpg`, 404],
    ["a still outside", "/stills/../prepared/x.jpg", 404],
  ])("refuses %s", async (_name, path, status) => {
    const response = await send(path);
    expect(response.status).toBe(status);
    expect(response.headers["cache-control"] ?? "no-store").toBe("no-store");
    const text = response.body.toString();
    expect(text).not.toContain(packager.config.mediaDir);
    if (path.startsWith("/t/") || path.startsWith("/stills/")) expect(JSON.parse(text)).toEqual({ error: expect.any(String) });
  });

  it("serves the still to anyone", async () => {
    const { status, headers, body } = await send(`/stills/${assetId}/${encodeId}.jpg`);
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([200, "image/jpeg", "public, max-age=31536000, immutable"]);
    expect(body).toEqual(stillBytes);
  });

  it("serves the very URLs that a session gives, until they expire", async () => {
    const { manifests, expiresAt } = resultOf(await startPlayback(packager.subgraph, alice, { playableId: assetId }));
    const path = manifests.hls.replace(packager.config.mediaBaseUrl, "");
    expect((await send(path)).status).toBe(200);
    packager.advance((Date.parse(expiresAt) - Date.now()) / 1000 + 1);
    expect((await send(path)).status).toBe(403);
  });

  it("is ready, and leaves other paths to others", async () => {
    expect(await packager.subgraph.problems()).toEqual([]);
    expect((await send("/readyz")).status).toBe(200);
    expect((await send("/elsewhere")).status).toBe(404);
  });
});
