import { useEffect, useRef, useState } from "react";
import { useSubscription } from "urql";
import { useLocation, useSearchParams } from "wouter";
import { positionsMoved } from "../../graphql/operations/progress.ts";
import { Player } from "../../player/player.tsx";
import type { MediaState } from "../../player/use-media.ts";
import { useMediaSession } from "../../player/use-media-session.ts";
import { episodeCode } from "../../titles/words.ts";
import { ViewerCount } from "../title/viewer-count.tsx";
import { EndScreen } from "./end-screen.tsx";
import { nextEpisode } from "./next-episode.ts";
import { latestOf, movedElsewhere, type Reached } from "./resume.ts";
import { ElsewhereOffer, ResumeOffer } from "./resume-offer.tsx";
import type { PlaybackState } from "./use-playback.ts";
import type { WatchedPlayable } from "./watch-page.tsx";

type Props = {
  playableId: string;
  /** Undefined where the catalogue did not answer; the film plays all the same. */
  playable: WatchedPlayable | undefined;
  playback: Extract<PlaybackState, { status: "open" }>;
  onExpired: () => void;
};

/** The film with what the page lays over it: the offer to resume, and what comes at its end. */
export function Screening({ playableId, playable, playback, onExpired }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [, navigate] = useLocation();
  const { reporter, session } = playback;
  const reached = useReached(playableId, playable?.progress);
  const start = useStart(video, reached);
  const [declined, setDeclined] = useState<string>();
  const about = headingOf(playable);
  const back = `/title/${about.titleId ?? playableId}`;
  useMediaSession(video, { name: about.name, series: about.series, stillUrl: playable?.stillUrl ?? null });

  const overlay = (media: MediaState) => {
    if (!start.hasBegun && start.offer)
      return { isModal: true, content: <ResumeOffer name={about.name} reached={start.offer} onChoose={start.begin} /> };
    if (media.hasEnded) return { isModal: false, content: <EndScreen next={about.next} back={back} onReplay={() => start.begin(0)} /> };
    const elsewhere = media.isPaused
      ? movedElsewhere(reached, { movedAtMs: reporter.movedAtMs, positionSeconds: media.positionSeconds })
      : undefined;
    if (!elsewhere || elsewhere.updatedAt === declined) return { isModal: false, content: null };
    const offer = (
      <ElsewhereOffer
        reached={elsewhere}
        onResume={() => start.begin(elsewhere.positionSeconds)}
        onDecline={() => setDeclined(elsewhere.updatedAt)}
      />
    );
    return { isModal: false, content: offer };
  };
  return (
    <main>
      <Player
        video={video}
        url={session.manifests.hls}
        startSeconds={start.startSeconds}
        reporter={reporter}
        heading={{ name: about.series ?? about.name, about: about.series && [about.code, about.name].join(" · "), back }}
        aside={<ViewerCount playableId={playableId} />}
        overlay={overlay}
        onExpired={onExpired}
        onLeave={() => navigate(back)}
      />
    </main>
  );
}

/** Where the profile is in the film: as it was when the page opened, and as its devices move it. */
function useReached(playableId: string, known: Reached | null | undefined): Reached | undefined {
  const [{ data }] = useSubscription({ query: positionsMoved });
  const pushed = data?.continueWatching.find(({ playable }) => playable?.id === playableId)?.progress;
  return latestOf(known, pushed);
}

/**
 * How the film begins. The address may have decided it (`?at=resume`, `?at=start`); where there is nothing to resume it begins by itself; else
 * the viewer is asked, and the place on offer follows the profile's other devices until then.
 */
function useStart(video: { readonly current: HTMLVideoElement | null }, reached: Reached | undefined) {
  const [params] = useSearchParams();
  const [hasBegun, setHasBegun] = useState(false);
  const resumable = reached && !reached.finished && reached.positionSeconds > 0 ? reached : undefined;
  const at = useRef(params.get("at")).current;
  const isAsked = at !== "start" && at !== "resume";
  const startSeconds = useRef(at === "start" ? 0 : (resumable?.positionSeconds ?? 0)).current;
  const beginsByItself = useRef(!isAsked || !resumable).current;

  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const begun = () => setHasBegun(true);
    element.addEventListener("playing", begun);
    // A browser that does not let it begin by itself shows it paused, under a sign to press.
    if (beginsByItself) void element.play().catch(() => undefined);
    return () => element.removeEventListener("playing", begun);
  }, [video, beginsByItself]);

  const begin = (seconds: number) => {
    const element = video.current;
    if (!element) return;
    setHasBegun(true);
    if (Math.abs(element.currentTime - seconds) > 0.5) element.currentTime = seconds;
    void element.play().catch(() => undefined);
  };
  return { hasBegun, startSeconds, begin, offer: isAsked ? resumable : undefined };
}

function headingOf(playable: WatchedPlayable | undefined) {
  if (!playable) return { name: "", series: undefined, code: undefined, titleId: undefined, next: undefined };
  if (playable.__typename !== "Episode")
    return { name: playable.name, series: undefined, code: undefined, titleId: playable.id, next: undefined };
  return {
    name: playable.name,
    series: playable.series?.name,
    code: episodeCode(playable),
    titleId: playable.series?.id,
    next: nextEpisode(playable.series?.seasons ?? [], playable.id),
  };
}
