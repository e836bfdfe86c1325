import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CannotStart } from "./cannot-start.ts";
import { type Command, type Engine, engineProcess } from "./engine.ts";
import { choosePort } from "./ports.ts";
import { answers } from "./probe.ts";
import { isAlive, processOf } from "./running-process.ts";

/** A server that says "here" to whoever connects. */
const greeter = (port: number): Command => ({
  file: process.execPath,
  args: ["--eval", `require("node:net").createServer((socket) => socket.end("here")).listen(${port}, "127.0.0.1")`],
});

describe("an engine", async () => {
  const home = await mkdtemp(join(tmpdir(), "marquee-engine-"));
  const port = await choosePort(31_000, ["127.0.0.1"]);
  const address = { host: "127.0.0.1", port };
  const engine = (name: string, command = greeter(port)): Engine =>
    engineProcess({
      name,
      folder: join(home, name),
      addresses: [address],
      command: async () => command,
      answers: () => answers(address, Buffer.from("?"), (reply) => reply.toString() === "here"),
      patienceMs: 10_000,
    });
  afterAll(async () => {
    for (const name of ["greeter", "other"]) await engine(name).stop();
    await rm(home, { recursive: true });
  });

  it("runs until it is stopped, and is found by whoever looks for it next", async () => {
    await engine("greeter").start();
    const found = engine("greeter");
    const { pid } = found;
    expect(pid).toBeGreaterThan(0);
    await found.start();
    expect(found.pid).toBe(pid);

    expect(await found.stop()).toBe(true);
    expect(found.pid).toBeUndefined();
    expect(await found.stop()).toBe(false);
  });

  it("starts again after it was killed", async () => {
    const killed = engine("greeter");
    await killed.start();
    const { pid } = killed;
    await killed.kill();
    expect(killed.pid).toBeUndefined();
    await killed.start();
    expect(killed.pid).not.toBe(pid);
    await killed.stop();
  });

  it("deletes its files when it is down, and only then", async () => {
    const wiped = engine("greeter");
    await wiped.start();
    await expect(wiped.wipe()).rejects.toThrow("is running");
    await wiped.stop();
    await wiped.wipe();
    expect(existsSync(join(home, "greeter"))).toBe(false);
    await wiped.start();
    await wiped.stop();
  });

  it("says that somebody else has its port", async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(port, "127.0.0.1", resolve));
    await expect(engine("other").start()).rejects.toThrow(`other cannot listen on 127.0.0.1:${port}: another program does.`);
    expect(await choosePort(port, ["127.0.0.1"])).toBeGreaterThan(port);
    await new Promise((resolve) => stranger.close(resolve));
  });

  it("says why it ended while it was starting", async () => {
    const broken = { file: process.execPath, args: ["--eval", `console.error("no disk"); process.exit(1)`] };
    await expect(engine("other", broken).start()).rejects.toThrow(/other ended while it was starting:\nno disk/);
    await expect(engine("other", { file: "no-such-program", args: [] }).start()).rejects.toBeInstanceOf(CannotStart);
  });

  it.runIf(existsSync("/proc/self/stat"))("is not taken for another process that got its number", async () => {
    const self = processOf(process.pid);
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ ...self, startedAt: "1" })).toBe(false);
    await rm(join(home, "greeter"), { recursive: true, force: true });
    const restarted = engine("greeter");
    await restarted.start();
    const mine = { pid: process.pid, startedAt: "1" };
    await restarted.stop();
    await writeFile(join(home, "greeter/process.json"), JSON.stringify(mine));
    expect(restarted.pid).toBeUndefined();
  });
});
