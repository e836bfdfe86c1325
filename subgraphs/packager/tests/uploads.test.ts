import { readdir } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Claims, signClaim, viewerHeader } from "@marquee/viewer-claim";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { pino } from "pino";
import { afterAll, describe, expect, it, vi } from "vitest";
import { mediaHandler } from "../src/http/media-handler.ts";
import { folderMediaStore } from "../src/stores/folder/folder-media-store.ts";
import { alice, carol, claimSecret, importFinished, mediaSecret, runPackager } from "./running-packager.ts";

describe("uploads", async () => {
  const keys = await generateKeyPair("EdDSA");
  const jwks = createServer(async (_request, response) => {
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: "1", alg: "EdDSA" }] }));
  });
  await new Promise<void>((resolve) => jwks.listen(0, "127.0.0.1", resolve));
  const jwksUrl = `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/jwks.json`;
  const packager = await runPackager({ config: { jwksUrl, tokenIssuer: "marquee", tokenAudience: "marquee" } });
  afterAll(async () => {
    await packager[Symbol.asyncDispose]();
    jwks.close();
  });

  const put = (body: RequestInit["body"], headers: Record<string, string>, name = "film.mp4", origin = packager.subgraph.origin) =>
    fetch(`${origin}/uploads/${name}`, { method: "PUT", body: body ?? null, headers, duplex: "half" });
  const claim = (claims: Claims) => ({ [viewerHeader]: signClaim(claims, claimSecret, "packager", Date.now()) });
  const bearer = async (claims: JWTPayload, { audience = "marquee", expires = "5 min", key = keys.privateKey } = {}) => {
    const token = new SignJWT(claims).setProtectedHeader({ alg: "EdDSA", kid: "1" }).setIssuer("marquee").setAudience(audience);
    return { authorization: `Bearer ${await token.setExpirationTime(expires).sign(key)}` };
  };
  const left = () => readdir(join(packager.config.mediaDir, "uploads")).catch(() => []);
  /** What came and stayed; what was there may go meanwhile, since an import removes its source. */
  const newSince = async (before: readonly string[]) => (await left()).filter((name) => !before.includes(name));

  it("take an operator's file, which can then be imported", async () => {
    const response = await put("a film", claim(carol), "My%20holiday.mp4");
    expect(response.status).toBe(201);
    const { sourceUrl } = (await response.json()) as { sourceUrl: string };
    expect(sourceUrl).toMatch(/^upload:[0-9a-f-]{36}$/);
    expect(await importFinished(packager, { sourceUrl, title: "Holiday" })).toMatchObject({ state: "READY" });
  });

  it("take the access token of an operator too", async () => {
    expect((await put("a film", await bearer({ sub: "carol", scope: "operate" }))).status).toBe(201);
  });

  it.each([
    ["nobody", 401, async () => ({})],
    ["a viewer's claim", 403, async () => claim(alice)],
    ["an empty claim", 401, async () => claim({})],
    ["a tampered claim", 401, async () => ({ [viewerHeader]: `${claim(carol)[viewerHeader]}x` })],
    ["a viewer's token", 403, () => bearer({ sub: "alice", scope: "" })],
    ["an expired token", 401, () => bearer({ sub: "carol", scope: "operate" }, { expires: "-1 min" })],
    ["a token for somebody else", 401, () => bearer({ sub: "carol", scope: "operate" }, { audience: "elsewhere" })],
    [
      "a token of another key",
      401,
      async () => bearer({ sub: "carol", scope: "operate" }, { key: (await generateKeyPair("EdDSA")).privateKey }),
    ],
    ["a token that is none", 401, async () => ({ authorization: "Bearer nonsense" })],
  ])("from %s are refused with %i", async (_name, status, headers) => {
    const before = await left();
    const response = await put("a film", await headers());
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.any(String) });
    expect(await newSince(before)).toEqual([]);
  });

  it("are not taken by other methods or to other paths", async () => {
    const get = await fetch(`${packager.subgraph.origin}/uploads/film.mp4`);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "PUT"]);
    expect((await put("a film", claim(carol), "a/b.mp4")).status).toBe(404);
  });

  it("of more than the limit are refused, whether they say so or not", async () => {
    const before = await left();
    const large = Buffer.alloc(packager.config.uploadLimitBytes + 1);
    const told = await put(large, claim(carol));
    expect([told.status, await told.json()]).toEqual([413, { error: "An upload has at most 10000 bytes." }]);
    const untold = await put(Readable.toWeb(Readable.from([large.subarray(1), Buffer.alloc(1)])) as ReadableStream, claim(carol));
    expect(untold.status).toBe(413);
    expect((await put(large.subarray(1), claim(carol))).status).toBe(201);
    expect(await left()).toHaveLength(before.length + 1);
  });

  it("that break off leave nothing behind", async () => {
    const before = await left();
    const sent = request(`${packager.subgraph.origin}/uploads/film.mp4`, {
      method: "PUT",
      headers: { ...claim(carol), "content-length": 1_000 },
    });
    sent.on("error", () => {});
    sent.write("a beginning");
    await vi.waitFor(async () => expect(await left()).toHaveLength(before.length + 1), { timeout: 20_000 });
    sent.destroy();
    await vi.waitFor(async () => expect(await newSince(before)).toEqual([]), { timeout: 20_000 });
  });

  it("find a full disk in words, and not in a path", async () => {
    const { mediaDir } = packager.config;
    const full = Object.assign(new Error(`ENOSPC: no space left on device, write '${mediaDir}'`), { code: "ENOSPC" });
    const handle = mediaHandler({
      media: { ...folderMediaStore(mediaDir), addUpload: () => Promise.reject(full) },
      mediaSecret,
      openEncode: async () => undefined,
      checkOperator: async () => "operator",
      uploadLimitBytes: 10,
      now: () => new Date(),
      logger: pino({ level: "silent" }),
    });
    const server = createServer((incoming, response) => void handle(incoming, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const response = await put("a film", {}, "film.mp4", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect([response.status, await response.json()]).toEqual([507, { error: "There is no space left for the upload." }]);
    server.close();
  });
});
