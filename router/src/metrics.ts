import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Fetch } from "./execution/executor.ts";

/** What a router counts, in a registry of its own, so that several can run in one process. */
export class Metrics {
  readonly registry = new Registry();

  readonly #requests = new Histogram({
    name: "router_http_request_duration_seconds",
    help: "How long GraphQL requests over HTTP took, by status code.",
    labelNames: ["status"],
    registers: [this.registry],
  });

  readonly #socketOperations = new Counter({
    name: "router_socket_operations_total",
    help: "Operations that came over WebSocket, by type.",
    labelNames: ["type"],
    registers: [this.registry],
  });

  readonly #fetches = new Histogram({
    name: "router_subgraph_fetch_duration_seconds",
    help: "How long fetches from subgraphs took.",
    labelNames: ["subgraph", "outcome"],
    registers: [this.registry],
  });

  readonly #eventResolutions = new Counter({
    name: "router_event_resolutions_total",
    help: "Events of subscriptions that were completed with the fields of other subgraphs, once for all who share them.",
    registers: [this.registry],
  });

  constructor() {
    this.registry.setDefaultLabels({ service: "router" });
  }

  request(status: number, seconds: number): void {
    this.#requests.observe({ status }, seconds);
  }

  socketOperation(type: string): void {
    this.#socketOperations.inc({ type });
  }

  fetch({ subgraph, outcome, seconds }: Fetch): void {
    this.#fetches.observe({ subgraph, outcome }, seconds);
  }

  eventResolved(): void {
    this.#eventResolutions.inc();
  }

  /** A number that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
