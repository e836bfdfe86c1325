/** What the tests use of mpd-parser, which has no types of its own. */
declare module "mpd-parser" {
  interface Segment {
    readonly resolvedUri: string;
    readonly duration: number;
    readonly map: { readonly resolvedUri: string };
  }
  interface Playlist {
    readonly attributes: { readonly NAME: string };
    readonly segments: readonly Segment[];
  }
  interface Manifest {
    readonly duration: number;
    readonly playlists: readonly Playlist[];
    readonly mediaGroups: {
      readonly AUDIO: Readonly<Record<string, Readonly<Record<string, { readonly playlists: readonly Playlist[] }>>>>;
    };
  }
  interface ParseOptions {
    readonly manifestUri: string;
    /** Told of whatever is not as it should be. */
    readonly eventHandler: (event: { readonly type: string; readonly message: string }) => void;
  }
  export function parse(manifest: string, options: ParseOptions): Manifest;
}
