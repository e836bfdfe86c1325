import type Hls from "hls.js";

export type Quality = { readonly index: number; readonly name: string };
export type AudioLanguage = { readonly index: number; readonly name: string };

/** What can be chosen about the picture and the sound, and what is. */
export type SourceChoices = {
  readonly qualities: readonly Quality[];
  /** Undefined while the player chooses by itself. */
  readonly quality: number | undefined;
  /** What plays at the moment, by itself or chosen. */
  readonly playingQuality: number | undefined;
  readonly languages: readonly AudioLanguage[];
  readonly language: number | undefined;
};

/** Why nothing plays: `expired` asks for a renewed address, `network` for patience, `media` cannot be helped. */
export type SourceProblem = "expired" | "network" | "media";

export type Source = {
  readonly chooseQuality: (index: number | undefined) => void;
  readonly chooseLanguage: (index: number) => void;
  /** Goes on with the same film at another address, without a break where the browser allows it. */
  readonly renew: (url: string) => void;
  /** Tries again after a problem. */
  readonly retry: () => void;
  readonly close: () => void;
};

export type SourceListener = {
  readonly changed: (choices: SourceChoices) => void;
  readonly failed: (problem: SourceProblem) => void;
  /** Something arrived: what was said to have failed goes on. */
  readonly recovered: () => void;
};

export const noChoices: SourceChoices = {
  qualities: [],
  quality: undefined,
  playingQuality: undefined,
  languages: [],
  language: undefined,
};

type Opening = { readonly video: HTMLVideoElement; readonly url: string; readonly startSeconds: number; readonly listener: SourceListener };

/** Plays an HLS manifest in a video element: with hls.js, or natively where the browser has no Media Source Extensions. */
export async function openSource(opening: Opening): Promise<Source> {
  const { default: HlsPlayer } = await import("hls.js");
  return HlsPlayer.isSupported() ? openWithHls(HlsPlayer, opening) : openNatively(opening);
}

function openWithHls(HlsPlayer: typeof Hls, { video, url, startSeconds, listener }: Opening): Source {
  let base = { from: folderOf(url), to: folderOf(url) };
  const hls = new HlsPlayer({
    startPosition: startSeconds,
    // Segments are CMAF, which is passed on as it is: a worker of hls.js's own would have nothing to do.
    enableWorker: false,
    capLevelToPlayerSize: true,
    backBufferLength: 60,
    xhrSetup: (request, address) => {
      if (base.from !== base.to && address.startsWith(base.from)) request.open("GET", base.to + address.slice(base.from.length), true);
    },
  });
  const { Events, ErrorTypes } = HlsPlayer;
  const tell = () => listener.changed(choicesOf(hls));
  for (const event of [Events.MANIFEST_PARSED, Events.LEVEL_SWITCHED, Events.AUDIO_TRACKS_UPDATED, Events.AUDIO_TRACK_SWITCHED] as const)
    hls.on(event, tell);
  hls.on(Events.FRAG_BUFFERED, listener.recovered);
  let mediaRepairs = 0;
  hls.on(Events.ERROR, (_event, { fatal, type, response }) => {
    if (response && [401, 403, 410].includes(response.code ?? 0)) listener.failed("expired");
    else if (fatal && type === ErrorTypes.NETWORK_ERROR) listener.failed("network");
    else if (fatal && type === ErrorTypes.MEDIA_ERROR && mediaRepairs++ < 2) hls.recoverMediaError();
    else if (fatal) listener.failed("media");
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    chooseQuality: (index) => {
      hls.nextLevel = index ?? -1;
      tell();
    },
    chooseLanguage: (index) => {
      hls.audioTrack = index;
    },
    renew: (next) => {
      base = { ...base, to: folderOf(next) };
      hls.startLoad();
    },
    retry: () => (hls.levels.length > 0 ? hls.startLoad() : hls.loadSource(url)),
    close: () => hls.destroy(),
  };
}

function choicesOf(hls: Hls): SourceChoices {
  const isSet = (index: number) => (index >= 0 ? index : undefined);
  return {
    qualities: hls.levels
      .map(({ height, bitrate }, index) => ({ index, name: height ? `${height}p` : `${Math.round(bitrate / 1000)} kbit/s` }))
      .toReversed(),
    quality: isSet(hls.manualLevel),
    playingQuality: isSet(hls.currentLevel),
    languages: hls.audioTracks.map(({ name, lang }, index) => ({ index, name: languageName(lang) ?? name })),
    language: isSet(hls.audioTrack),
  };
}

function openNatively({ video, url, startSeconds, listener }: Opening): Source {
  let address = url;
  const load = (seconds: number) => {
    const wasPlaying = !video.paused;
    video.src = address;
    const goThere = () => {
      video.currentTime = seconds;
    };
    video.addEventListener("loadedmetadata", goThere, { once: true });
    if (wasPlaying) void video.play().catch(() => undefined);
  };
  const failed = () => listener.failed(video.error?.code === MediaError.MEDIA_ERR_NETWORK ? "network" : "media");
  video.addEventListener("error", failed);
  video.addEventListener("progress", listener.recovered);
  load(startSeconds);
  return {
    chooseQuality: () => undefined,
    chooseLanguage: () => undefined,
    renew: (next) => {
      address = next;
      load(video.currentTime);
    },
    retry: () => load(video.currentTime),
    close: () => {
      video.removeEventListener("error", failed);
      video.removeEventListener("progress", listener.recovered);
      video.removeAttribute("src");
      video.load();
    },
  };
}

/** What a manifest's relative addresses are relative to; the token is part of it. */
function folderOf(url: string): string {
  return url.slice(0, url.split("?")[0]?.lastIndexOf("/"));
}

function languageName(code: string | undefined): string | undefined {
  if (!code || code === "und") return undefined;
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(code);
  } catch {
    return undefined;
  }
}
