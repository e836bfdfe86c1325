import { expect, it } from "vitest";
import { logPrefix, readableLine } from "./log-line.ts";

it("shows an entry of the log as a sentence, and what belongs to it", () => {
  const entry = { level: 30, time: 1, pid: 2, hostname: "h", name: "users", url: "http://a", msg: "users is up" };
  expect(readableLine(JSON.stringify(entry))).toBe('INFO  users is up {"url":"http://a"}');
  expect(readableLine(JSON.stringify({ level: 50, msg: "failed", err: { stack: "Error: x\n  at y" } }))).toBe(
    "ERROR failed\nError: x\n  at y",
  );
});

it("shows everything else as it is", () => {
  for (const line of ["plain", "{ not json", "{}", "[1]"]) expect(readableLine(line)).toBe(line);
});

it("says whose line it is", () => {
  expect(logPrefix("users", false)).toBe("users           | ");
  expect(logPrefix("metrics-2", true)).toContain("\u001b[32mmetrics-2");
});
