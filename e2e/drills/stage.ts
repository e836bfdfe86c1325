import type { Engines } from "@marquee/engines";
import type { ServiceName } from "@marquee/services";
import type { ViewEventStore } from "@marquee/view-events";
import type { DelayingProxy } from "./delaying-proxy.ts";

/** A process that serves the graph or a part of it. */
export interface Service {
  /** `marquee` is all of them in one. */
  readonly name: ServiceName | "marquee";
  readonly copy: number;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** Starts it again; resolves when it is ready. */
  start(): Promise<void>;
  isReady(): Promise<boolean>;
  /** The highest resident memory so far. */
  maxRssMb(): number;
}

/** A running Marquee that a drill may damage. Disposing it stops it, and removes its files unless they are to be kept. */
export interface Stage extends AsyncDisposable {
  readonly url: string;
  readonly services: readonly Service[];
  /** Absent where the stores are embedded. */
  readonly engines?: Engines;
  /** Between the services and Cassandra, where there is one. */
  readonly cassandraProxy?: DelayingProxy;
  /** Opens the raw view events, to be read. */
  openEvents(): Promise<OpenedEvents>;
}

export interface OpenedEvents extends AsyncDisposable {
  readonly store: ViewEventStore;
}

export interface StageOptions {
  /** How many nodes Cassandra has; 1 unless given. */
  readonly cassandraNodes?: number | undefined;
  /** Of every service; 1 unless given. */
  readonly copies?: Partial<Record<ServiceName, number>> | undefined;
  /** For every service. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Whether the services reach Cassandra by way of a proxy that can hold back its answers. */
  readonly hasCassandraProxy?: boolean | undefined;
  /** Whether its files, logs among them, are left when it is disposed. */
  readonly keepsFiles?: boolean | undefined;
  readonly say: (sentence: string) => void;
}
