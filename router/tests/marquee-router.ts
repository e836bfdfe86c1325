import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../bin/marquee-router.js", import.meta.url));

export interface RouterProcess extends AsyncDisposable {
  /** Of its GraphQL endpoint. */
  readonly url: string;
  readonly process: ChildProcess;
}

/** Runs `marquee-router` to its end. */
export async function runRouter(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [command, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const [code] = await once(child, "close");
  return { code, out: out(), err: err() };
}

/** Starts `marquee-router` on a free port and waits until it is up; disposing it asks it to stop. */
export async function startRouterProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RouterProcess> {
  const child = spawn(process.execPath, [command, "--listen", "127.0.0.1:0", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const exited = once(child, "close");
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const found = /"url":"(http:[^"]+)"/.exec(out())?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("close", (code) => reject(new Error(`the router ended with ${code}: ${err()}${out()}`)));
  });
  return {
    url,
    process: child,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (part) => {
    text += part;
  });
  return () => text;
}
