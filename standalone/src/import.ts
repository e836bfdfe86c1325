import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable, Transform } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { z } from "zod";
import { readStandaloneConfig } from "./config.ts";
import { demo } from "./demo.ts";
import { startStandalone } from "./standalone.ts";

/*
 * `npm run import -- FILE --title "…"`: uploads a video, imports it and waits until it can be watched.
 * Works on a running Marquee through its public API; where none runs, it starts one for as long as the import takes.
 */
const usage = `npm run import -- FILE --title "…" [--kind movie|episode] [--url http://localhost:4000]
                  [--email carol@marquee.example] [--password …] [--json]`;

const operator = demo.accounts[2];

class ImportFailed extends Error {}

interface ImportArguments {
  readonly file: string;
  readonly title: string;
  readonly kind: "MOVIE" | "EPISODE";
  readonly url: string | undefined;
  readonly email: string;
  readonly password: string;
  readonly isJson: boolean;
}

async function main(): Promise<number> {
  const given = readArguments();
  if (typeof given === "string") {
    process.stderr.write(`${given}\n\n${usage}\n`);
    return 2;
  }
  try {
    await using marquee = await runningMarquee(given.url);
    const job = await importInto(marquee.url, given);
    const page = `${marquee.publicUrl}/title/${job.playableId}`;
    const result = { id: job.playableId, jobId: job.id, page };
    process.stdout.write(
      given.isJson ? `${JSON.stringify(result)}\n` : `${given.title} is ready to watch.\n  id    ${result.id}\n  page  ${page}\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof ImportFailed ? error.message : error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function readArguments(): ImportArguments | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        title: { type: "string" },
        kind: { type: "string", default: "movie" },
        url: { type: "string" },
        email: { type: "string", default: operator.email },
        password: { type: "string", default: operator.password },
        json: { type: "boolean", default: false },
      },
    });
    const [file, ...others] = positionals;
    const kind = values.kind.toUpperCase();
    if (!file || others.length > 0) return "Name one video file.";
    if (!values.title?.trim()) return 'Give it a title: --title "…".';
    if (kind !== "MOVIE" && kind !== "EPISODE") return `--kind is movie or episode, not ${values.kind}.`;
    return { file, title: values.title, kind, url: values.url, email: values.email, password: values.password, isJson: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The Marquee that runs at the URL; without one, a Marquee of our own on a free port, stopped when it is disposed. */
async function runningMarquee(url: string | undefined): Promise<AsyncDisposable & { readonly url: string; readonly publicUrl: string }> {
  const config = readStandaloneConfig();
  const local = config.publicUrl ?? `http://localhost:${config.port}`;
  const asked = url?.replace(/\/$/, "") ?? local;
  if (await isUp(asked)) return { url: asked, publicUrl: asked, [Symbol.asyncDispose]: async () => {} };
  if (url) throw new ImportFailed(`No Marquee answers at ${url}.`);

  process.stderr.write("No Marquee is running: starting one for this import.\n");
  const logger = pino({ level: config.logLevel }, process.stderr);
  const marquee = await startStandalone({ ...config, port: 0, publicUrl: undefined }, { logger, say: () => {} });
  return { url: marquee.url, publicUrl: local, [Symbol.asyncDispose]: () => marquee[Symbol.asyncDispose]() };
}

async function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

const refusal = z.object({ message: z.string() });
const signedIn = z.object({ signIn: z.union([z.object({ accessToken: z.string() }), refusal]) });
const uploaded = z.object({ sourceUrl: z.string() });
const jobShape = z.object({
  id: z.string(),
  state: z.string(),
  percent: z.number(),
  error: z.string().nullable(),
  playable: z.object({ id: z.string() }).nullable(),
});
const imported = z.object({ importVideo: z.union([jobShape, refusal]) });
const asked = z.object({ importJob: jobShape.nullable() });

async function importInto(
  url: string,
  { file, title, kind, email, password }: ImportArguments,
): Promise<{ id: string; playableId: string }> {
  const { size } = await stat(file).catch(() => {
    throw new ImportFailed(`There is no file ${file}.`);
  });
  const { signIn } = await ask(url, signedIn, {
    query: "mutation SignIn($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } } }",
    variables: { input: { email, password, deviceName: "npm run import" } },
  });
  if (!("accessToken" in signIn)) throw new ImportFailed(`${email} could not sign in: ${signIn.message}`);
  const token = signIn.accessToken;

  const sourceUrl = await upload({ url, file, size, token });
  const { importVideo } = await ask(url, imported, {
    query: `mutation Import($input: ImportVideoInput!) { importVideo(input: $input) { ... on ImportJob { ${jobFields} } ... on Refusal { message } } }`,
    variables: { input: { sourceUrl, title, kind, idempotencyKey: crypto.randomUUID() } },
    token,
  });
  if (!("id" in importVideo)) throw new ImportFailed(importVideo.message);

  for (let job = importVideo; ; ) {
    if (job.state === "FAILED") throw new ImportFailed(`The import failed: ${job.error ?? "no reason was given"}`);
    if (job.state === "READY" && job.playable) {
      progress("Ready", 100, true);
      return { id: job.id, playableId: job.playable.id };
    }
    progress(`${job.state.charAt(0)}${job.state.slice(1).toLowerCase()}`, job.percent, false);
    await setTimeout(500);
    const query = `query Job($id: ID!) { importJob(id: $id) { ${jobFields} } }`;
    const { importJob } = await ask(url, asked, { query, variables: { id: importVideo.id }, token });
    if (!importJob) throw new ImportFailed("The job is gone.");
    job = importJob;
  }
}

const jobFields = "id state percent error playable { id }";

interface UploadOptions {
  readonly url: string;
  readonly file: string;
  readonly size: number;
  readonly token: string;
}

async function upload({ url, file, size, token }: UploadOptions): Promise<string> {
  let sent = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.length;
      progress("Uploading", (100 * sent) / size, sent === size);
      done(null, chunk);
    },
  });
  const request = {
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-length": String(size), "content-type": "application/octet-stream" },
    body: Readable.toWeb(createReadStream(file).pipe(counting)),
    duplex: "half",
  };
  const response = await fetch(`${url}/media/uploads/${encodeURIComponent(basename(file))}`, request as RequestInit);
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 201) return uploaded.parse(body).sourceUrl;
  const reason = z.object({ error: z.string() }).safeParse(body);
  throw new ImportFailed(`The upload was refused: ${reason.success ? reason.data.error : `HTTP ${response.status}`}`);
}

interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token?: string;
}

async function ask<Result>(url: string, shape: z.ZodType<Result>, { query, variables, token }: Question): Promise<Result> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  const { data, errors } = z.object({ data: z.unknown(), errors: z.array(refusal).optional() }).parse(await response.json());
  if (errors) throw new ImportFailed(errors.map(({ message }) => message).join("; "));
  return shape.parse(data);
}

let shown = "";

/** A bar that is drawn over itself on a terminal, and a line for each tenth elsewhere. Goes to stderr, so that --json stays clean. */
function progress(what: string, percent: number, isLast: boolean): void {
  const { isTTY } = process.stderr;
  const step = `${what} ${Math.floor(percent / 10)}`;
  if (!isTTY && step === shown) return;
  shown = step;
  const bar = "█".repeat(Math.round(percent / 4)).padEnd(25, "░");
  process.stderr.write(
    `${isTTY ? "\r\u001b[2K" : ""}${what.padEnd(12)} ${bar} ${Math.floor(percent).toString().padStart(3)} %${isTTY && !isLast ? "" : "\n"}`,
  );
}

process.exit(await main());
