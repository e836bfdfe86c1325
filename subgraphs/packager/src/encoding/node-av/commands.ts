import { fileURLToPath } from "node:url";
import type { Command, Commands } from "../program-tools.ts";

/** The same jobs done by FFmpeg's libraries from npm, in a Node process of its own. It speaks as ffmpeg and ffprobe do. */
export const nodeAvCommands: Commands & { readonly version: Command } = {
  version: command("version"),
  describe: (file) => command("describe", file),
  scan: (file) => command("scan", file),
  run: (job) => command("run", JSON.stringify(job)),
  decode: (file) => command("decode", file),
};

/** Node strips the types by itself, whatever started this process. */
function command(...args: string[]): Command {
  return [process.execPath, "--disable-warning=ExperimentalWarning", fileURLToPath(new URL("./main.ts", import.meta.url)), ...args];
}
