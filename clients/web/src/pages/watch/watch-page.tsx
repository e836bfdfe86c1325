import { useQuery } from "urql";
import { Button } from "../../design/button.tsx";
import { OfflineIcon } from "../../design/icons.tsx";
import { Notice } from "../../design/notice.tsx";
import type { WatchPageQuery } from "../../graphql/generated/graphql.ts";
import { watchPage } from "../../graphql/operations/watch.ts";
import { useTitle } from "../../shell/use-title.ts";
import { EndedScreen, RefusedScreen } from "./refused-screen.tsx";
import { Screening } from "./screening.tsx";
import { usePlayback } from "./use-playback.ts";
import styles from "./watch.module.css";

export type WatchedPlayable = NonNullable<WatchPageQuery["playable"]>;

/** Plays one film or episode. What it is and a session to play it in are asked for at once; it begins when both are there. */
export function WatchPage({ playableId }: { playableId: string }) {
  const [{ data, fetching }, ask] = useQuery({ query: watchPage, variables: { id: playableId }, requestPolicy: "network-only" });
  const playback = usePlayback(playableId);
  const { state } = playback;
  const playable = data?.playable ?? undefined;
  useTitle(playable?.name);
  if (state.status === "refused") return <RefusedScreen refusal={state.refusal} playable={playable} onRetry={playback.restart} />;
  if (state.status === "ended") {
    const goOn = () => {
      ask({ requestPolicy: "network-only" }); // where the profile is by now
      playback.restart();
    };
    return <EndedScreen message={state.message} playable={playable} onGoOn={goOn} />;
  }
  if (state.status === "unreachable") return <UnreachableScreen onRetry={playback.restart} />;
  if (state.status === "starting" || fetching) return <WaitingScreen />;
  return <Screening playableId={playableId} playable={playable} playback={state} onExpired={() => void playback.renew()} />;
}

function WaitingScreen() {
  return (
    <main className={styles.waiting} aria-busy="true">
      <p role="status" className="visually-hidden">
        Loading the film
      </p>
      <span className={styles.spinner} aria-hidden="true" />
    </main>
  );
}

function UnreachableScreen({ onRetry }: { onRetry: () => void }) {
  return (
    <main className={styles.screen} role="alert">
      <Notice
        isPage
        title="Marquee does not answer"
        icon={<OfflineIcon />}
        actions={
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        <p>The film begins by itself as soon as the connection is back.</p>
      </Notice>
    </main>
  );
}
