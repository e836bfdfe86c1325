import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

interface Player {
  /** The package whose `require` is what a browser loads by a script tag. */
  readonly library: string;
  /** What a page does with it. `url` and `video` are there, and `fail(what)` tells of what a viewer would not get over. */
  readonly load: string;
}

const players = {
  "hls.js": {
    library: "hls.js",
    load: `
      const hls = new Hls();
      hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => fatal && fail(details));
      hls.loadSource(url);
      hls.attachMedia(video);`,
  },
  "dash.js": {
    library: "dashjs",
    load: `
      const player = dashjs.MediaPlayer().create();
      player.on(dashjs.MediaPlayer.events.ERROR, ({ error }) => fail(error.message));
      player.initialize(video, url, false);`,
  },
  "Shaka Player": {
    library: "shaka-player",
    load: `
      const player = new shaka.Player();
      player.addEventListener("error", ({ detail }) => fail(detail.message));
      player.attach(video).then(() => player.load(url)).catch(({ message }) => fail(message));`,
  },
} satisfies Record<string, Player>;

export type PlayerName = keyof typeof players;

export interface PlayerSite extends AsyncDisposable {
  /** A page that plays the manifest by itself, and keeps what went wrong in `window.failures`. */
  pageOf(player: PlayerName, manifestUrl: string): string;
}

/** A site with a page for each player: to a browser another origin than the media's. */
export async function startPlayerSite(): Promise<PlayerSite> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const name = searchParams.get("player");
    if (!isPlayer(name)) return response.writeHead(404).end();
    if (pathname !== "/library.js") return response.setHeader("Content-Type", "text/html; charset=utf-8").end(htmlOf(name));
    return createReadStream(require.resolve(players[name].library)).pipe(response.setHeader("Content-Type", "text/javascript"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    pageOf: (player, manifestUrl) => `http://localhost:${port}/?${new URLSearchParams({ player, url: manifestUrl })}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const require = createRequire(import.meta.url);

const isPlayer = (name: string | null): name is PlayerName => name !== null && Object.hasOwn(players, name);

const htmlOf = (name: PlayerName): string => `<!doctype html>
<title>${name}</title>
<link rel="icon" href="data:,">
<video></video>
<script src="/library.js?${new URLSearchParams({ player: name })}"></script>
<script>
  const video = document.querySelector("video");
  const url = new URL(location).searchParams.get("url");
  window.failures = [];
  const fail = (what) => window.failures.push(String(what));
  video.addEventListener("error", () => fail(video.error.message));
  video.addEventListener("canplay", () => video.play().catch(fail), { once: true });
  ${players[name].load}
</script>
`;
