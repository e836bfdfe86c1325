import type { DemoClip } from "./demo.ts";
import type { FinishedEncode, Progress } from "./import-job.ts";

/** Turns source files into encodes. Runs elsewhere than in this process, ends with the signal, and leaves nothing behind but its folder. */
export interface Encoder {
  /**
   * Encodes a file into an empty folder and verifies what came out.
   *
   * @throws ImportFailed, or the signal's reason
   */
  encode(request: EncodeRequest): Promise<FinishedEncode>;
  /** Makes one of the demo films. @throws ImportFailed, or the signal's reason */
  makeDemoClip(request: DemoClipRequest): Promise<void>;
  /** @throws ImportFailed when nothing can be encoded on this machine */
  check(): Promise<void>;
}

export interface EncodeRequest {
  readonly file: string;
  readonly folder: string;
  /** Told as the work goes on; per cent are the phase's own. */
  readonly onPhase: (phase: Progress["state"], percent: number) => void;
  readonly signal: AbortSignal;
}

export interface DemoClipRequest {
  readonly clip: DemoClip;
  readonly seconds: number;
  readonly file: string;
  readonly onPercent: (percent: number) => void;
  readonly signal: AbortSignal;
}

/** The import cannot succeed. The message is for the operator: what is wrong, without paths. */
export class ImportFailed extends Error {
  override readonly name = "ImportFailed";
}

export const diskFullMessage = "There is no space left for the encoded video.";
