import HLS from "hls-parser";
import { parse } from "mpd-parser";

/** A rendition as a manifest describes it. */
export interface Rendition {
  readonly kind: "VIDEO" | "AUDIO";
  /** The header, and after it each segment. */
  readonly urls: readonly string[];
  readonly seconds: number;
}

HLS.setOptions({ strictMode: true }); // throws whatever is not as RFC 8216 wants it

/** All renditions of an HLS presentation. */
export async function readHls(url: string): Promise<Rendition[]> {
  const main = HLS.parse(await textOf(url));
  if (!("variants" in main)) throw new Error("expected a multivariant playlist");
  const sound = main.variants.flatMap(({ audio }) => audio.flatMap(({ uri }) => (uri ? [uri] : [])));
  return Promise.all([
    ...main.variants.map(({ uri }) => readPlaylist("VIDEO", new URL(uri, url).href)),
    ...[...new Set(sound)].map((uri) => readPlaylist("AUDIO", new URL(uri, url).href)),
  ]);
}

async function readPlaylist(kind: Rendition["kind"], url: string): Promise<Rendition> {
  const playlist = HLS.parse(await textOf(url));
  if (!("segments" in playlist)) throw new Error("expected a media playlist");
  const uris = [...new Set(playlist.segments.map(({ map }) => map.uri)), ...playlist.segments.map(({ uri }) => uri)];
  const seconds = playlist.segments.reduce((sum, { duration }) => sum + duration, 0);
  return { kind, urls: uris.map((uri) => new URL(uri, url).href), seconds };
}

/** All renditions of a DASH presentation. */
export async function readDash(manifestUri: string): Promise<Rendition[]> {
  const complaints: string[] = [];
  const manifest = parse(await textOf(manifestUri), { manifestUri, eventHandler: ({ message }) => complaints.push(message) });
  if (complaints.length > 0) throw new Error(`mpd-parser complains: ${complaints.join("; ")}`);
  const sound = Object.values(manifest.mediaGroups.AUDIO).flatMap((group) => Object.values(group).flatMap(({ playlists }) => playlists));
  const renditionOf =
    (kind: Rendition["kind"]) =>
    ({ segments }: (typeof sound)[number]): Rendition => ({
      kind,
      urls: [...new Set(segments.map(({ map }) => map.resolvedUri)), ...segments.map(({ resolvedUri }) => resolvedUri)],
      seconds: segments.reduce((sum, { duration }) => sum + duration, 0),
    });
  return [...manifest.playlists.map(renditionOf("VIDEO")), ...sound.map(renditionOf("AUDIO"))];
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.text();
}
