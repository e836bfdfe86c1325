/** A process: many clients that subscribe, and tell how many ticks each got and how late. */
import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "../percentile.ts";
import { SocketClient } from "./socket-client.ts";
import { subscription } from "./ticks.ts";

export interface ToClients {
  readonly kind: "subscribe";
  readonly port: number;
  readonly clients: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export type FromClients =
  | { readonly kind: "measuring" }
  | { readonly kind: "stopped" }
  | {
      readonly kind: "done";
      /** Of the ticks that happened in the measured time, for all clients together. */
      readonly expected: number;
      readonly delivered: number;
      readonly p50LatenessMs: number | undefined;
      readonly p99LatenessMs: number | undefined;
      /** Connections that ended by themselves. */
      readonly lost: number;
      /** One of the messages, as it came. */
      readonly sample: string;
    };

const AT_ONCE = 50;
/** What is later than this is not delivered. */
const LATE_MS = 2_000;

process.on("message", (message: ToClients) => void run(message));
process.once("disconnect", () => process.exit());

const tell = (message: FromClients) => void process.send?.(message);

async function run({ port, clients: count, warmUpSeconds, seconds }: ToClients): Promise<void> {
  const heard = new Heard();
  const clients: SocketClient[] = [];
  while (clients.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - clients.length) }, () => new SocketClient(port));
    await Promise.all(some.map((client) => subscribe(client, heard)));
    clients.push(...some);
  }
  await pause(warmUpSeconds * 1_000);
  heard.measure(Date.now(), Date.now() + seconds * 1_000);
  tell({ kind: "measuring" });
  await pause(seconds * 1_000);
  tell({ kind: "stopped" });
  await pause(LATE_MS);
  const lost = clients.filter(({ isClosed }) => isClosed).length;
  for (const client of clients) client.close();
  tell({ kind: "done", ...heard.figures(count), lost });
}

/** Resolves once the subscription is under way; rejects when the server closes the connection before. */
async function subscribe(client: SocketClient, heard: Heard): Promise<void> {
  const acknowledged = client.next();
  client.send({ type: "connection_init" });
  await acknowledged;
  client.onMessage = (text) => heard.add(text);
  client.send({ id: "1", type: "subscribe", payload: { query: subscription } });
}

const SEQUENCE = '"sequence":';
const SENT_AT = '"sentAt":';

class Heard {
  #from = Number.POSITIVE_INFINITY;
  #until = Number.POSITIVE_INFINITY;
  #first = Number.POSITIVE_INFINITY;
  #last = 0;
  #sample = "";
  readonly #latenessMs: number[] = [];

  /** Ticks that happen from one moment to the other, in milliseconds since 1970. */
  measure(from: number, until: number): void {
    this.#from = from;
    this.#until = until;
  }

  add(text: Buffer): void {
    const sentAt = numberAfter(text, SENT_AT);
    if (sentAt < this.#from || sentAt >= this.#until) return;
    const sequence = numberAfter(text, SEQUENCE);
    this.#first = Math.min(this.#first, sequence);
    this.#last = Math.max(this.#last, sequence);
    this.#latenessMs.push(Date.now() - sentAt);
    if (this.#sample === "") this.#sample = text.toString("utf8");
  }

  figures(clients: number) {
    const delivered = this.#latenessMs.length;
    const of = (share: number) => percentile(this.#latenessMs, share);
    const expected = delivered === 0 ? 0 : (this.#last - this.#first + 1) * clients;
    return { expected, delivered, p50LatenessMs: of(0.5), p99LatenessMs: of(0.99), sample: this.#sample };
  }
}

/** -1 where the text has no such number, as in an acknowledgement. */
function numberAfter(text: Buffer, key: string): number {
  const at = text.indexOf(key);
  return at < 0 ? -1 : Number.parseFloat(text.toString("latin1", at + key.length, at + key.length + 20));
}
