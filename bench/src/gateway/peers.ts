import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../peers", import.meta.url));

/** Installs the peers where they are not, or not as their lock file has them. */
export async function installPeers(say: (sentence: string) => void): Promise<void> {
  const [installed, locked] = await Promise.all(["node_modules/.package-lock.json", "package-lock.json"].map(changedAtMs));
  if ((installed ?? 0) >= (locked ?? 0)) return;
  say("Installing the peers into bench/peers (some 660 MB)");
  const npm = spawn("npm", ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"], { stdio: ["ignore", 2, 2] });
  const [code] = await once(npm, "exit");
  if (code !== 0) throw new Error(`npm ci ended with ${code}: expected the peers to be installed.`);
}

async function changedAtMs(file: string): Promise<number | undefined> {
  return (await stat(`${folder}/${file}`).catch(() => undefined))?.mtimeMs;
}
