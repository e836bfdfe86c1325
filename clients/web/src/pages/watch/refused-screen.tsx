import type { ReactNode } from "react";
import { useState } from "react";
import { useClient } from "urql";
import { Redirect } from "wouter";
import { Button, LinkButton } from "../../design/button.tsx";
import { Notice } from "../../design/notice.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { endPlayback } from "../../graphql/operations/watch.ts";
import { withNext } from "../../shell/next-page.ts";
import { posterStyle } from "../../titles/poster.tsx";
import { ago, atTime } from "../../titles/words.ts";
import type { PlaybackRefusal } from "./use-playback.ts";
import styles from "./watch.module.css";
import type { WatchedPlayable } from "./watch-page.tsx";

type Props = { refusal: PlaybackRefusal; playable: WatchedPlayable | undefined; onRetry: () => void };

/** Why the film does not begin, and what can be done about it. */
export function RefusedScreen({ refusal, playable, onRetry }: Props) {
  const name = playable?.name ?? "This film";
  const back = backTo(playable);
  switch (refusal.__typename) {
    case "ProfileRequired":
      return <Redirect to={withNext("/profiles", `${location.pathname}${location.search}`)} replace />;
    case "NotReady":
      return (
        <Screen name={name} title={refusal.percent === null ? `${name} cannot be watched yet` : `${name} is being prepared`} back={back}>
          <p>It begins here by itself as soon as it is ready.</p>
          {refusal.percent !== null && (
            <div className={styles.percent}>
              <ProgressBar percent={refusal.percent} label="Prepared" />
              <span>{Math.floor(refusal.percent)} %</span>
            </div>
          )}
        </Screen>
      );
    case "NotAvailable":
      return (
        <Screen name={name} title={`${name} cannot be watched now`} back={back}>
          <p>{refusal.availableFrom ? `It is available from ${atTime(refusal.availableFrom)} on.` : refusal.message}</p>
        </Screen>
      );
    case "MaturityRestricted":
      return (
        <Screen
          name={name}
          title={`${name} is for older viewers`}
          back={back}
          action={
            <LinkButton look="primary" href={withNext("/profiles", location.pathname)}>
              Switch profile
            </LinkButton>
          }
        >
          <p>{refusal.message}</p>
        </Screen>
      );
    case "TooManyStreams":
      return (
        <Screen name={name} title="Your account is watching elsewhere" back={back} action={<Button onClick={onRetry}>Try again</Button>}>
          <p>
            Your plan includes {refusal.limit === 1 ? "one screen at a time" : `${refusal.limit} screens at the same time`}. Stop one to
            watch here.
          </p>
          <ActiveStreams streams={refusal.active} onEnded={onRetry} />
        </Screen>
      );
    case "NotEntitled":
      return (
        <Screen
          name={name}
          title={`${name} is not in your plan`}
          back={back}
          action={
            <LinkButton look="primary" href="/account">
              Your plan
            </LinkButton>
          }
        >
          <p>{refusal.message}</p>
        </Screen>
      );
    case "UnknownPlayable":
      return (
        <Screen name={name} title="There is no such film" back="/">
          <p>It may have left the catalogue.</p>
        </Screen>
      );
    default:
      return refusal satisfies never;
  }
}

/** That a film which played is over here, though not at its end. */
export function EndedScreen({ message, playable, onGoOn }: { message: string; playable: WatchedPlayable | undefined; onGoOn: () => void }) {
  const action = (
    <Button look="primary" autoFocus onClick={onGoOn}>
      Watch here
    </Button>
  );
  return (
    <Screen name={playable?.name ?? "This film"} title="Playback was stopped" back={backTo(playable)} action={action}>
      <p role="status">{message}</p>
    </Screen>
  );
}

function Screen({
  name,
  title,
  back,
  action,
  children,
}: {
  name: string;
  title: string;
  back: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className={styles.screen} style={posterStyle(name)}>
      <Notice
        isPage
        title={title}
        actions={
          <>
            {action}
            <LinkButton href={back}>Back</LinkButton>
          </>
        }
      >
        {children}
      </Notice>
    </main>
  );
}

type Stream = Extract<PlaybackRefusal, { __typename: "TooManyStreams" }>["active"][number];

function ActiveStreams({ streams, onEnded }: { streams: readonly Stream[]; onEnded: () => void }) {
  const client = useClient();
  const [endingId, setEndingId] = useState<string>();
  const [failedId, setFailedId] = useState<string>();
  const end = async (sessionId: string) => {
    setEndingId(sessionId);
    const { error } = await client.mutation(endPlayback, { input: { sessionId } });
    setEndingId(undefined);
    setFailedId(error && sessionId);
    if (!error) onEnded();
  };
  return (
    <ul className={styles.streams}>
      {streams.map((stream) => (
        <li key={stream.sessionId}>
          <div>
            <strong>{stream.playable?.name ?? "A film"}</strong>
            <p>
              {stream.deviceName ?? "Another device"}, started {ago(stream.startedAt)}
            </p>
            {failedId === stream.sessionId && <p role="alert">It could not be stopped. Try again in a moment.</p>}
          </div>
          <Button
            isBusy={endingId === stream.sessionId}
            aria-label={`Stop it on ${stream.deviceName ?? "another device"} and watch here`}
            onClick={() => void end(stream.sessionId)}
          >
            Stop it
          </Button>
        </li>
      ))}
    </ul>
  );
}

function backTo(playable: WatchedPlayable | undefined): string {
  if (!playable) return "/";
  return `/title/${playable.__typename === "Episode" ? (playable.series?.id ?? playable.id) : playable.id}`;
}
