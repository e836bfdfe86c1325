/** What became of one event of a report. */
export type Verdict =
  | { readonly status: "ACCEPTED" }
  | { readonly status: "REFUSED" | "TOO_LATE"; readonly reason: string }
  | { readonly status: "TRY_AGAIN"; readonly reason: string; readonly retryAfterSeconds: number };
