import { request } from "node:http";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { graphql } from "../generated/index.ts";
import { importClip } from "../import-clip.ts";
import { startMarquee } from "../running-marquee.ts";

const start = graphql(`
  mutation StartForHostileInput($input: StartPlaybackInput!) {
    startPlayback(input: $input) {
      __typename
      ... on PlaybackSession { id token startedAt manifests { hls dash } }
      ... on Refusal { message }
    }
  }
`);

const report = graphql(`
  mutation ReportForHostileInput($input: ReportPlaybackInput!) {
    reportPlayback(input: $input) {
      __typename
      ... on PlaybackReport { events { sequence status reason } }
      ... on InvalidToken { message }
    }
  }
`);

const importVideo = graphql(`
  mutation ImportForHostileInput($input: ImportVideoInput!) {
    importVideo(input: $input) { __typename ... on InvalidSource { message } }
  }
`);

/** What no answer may hold: code and stack traces, SQL, paths and addresses of this machine's inside. */
const leaks = [
  /node_modules/,
  /\bat \S+ \(/,
  /\.ts:\d+/,
  /\bSELECT\b|\bINSERT\b|\brelation "/,
  /\/(?:tmp|home|root|var)\//,
  /127\.0\.0\.1/,
  /ECONN/,
];

describe("hostile input", async () => {
  const marquee = await startMarquee();
  afterAll(() => marquee[Symbol.asyncDispose]());
  const { playableId } = await importClip(marquee, "A short film", 4);
  const { playableId: otherId } = await importClip(marquee, "Another film", 2);
  const [alice, bob, carol] = await Promise.all([marquee.signIn("alice"), marquee.signIn("bob"), marquee.signIn("carol")]);
  const answers: string[] = [];
  afterEach(() => {
    const text = answers.splice(0).join("\n");
    for (const leak of leaks) expect(text).not.toMatch(leak);
  });

  const post = async (body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${marquee.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    const text = await response.text();
    answers.push(text);
    const parsed = JSON.parse(text) as { errors?: { message: string; extensions: { code: string } }[] };
    return { status: response.status, code: parsed.errors?.[0]?.extensions.code, message: parsed.errors?.[0]?.message };
  };
  const query = (text: string, headers?: Record<string, string>) => post(JSON.stringify({ query: text }), headers);
  const session = async (id: string, token: string) => {
    const { data } = await marquee.ask(start, { input: { playableId: id, idempotencyKey: crypto.randomUUID() } }, token);
    if (data?.startPlayback.__typename !== "PlaybackSession") throw new Error(JSON.stringify(data));
    return data.startPlayback;
  };

  describe("as GraphQL", () => {
    const deep = `{ shelves { titles { nodes { ${"... on Series { seasons { series { ".repeat(12)} id ${"} } }".repeat(12)} } } } }`;
    it.each([
      ["a document that does not parse", "{ me { id ", "GRAPHQL_PARSE_FAILED"],
      ["an unknown field", "{ me { secret } }", "GRAPHQL_VALIDATION_FAILED"],
      ["a document that is too deep", deep, "OPERATION_TOO_LARGE"],
      ["too many aliases", `{ ${Array.from({ length: 500 }, (_, i) => `a${i}: genres { id }`).join(" ")} }`, "OPERATION_TOO_LARGE"],
      ["too many tokens", `{ genres { ${"id ".repeat(50_000)} } }`, "OPERATION_TOO_LARGE"],
      ["a fragment that holds itself", "{ genres { ...A } } fragment A on Genre { ...A }", "GRAPHQL_VALIDATION_FAILED"],
      ["a page that is too long", "{ titles(first: 100000) { nodes { id } } }", "BAD_USER_INPUT"],
      ["a cursor that is none", '{ titles(after: "\'; DROP TABLE titles") { nodes { id } } }', "BAD_USER_INPUT"],
    ])("refuses %s", async (_what, text, code) => {
      const answer = await query(text);
      expect(answer.code).toBe(code);
      expect(answer.message).toBeTruthy();
    });

    it("refuses a body that is no request, and one that is too large", async () => {
      expect((await post("{")).status).toBe(400);
      expect((await post("[]")).status).toBe(400);
      const large = await fetch(`${marquee.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: " ".repeat(5_000_000) }),
      });
      answers.push(await large.text());
      expect(large.status).toBe(413);
    });
  });

  describe("as a token", () => {
    // What was sent before it may have cost the connection that this one finds open
    it("refuses one that expired, was tampered with, is foreign, or is none", { retry: 2 }, async () => {
      const { privateKey } = await generateKeyPair("EdDSA");
      const foreign = (expires: string) =>
        new SignJWT({ sub: "alice", scope: "operate" })
          .setProtectedHeader({ alg: "EdDSA" })
          .setIssuer("marquee")
          .setAudience("marquee")
          .setExpirationTime(expires)
          .sign(privateKey);
      const [head, body, signature] = alice.split(".");
      const claims = { ...JSON.parse(Buffer.from(body ?? "", "base64url").toString()), scope: "operate" };
      const tampered = `${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
      const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
      for (const token of [tampered, unsigned, await foreign("1h"), await foreign("-1h"), "nonsense"]) {
        const answer = await query("{ me { id } }", { authorization: `Bearer ${token}` });
        expect(answer).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
      }
    });

    it("keeps operators' fields from viewers, and a viewer claim made up by a client is ignored", async () => {
      const operators = '{ importJob(id: "x") { id } }';
      expect((await query(operators, { authorization: `Bearer ${alice}` })).code).toBe("FORBIDDEN");
      expect((await query(operators, { "marquee-viewer": "e30.e30" })).code).toBe("UNAUTHENTICATED");
    });
  });

  describe("as a view event", () => {
    const fine = { sequence: 1, kind: "PLAYING" as const, elapsedMs: 1_000, positionSeconds: 1, watchedDeltaMs: 500, watchedMs: 500 };
    const send = async (token: string, event: Partial<typeof fine>, by = alice) => {
      const answer = await marquee.ask(report, { input: { token, events: [{ ...fine, ...event }] } }, by);
      answers.push(JSON.stringify(answer));
      return answer.data?.reportPlayback;
    };

    it.each([
      ["a negative position", { positionSeconds: -1 }, "REFUSED"],
      ["a position more than 5 s beyond the end", { positionSeconds: 9.5 }, "REFUSED"],
      ["one ahead of time", { elapsedMs: 60_000 }, "REFUSED"],
      ["a delta above its total", { watchedDeltaMs: 600 }, "REFUSED"],
      ["a negative sequence", { sequence: -1 }, "REFUSED"],
      ["one that is fine", {}, "ACCEPTED"],
      ["the same again", {}, "ACCEPTED"],
      ["the same identity with other content", { positionSeconds: 2 }, "ACCEPTED"],
    ])("answers %s", async (_what, event, status) => {
      const { token } = await session(playableId, alice);
      const answer = await send(token, event);
      expect(answer).toMatchObject({ events: [{ status }] });
      if (status === "REFUSED") expect(answer).toMatchObject({ events: [{ reason: expect.stringMatching(/\w+ \w+/) }] });
    });

    it("refuses a token that was tampered with, and one of another profile", async () => {
      const { token } = await session(playableId, alice);
      expect(await send(`${token}x`, {})).toMatchObject({ __typename: "InvalidToken" });
      expect(await send("", {})).toMatchObject({ __typename: "InvalidToken" });
      expect(await send(token, {}, bob)).toMatchObject({ __typename: "InvalidToken" });
    });
  });

  describe("as a media URL", () => {
    /** Sends the path as it is: fetch would tidy it up. */
    const get = (path: string) =>
      new Promise<number>((resolve, reject) => {
        const { hostname, port } = new URL(marquee.url);
        request({ hostname, port, path }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            answers.push(Buffer.concat(chunks).toString("latin1").slice(0, 2_000));
            resolve(response.statusCode ?? 0);
          });
        })
          .on("error", reject)
          .end();
      });

    it("opens one asset and nothing beside it", async () => {
      const own = new URL((await session(playableId, alice)).manifests.hls).pathname;
      const other = new URL((await session(otherId, alice)).manifests.hls).pathname;
      expect(await get(own)).toBe(200);
      const [, , , token = "", ...rest] = own.split("/");
      const [, , , , ...othersRest] = other.split("/");
      const prefix = `/media/t/${token}`;
      for (const path of [
        `${prefix}/${othersRest.join("/")}`,
        `${prefix}/${rest.slice(0, -1).join("/")}/../../../../${othersRest.join("/")}`,
        `${prefix}/${rest[0]}/%2e%2e/${othersRest.join("/")}`,
        `${prefix}/${rest[0]}/..%2f${othersRest.join("/")}`,
        `${prefix}//${rest.join("/")}`,
        `/media/t/${token.slice(0, -2)}xx/${rest.join("/")}`,
        `/media/t/0.${token.split(".")[1]}/${rest.join("/")}`,
        "/media/t/../../../secrets.json",
        "/media/uploads/../secrets.json",
      ]) {
        expect([403, 404, 405]).toContain(await get(path));
      }
    });
  });

  describe("as a source to import", () => {
    it.each([
      ["http://169.254.169.254/latest/meta-data", "another scheme"],
      ["file:///nowhere/film.mp4", "a file that is not there"],
      ["upload:00000000-0000-4000-8000-000000000000", "an unknown upload"],
      ["upload:../../secrets.json", "a path"],
      ["not a url", "words"],
    ])("refuses %s: %s", async (sourceUrl) => {
      const answer = await marquee.ask(importVideo, { input: { sourceUrl, title: "x", idempotencyKey: crypto.randomUUID() } }, carol);
      answers.push(JSON.stringify(answer));
      expect(answer.data?.importVideo).toMatchObject({ __typename: "InvalidSource", message: expect.any(String) });
    });
  });
});
