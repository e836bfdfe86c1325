import type { PlaybackEventInput } from "../graphql/generated/graphql.ts";

/** What the page tells the worker. */
export type ToWorker =
  | { readonly type: "begin"; readonly target: ReportTarget; readonly heartbeatSeconds: number }
  | { readonly type: "report"; readonly event: PlaybackEventInput }
  | { readonly type: "finish" };

/** What the worker tells the page. */
export type FromWorker =
  | { readonly type: "heartbeat" }
  | { readonly type: "slept" }
  | { readonly type: "settled"; readonly sequences: readonly number[] }
  | { readonly type: "rejected" };

/** Where reports of one session go; the session's token is all the authority they need. */
export type ReportTarget = { readonly endpoint: string; readonly query: string; readonly token: string };
