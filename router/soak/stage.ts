import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { Child } from "./child.ts";
import type { SubgraphName } from "./graph.ts";
import { startTokens, type Tokens } from "./tokens.ts";

const claimSecret = "a secret that only this soak knows, 32+";
/** Small, so that a client which does not read is ended soon. */
const BUFFERED_BYTES = 262_144;

/** With the last two the code of functions weighs the same however often they have run, so that growth is that of data. */
const HEAP_OPTIONS = ["--expose-gc", "--no-flush-bytecode", "--no-lazy-feedback-allocation"];

const helloShape = z.object({ url: z.string() });
const routerShape = z.object({ heapBytes: z.number(), bufferBytes: z.number(), sockets: z.number(), timers: z.number() });
const subgraphShape = z.object({ sockets: z.number() });

/** What is held, by the router's own account and by that of those it is connected to. */
export interface Holdings extends z.infer<typeof routerShape> {
  /** The router's gauges. */
  readonly clients: number;
  readonly streams: number;
  readonly subscriptions: number;
  readonly upstreams: number;
  /** WebSockets that subgraphs have open. */
  readonly subgraphSockets: number;
}

/** The processes of a soak: a router, and its subgraphs, which can be killed. */
export class Stage implements AsyncDisposable {
  private constructor(
    readonly tokens: Tokens,
    readonly urls: Readonly<Record<SubgraphName, string>>,
    readonly subgraphs: Map<SubgraphName, Child>,
    readonly router: Child,
    readonly url: string,
  ) {}

  static async open(): Promise<Stage> {
    const tokens = await startTokens();
    const [[shelf, { url: shelfUrl }], [desk, { url: deskUrl }]] = await Promise.all([startSubgraph("shelf", 0), startSubgraph("desk", 0)]);
    const subgraphs = new Map<SubgraphName, Child>([
      ["shelf", shelf],
      ["desk", desk],
    ]);
    const urls = { shelf: shelfUrl, desk: deskUrl };
    const told = { subgraphUrls: urls, claimSecret, jwksUrl: tokens.jwksUrl, bufferedBytes: BUFFERED_BYTES };
    const [router, { url }] = await Child.start("router-process.ts", told, helloShape, HEAP_OPTIONS);
    return new Stage(tokens, urls, subgraphs, router, url);
  }

  /** Kills a subgraph, and starts it again at the same place after a while. */
  async restart(name: SubgraphName, afterMs: number): Promise<void> {
    await this.subgraphs.get(name)?.kill();
    await pause(afterMs);
    const [child] = await startSubgraph(name, Number(new URL(this.urls[name]).port));
    this.subgraphs.set(name, child);
  }

  async holdings(): Promise<Holdings> {
    const gauge = await this.#gauges();
    const [router, ...subgraphs] = await Promise.all([
      this.router.ask(routerShape),
      ...[...this.subgraphs.values()].map((child) => child.ask(subgraphShape)),
    ]);
    return {
      ...router,
      clients: gauge("router_client_connections"),
      streams: gauge("router_client_streams"),
      subscriptions: gauge("router_client_subscriptions"),
      upstreams: gauge("router_upstream_subscriptions"),
      subgraphSockets: subgraphs.reduce((sum, { sockets }) => sum + sockets, 0),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.router, ...this.subgraphs.values()].map((child) => child[Symbol.asyncDispose]()));
    await this.tokens[Symbol.asyncDispose]();
  }

  /** Reads the router's gauges over a connection that is closed again. */
  async #gauges(): Promise<(name: string) => number> {
    const text = await new Promise<string>((resolve, reject) => {
      request(new URL("/metrics", this.url), { agent: false }, (response) => {
        response
          .setEncoding("utf8")
          .toArray()
          .then((parts) => resolve(parts.join("")), reject);
      })
        .once("error", reject)
        .end();
    });
    return (name) => Number(new RegExp(`^${name}\\{.*\\} (.*)$`, "m").exec(text)?.[1]);
  }
}

function startSubgraph(name: SubgraphName, port: number) {
  return Child.start("subgraph-process.ts", { name, port, claimSecret }, helloShape);
}
