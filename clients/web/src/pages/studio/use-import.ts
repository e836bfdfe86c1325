import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import type { PlayableKind } from "../../graphql/generated/graphql.ts";
import { importVideo } from "../../graphql/operations/operate.ts";
import { useSession } from "../../session/session-context.tsx";
import { newIdempotencyKey } from "../watch/idempotency-key.ts";
import { UploadRefused, uploadFile } from "./upload.ts";

export type ImportWish = { readonly file: File; readonly title: string; readonly kind: PlayableKind };

export type ImportStep =
  | { readonly step: "idle" }
  | { readonly step: "uploading"; readonly percent: number }
  | { readonly step: "queueing" }
  | { readonly step: "failed"; readonly message: string };

/** Sends a file and asks for its import. `queued` is called when the job is there. */
export function useImport(queued: () => void) {
  const client = useClient();
  const session = useSession();
  const [state, setState] = useState<ImportStep>({ step: "idle" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = async ({ file, title, kind }: ImportWish): Promise<boolean> => {
    running.current = new AbortController();
    const { signal } = running.current;
    try {
      setState({ step: "uploading", percent: 0 });
      const { sourceUrl } = await uploadFile({ session, file, signal, progress: (percent) => setState({ step: "uploading", percent }) });
      setState({ step: "queueing" });
      const { data } = await client.mutation(importVideo, { input: { sourceUrl, title, kind, idempotencyKey: newIdempotencyKey() } });
      const result = data?.importVideo;
      if (result?.__typename !== "ImportJob")
        throw new UploadRefused(result?.message ?? "The import could not be queued. Try again in a moment.");
      setState({ step: "idle" });
      queued();
      return true;
    } catch (error) {
      setState(
        signal.aborted
          ? { step: "idle" }
          : { step: "failed", message: error instanceof UploadRefused ? error.message : "The upload failed." },
      );
      return false;
    }
  };
  return { state, start, cancel: () => running.current?.abort() };
}
