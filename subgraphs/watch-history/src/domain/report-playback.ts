import type { Viewer } from "@marquee/viewer-claim";
import type { PlaybackEvent } from "./judge.ts";
import type { Verdict } from "./verdict.ts";

export type ReportResult =
  | { readonly isTokenValid: false; readonly message: string }
  | { readonly isTokenValid: true; readonly verdicts: readonly Verdict[] };

export type ReportPlayback = (
  report: { readonly token: string; readonly events: readonly PlaybackEvent[] },
  viewer: Viewer,
) => Promise<ReportResult>;
