import type { PubSub } from "@marquee/pubsub";
import type { Viewer } from "@marquee/viewer-claim";
import type DataLoader from "dataloader";
import type { ProfileStore, ResumePoint } from "../domain/profile-store.ts";
import type { ReportPlayback } from "../domain/report-playback.ts";
import type { Taste, TasteStore } from "../domain/taste-store.ts";

/** What the resolvers work with, made for each request and each subscription. */
export interface Context {
  readonly viewer: Viewer;
  readonly profiles: ProfileStore;
  readonly tastes: TasteStore;
  readonly reportPlayback: ReportPlayback;
  readonly pubSub: PubSub;
  /** The selected profile's resume points by playable. It batches and keeps nothing, so a subscription never reads an old one. */
  readonly resumePoints: DataLoader<string, ResumePoint | undefined>;
  /** What the selected profile says of playables; it batches and keeps nothing. */
  readonly tasteOf: DataLoader<string, Taste>;
}
