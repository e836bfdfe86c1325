import type { EncodeIndex, IndexedAudio, IndexedTrack, IndexedVideo } from "./encode-index.ts";
import { languageNames } from "./language-names.ts";

/**
 * The playlists of HTTP Live Streaming (RFC 8216bis). Every URI is relative, so that the token in the path in front of
 * them is kept. Version 6 is the first to allow EXT-X-MAP for pictures and sound (section 8).
 */
const version = 6;

/** `master.m3u8`: which renditions there are (4.4.6). */
export function multivariantPlaylist({ tracks }: EncodeIndex): string {
  const audio = tracks.filter((track) => track.kind === "AUDIO");
  const video = tracks.filter((track) => track.kind === "VIDEO");
  const names = languageNames(audio);
  return playlist([
    "#EXT-X-INDEPENDENT-SEGMENTS",
    ...audio.map((track, index) => audioRendition(track, names[index] ?? track.name, index === 0)),
    ...video.flatMap((track) => [streamInformation(track, audio), `${track.name}.m3u8`]),
  ]);
}

/** `v0.m3u8`: the segments of a track (4.4.3). One target duration for all, since variants must agree on it (6.2.4). */
export function mediaPlaylist(track: IndexedTrack, { tracks }: EncodeIndex): string {
  const longest = Math.max(...tracks.flatMap((one) => one.segments.map(({ duration }) => duration / one.timescale)));
  return playlist([
    // Durations are compared to it rounded (4.4.3.1).
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.round(longest))}`,
    "#EXT-X-PLAYLIST-TYPE:VOD",
    `#EXT-X-MAP:URI="${track.name}/init.mp4"`,
    ...track.segments.flatMap(({ duration }, index) => [
      `#EXTINF:${(duration / track.timescale).toFixed(6)},`,
      `${track.name}/${index + 1}.m4s`,
    ]),
    "#EXT-X-ENDLIST",
  ]);
}

const playlist = (lines: readonly string[]): string => `${["#EXTM3U", `#EXT-X-VERSION:${version}`, ...lines].join("\n")}\n`;

function audioRendition(track: IndexedAudio, name: string, isDefault: boolean): string {
  return `#EXT-X-MEDIA:${[
    "TYPE=AUDIO",
    'GROUP-ID="audio"',
    ...(track.language === "und" ? [] : [`LANGUAGE="${track.language}"`]),
    `NAME="${name}"`,
    `DEFAULT=${isDefault ? "YES" : "NO"}`,
    "AUTOSELECT=YES",
    `CHANNELS="${track.channels}"`,
    `URI="${track.name}.m3u8"`,
  ].join(",")}`;
}

function streamInformation(video: IndexedVideo, audio: readonly IndexedAudio[]): string {
  const loudest = (bits: (track: IndexedTrack) => number) => Math.max(0, ...audio.map(bits));
  const codecs = [...new Set([video, ...audio].map(({ codec }) => codec))];
  return `#EXT-X-STREAM-INF:${[
    `BANDWIDTH=${video.peakBitsPerSecond + loudest((track) => track.peakBitsPerSecond)}`,
    `AVERAGE-BANDWIDTH=${video.averageBitsPerSecond + loudest((track) => track.averageBitsPerSecond)}`,
    `CODECS="${codecs.join(",")}"`,
    `RESOLUTION=${video.width}x${video.height}`,
    `FRAME-RATE=${video.framesPerSecond.toFixed(3)}`,
    ...(audio.length > 0 ? ['AUDIO="audio"'] : []),
  ].join(",")}`;
}
