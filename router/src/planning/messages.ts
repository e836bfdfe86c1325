import type { QueryPlan } from "@apollo/query-planner";

/** What a planning thread is started with. */
export interface ThreadData {
  /** Of the supergraph. */
  readonly sdl: string;
  /** Choices that the planner may weigh for one selection. */
  readonly plannerPaths: number;
}

/** Work for a planning thread, which does one thing at a time. */
export type Request =
  /** Hold a document, as the client wrote it, against the schema. */
  | { readonly kind: "validate"; readonly source: string }
  /** Plan a valid document of one operation and its fragments. */
  | { readonly kind: "plan"; readonly text: string };

export type Reply =
  | { readonly kind: "validated"; readonly problems: readonly Problem[] }
  | { readonly kind: "planned"; readonly plan: QueryPlan }
  /** The planner reached one of its bounds. */
  | { readonly kind: "tooComplex" }
  /** A fault of the planner, or of the supergraph; `reason` is for the log alone. */
  | { readonly kind: "failed"; readonly reason: string };

/** A reason why a document is not valid, and where in it. */
export interface Problem {
  readonly message: string;
  /** Offsets into the source. */
  readonly positions: readonly number[];
}

/** The thread's first word: it has read the supergraph and takes requests. */
export const READY = "ready";
