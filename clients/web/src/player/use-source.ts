import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { noChoices, openSource, type Source, type SourceProblem } from "./source.ts";

type Parts = { video: RefObject<HTMLVideoElement | null>; url: string; startSeconds: number; onExpired: () => void };

const retryEveryMs = 5_000;

/** Opens the film's manifest once, follows a renewed address, and keeps trying while the network is away. */
export function useSource({ video, url, startSeconds, onExpired }: Parts) {
  const [choices, setChoices] = useState(noChoices);
  const [problem, setProblem] = useState<Exclude<SourceProblem, "expired">>();
  const source = useRef<Source>(undefined);
  const first = useRef({ url, startSeconds });
  const expired = useRef(onExpired);
  expired.current = onExpired;

  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    let isLeft = false;
    const failed = (what: SourceProblem) => (what === "expired" ? expired.current() : setProblem(what));
    const listener = { changed: setChoices, failed, recovered: () => setProblem(undefined) };
    const opening = openSource({ video: element, ...first.current, listener });
    opening.then(
      (opened) => {
        if (isLeft) opened.close();
        else source.current = opened;
      },
      () => setProblem("network"),
    );
    return () => {
      isLeft = true;
      source.current?.close();
      source.current = undefined;
    };
  }, [video]);

  useEffect(() => {
    if (url === first.current.url) return;
    first.current = { ...first.current, url };
    source.current?.renew(url);
  }, [url]);

  const retry = useCallback(() => source.current?.retry(), []);
  useEffect(() => {
    if (problem !== "network") return undefined;
    const timer = setInterval(retry, retryEveryMs);
    window.addEventListener("online", retry);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", retry);
    };
  }, [problem, retry]);

  return {
    choices,
    problem,
    retry,
    chooseQuality: (index: number | undefined) => source.current?.chooseQuality(index),
    chooseLanguage: (index: number) => source.current?.chooseLanguage(index),
  };
}
