import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { Button } from "../design/button.tsx";
import { BackIcon, PlayIcon } from "../design/icons.tsx";
import type { Reporter } from "../reporting/reporter.ts";
import { type ControlActions, Controls } from "./controls.tsx";
import styles from "./player.module.css";
import { useFullScreen } from "./use-full-screen.ts";
import { useIdle } from "./use-idle.ts";
import { usePlayerKeys } from "./use-keys.ts";
import { type MediaState, useMedia } from "./use-media.ts";
import { useReporting } from "./use-reporting.ts";
import { useSource } from "./use-source.ts";
import { useStoredVolume } from "./use-volume.ts";

type Props = {
  video: RefObject<HTMLVideoElement | null>;
  url: string;
  startSeconds: number;
  reporter: Reporter;
  heading: { readonly name: string; readonly about: string | undefined; readonly back: string };
  /** At the top, beside the name. */
  aside: ReactNode;
  /** What is laid over the picture, and whether it takes the controls' place. */
  overlay: (media: MediaState) => { readonly content: ReactNode; readonly isModal: boolean };
  onExpired: () => void;
  onLeave: () => void;
};

/** The film, and everything that steers it. */
export function Player({ video, url, startSeconds, reporter, heading, aside, overlay, onExpired, onLeave }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const media = useMedia(video);
  const source = useSource({ video, url, startSeconds, onExpired });
  const fullScreen = useFullScreen(root, video);
  const [hasMenu, setHasMenu] = useState(false);
  const isIdle = useIdle(!media.isPaused && !hasMenu);
  const actions = { ...actionsOn(video), ...source, toggleFullScreen: fullScreen.toggle };
  useReporting(video, reporter);
  useStoredVolume(video);
  useFailure(source.problem, reporter);
  usePlayerKeys({
    ...actions,
    changeVolume: (by) => actions.setVolume((video.current?.volume ?? 1) + by),
    leave: fullScreen.isFull ? fullScreen.toggle : onLeave,
  });
  const { content, isModal } = overlay(media);
  return (
    <div ref={root} className={styles.player} data-idle={isIdle || undefined}>
      {/* A finger on a playing film brings the controls; only a mouse pauses it. */}
      {/* biome-ignore lint/a11y/useMediaCaption: captions come with the film, in its manifest. */}
      <video
        ref={video}
        className={styles.video}
        playsInline
        tabIndex={-1}
        onPointerUp={isModal ? undefined : ({ pointerType }) => (pointerType !== "touch" || media.isPaused) && actions.togglePlay()}
      />
      <header className={styles.top}>
        <Link href={heading.back} className={styles.back} aria-label="Back">
          <BackIcon size={26} />
        </Link>
        <div className={styles.heading}>
          <h1>{heading.name}</h1>
          {heading.about && <p>{heading.about}</p>}
        </div>
        {aside}
      </header>
      <div className={styles.centre}>
        {content}
        {!isModal && !content && <Sign media={media} problem={source.problem} onRetry={source.retry} />}
      </div>
      {!isModal && (
        <div className={styles.bottom}>
          <Controls media={media} choices={source.choices} isFullScreen={fullScreen.isFull} actions={actions} onMenu={setHasMenu} />
        </div>
      )}
    </div>
  );
}

/** In the middle of the picture: that it is paused, waits, or cannot go on. */
function Sign({ media, problem, onRetry }: { media: MediaState; problem: "network" | "media" | undefined; onRetry: () => void }) {
  if (problem && (media.isWaiting || problem === "media")) {
    return (
      <div role="alert" className={styles.problem}>
        <p>
          {problem === "network"
            ? "The connection is gone. The film goes on when it is back."
            : "This film cannot be shown in this browser."}
        </p>
        <Button onClick={onRetry}>Try again</Button>
      </div>
    );
  }
  if (media.isPaused && !media.hasEnded && !media.isWaiting) {
    return (
      <span className={styles.sign} aria-hidden="true">
        <PlayIcon size={44} />
      </span>
    );
  }
  if (media.isWaiting) {
    return (
      <p role="status" className={styles.spinner}>
        <span className="visually-hidden">Loading</span>
      </p>
    );
  }
  return null;
}

type VideoActions = Omit<ControlActions, "toggleFullScreen" | "chooseQuality" | "chooseLanguage">;

function actionsOn(video: RefObject<HTMLVideoElement | null>): VideoActions {
  const withVideo = (act: (element: HTMLVideoElement) => void) => () => {
    if (video.current) act(video.current);
  };
  const seekTo = (seconds: number) =>
    withVideo((element) => {
      element.currentTime = Math.max(0, Math.min(seconds, element.duration || seconds));
    })();
  return {
    togglePlay: withVideo((element) => (element.paused ? void element.play().catch(() => undefined) : element.pause())),
    seekTo,
    seekBy: (seconds) => seekTo((video.current?.currentTime ?? 0) + seconds),
    setVolume: (volume) =>
      withVideo((element) => {
        element.muted = false;
        element.volume = Math.max(0, Math.min(1, volume));
      })(),
    toggleMute: withVideo((element) => {
      element.muted = !element.muted;
      if (!element.muted && element.volume === 0) element.volume = 0.5;
    }),
    togglePictureInPicture: withVideo((element) => {
      const done = document.pictureInPictureElement ? document.exitPictureInPicture() : element.requestPictureInPicture();
      done.catch(() => undefined);
    }),
  };
}

function useFailure(problem: "network" | "media" | undefined, reporter: Reporter): void {
  useEffect(() => {
    if (problem === "media") reporter.record("FAILED");
  }, [problem, reporter]);
}
