/** The part of mpd-parser that the tests use; it brings no types. */
declare module "mpd-parser" {
  interface Segment {
    readonly uri: string;
    readonly duration: number;
    readonly presentationTime: number;
  }
  interface Playlist {
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly segments: readonly Segment[];
    readonly sidx?: unknown;
  }
  export function parse(
    manifest: string,
    options: { readonly manifestUri: string },
  ): {
    readonly duration: number;
    readonly playlists: readonly Playlist[];
    readonly mediaGroups: {
      readonly AUDIO: Readonly<Record<string, Readonly<Record<string, { readonly playlists: readonly Playlist[] }>>>>;
    };
  };
}
