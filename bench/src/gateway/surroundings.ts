import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answering } from "../answering.ts";
import { freePort } from "../free-port.ts";
import { PinnedProcess } from "../pinned-process.ts";
import { startTokenIssuer } from "../token-issuer.ts";
import { VIEWERS } from "./graph/shop.ts";
import { supergraphSdl } from "./graph/subgraphs.ts";
import type { FromSubgraphs } from "./load/serve-subgraphs.ts";
import type { Sharing, System } from "./systems.ts";

const LOAD_CORE = 0;
const SYSTEM_CORE = 1;

/** Everything around the system that is measured: subgraphs and generator on one core, tokens, and the supergraph as a file. */
export interface Bench extends AsyncDisposable {
  readonly subgraphs: PinnedProcess;
  readonly generator: PinnedProcess;
  /** Starts a system on the other core; resolves when it answers. */
  start(system: System, sharing: Sharing): Promise<Running>;
}

export interface Running extends AsyncDisposable {
  readonly system: System;
  readonly process: PinnedProcess;
  readonly port: number;
}

export async function openBench(): Promise<Bench> {
  if (availableParallelism() < 2) throw new Error("expected two processors: one for the system, one for its load");
  await using opened = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "marquee-bench-"));
  opened.defer(() => rm(home, { recursive: true, force: true }));
  const helper = (name: string) =>
    new PinnedProcess({
      name,
      core: LOAD_CORE,
      command: [process.execPath, "--import", "tsx", fileURLToPath(new URL(`./load/${name}.ts`, import.meta.url))],
      logs: home,
    });
  const subgraphs = opened.use(helper("serve-subgraphs"));
  const generator = opened.use(helper("generate-load"));
  const { urls } = await subgraphs.ask<FromSubgraphs & { readonly kind: "ready" }>(undefined, "ready");
  const supergraph = join(home, "supergraph.graphql");
  await writeFile(supergraph, supergraphSdl(urls));
  const issuer = opened.use(await startTokenIssuer());
  const viewers = Array.from({ length: VIEWERS }, (_, index) => String(index + 1));
  const tokens = Object.fromEntries(await Promise.all(viewers.map(async (viewer) => [viewer, await issuer.tokenFor(viewer)] as const)));
  generator.tell({ kind: "tokens", tokens });

  const start = async (system: System, sharing: Sharing): Promise<Running> => {
    const port = await freePort();
    const surroundings = { port, sharing, supergraph, home, subgraphUrl: urls.products, tokens: issuer.routerSettings };
    const name = `${system.name} ${sharing}`;
    await using starting = new AsyncDisposableStack();
    const process = starting.use(new PinnedProcess({ name, core: SYSTEM_CORE, logs: home, ...(await system.start(surroundings)) }));
    await Promise.race([answering(port, "{ topProducts(first: 1) { upc } }"), process.ended]);
    const stack = starting.move();
    return { system, process, port, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  };
  const stack = opened.move();
  return { subgraphs, generator, start, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
