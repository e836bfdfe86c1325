import { dashManifest } from "./dash.ts";
import type { EncodeIndex, IndexedTrack } from "./encode-index.ts";
import { mediaPlaylist, multivariantPlaylist } from "./hls.ts";
import { initSegment } from "./init-segment.ts";
import { mediaSegment } from "./media-segment.ts";
import { layOutTrack, type TrackLayout } from "./track-layout.ts";

/** Where an encode's tracks are kept. Rejects where a range is not there. */
export interface MediaReader {
  /** `length` bytes of the file `name` (`v0.mp4`) from `start` on. */
  read(name: string, start: number, length: number): Promise<Buffer>;
}

/** A file as clients get it; it never changes. */
export interface MediaFile {
  readonly contentType: string;
  readonly body: Buffer;
  readonly kind: "manifest" | "init" | "segment";
}

/** Opens an encode for serving. Nothing is read before it is asked for; what can be kept for the next asker is. */
export function openEncode(media: MediaReader, index: EncodeIndex): PackagedEncode {
  return new PackagedEncode(media, index);
}

/** An encode as HLS and DASH over the same segments, cut from its tracks when they are asked for. */
export class PackagedEncode {
  private readonly written = new Map<string, MediaFile>();
  private readonly layouts = new Map<string, TrackLayout>();

  constructor(
    private readonly media: MediaReader,
    private readonly index: EncodeIndex,
  ) {}

  /**
   * `master.m3u8`, `manifest.mpd`, `<track>.m3u8`, `<track>/init.mp4` or `<track>/<number>.m4s`; undefined for any other
   * name, before anything is read. A segment is one read of its track.
   */
  async file(name: string): Promise<MediaFile | undefined> {
    const segment = /^([va]\d{1,4})\/([1-9]\d{0,7})\.m4s$/.exec(name);
    if (segment) return this.segment(this.track(segment[1]), Number(segment[2]));
    const known = this.written.get(name) ?? this.write(name);
    if (known) this.written.set(name, known);
    return known;
  }

  private async segment(track: IndexedTrack | undefined, number: number): Promise<MediaFile | undefined> {
    if (!track || number > track.segments.length) return undefined;
    const layout = this.layoutOf(track);
    const place = layout.segments[number - 1];
    if (!place) return undefined;
    const bytes = await this.media.read(`${track.name}.mp4`, place.byteStart, place.byteLength);
    if (bytes.length !== place.byteLength) throw new Error(`Expected ${place.byteLength} bytes of ${track.name}, got ${bytes.length}.`);
    return { contentType: contentTypeOf(track), body: mediaSegment(layout, place, number, bytes), kind: "segment" };
  }

  private write(name: string): MediaFile | undefined {
    if (name === "master.m3u8") return playlist(multivariantPlaylist(this.index));
    if (name === "manifest.mpd")
      return { contentType: "application/dash+xml", body: Buffer.from(dashManifest(this.index)), kind: "manifest" };
    const [, trackName, ending] = /^([va]\d{1,4})(\.m3u8|\/init\.mp4)$/.exec(name) ?? [];
    const track = this.track(trackName);
    if (!track) return undefined;
    if (ending === ".m3u8") return playlist(mediaPlaylist(track, this.index));
    return { contentType: contentTypeOf(track), body: initSegment(track), kind: "init" };
  }

  private track(name: string | undefined): IndexedTrack | undefined {
    return this.index.tracks.find((track) => track.name === name);
  }

  private layoutOf(track: IndexedTrack): TrackLayout {
    const layout = this.layouts.get(track.name) ?? layOutTrack(track);
    this.layouts.set(track.name, layout);
    return layout;
  }
}

const playlist = (text: string): MediaFile => ({ contentType: "application/vnd.apple.mpegurl", body: Buffer.from(text), kind: "manifest" });

const contentTypeOf = (track: IndexedTrack): string => (track.kind === "VIDEO" ? "video/mp4" : "audio/mp4");
