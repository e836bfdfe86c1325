import type { QueryPlan } from "@apollo/query-planner";

/** What a planning process is started with. */
export interface Start {
  /** Of the supergraph. */
  readonly sdl: string;
  /** Choices that the planner may weigh for one selection. */
  readonly plannerPaths: number;
}

/** Work for a planning process, which does one thing at a time. */
export type Request =
  /** Hold a document, as the client wrote it, against the schema. */
  | { readonly kind: "validate"; readonly source: string }
  /** Plan a valid document of one operation and its fragments. */
  | { readonly kind: "plan"; readonly text: string }
  /** Answer a valid operation whose root asks of the schema alone. */
  | { readonly kind: "introspect"; readonly text: string; readonly variables: Readonly<Record<string, unknown>> };

export type Reply =
  | { readonly kind: "validated"; readonly problems: readonly Problem[] }
  | ({ readonly kind: "planned" } & PlannedText)
  /** JSON by response key. */
  | { readonly kind: "introspected"; readonly values: Readonly<Record<string, string>> }
  /** One of the bounds was reached. */
  | { readonly kind: "tooComplex" }
  /** A fault of the planner, or a contradiction in the supergraph; `reason` is for the log alone. */
  | { readonly kind: "failed"; readonly reason: string };

/** An operation as it was planned. */
export interface PlannedText {
  /** Of the operation and its fragments, each field with the alias that its data come under. */
  readonly text: string;
  readonly plan: QueryPlan;
}

/** A reason why a document is not valid, and where in it. */
export interface Problem {
  readonly message: string;
  /** Offsets into the source. */
  readonly positions: readonly number[];
}

/** The process's first word: it has read the supergraph and takes requests. */
export const READY = "ready";
