import { describe, expect, it, vi } from "vitest";
import { UnreadableMessage } from "../event-log.ts";
import { memoryEventLog } from "../memory.ts";
import { readCommand, runCommand, WrongUsage } from "./run-command.ts";

describe("the command for events that were set aside", async () => {
  const log = memoryEventLog();
  const run = (...args: string[]) => runCommand(log, readCommand(args));

  it("lists them with their reason, and hands them out again", async () => {
    expect(await run("list")).toBe("Nothing was set aside.");
    let isMended = false;
    const handle = async () => {
      if (!isMended) throw new UnreadableMessage("no event");
    };
    await log.append("catalog", [{ key: "tidewater", value: { type: "nonsense" } }]);
    await using _ = log.consume("catalog", "packager", handle, () => {});
    await vi.waitFor(async () => expect(await log.countSetAside()).toBe(1), { timeout: 20_000 });
    expect(await run("list")).toMatch(/^20.*Z {2}catalog → packager {2}tidewater {2}UnreadableMessage: no event\n1 set aside.$/);
    expect(JSON.parse(await run("list", "--json"))).toMatchObject({
      count: 1,
      events: [{ stream: "catalog", group: "packager", key: "tidewater", value: { type: "nonsense" }, reason: expect.anything() }],
    });
    expect(await run("list", "--group", "metrics")).toBe("Nothing was set aside.");
    isMended = true;
    expect(JSON.parse(await run("replay", "--stream", "catalog", "--json"))).toEqual({ replayed: 1 });
    expect(await run("list")).toBe("Nothing was set aside.");
    expect(await run("replay")).toBe("0 handed out again.");
  });

  it.each([[[]], [["delete"]], [["list", "replay"]], [["list", "--force"]]])("says what it understands when given %j", (args) => {
    expect(() => readCommand(args)).toThrow(WrongUsage);
  });
});
