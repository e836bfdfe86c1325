import { expect, vi } from "vitest";
import type { ServiceUnderTest } from "./service-under-test.ts";

/** Above the pause between two tries of a start, and what a try takes when nobody answers. */
const NOTICED_WITHIN_MS = 30_000;
const soon = { timeout: NOTICED_WITHIN_MS, interval: 100 };

/** Each is up, takes no requests, and says just this. */
export async function expectRed(services: readonly ServiceUnderTest[], problem: string | RegExp): Promise<void> {
  await Promise.all(
    services.map((service) =>
      vi.waitFor(async () => {
        expect(await service.isHealthy(), service.name).toBe(true);
        expect(await service.readiness(), service.name).toEqual({
          status: 503,
          problems: [sentence(problem)],
          warnings: [],
        });
      }, soon),
    ),
  );
}

/** Each takes requests and goes without what the warning says; nothing without one. */
export async function expectGreen(services: readonly ServiceUnderTest[], ...warnings: readonly (string | RegExp)[]): Promise<void> {
  await Promise.all(
    services.map((service) =>
      vi.waitFor(async () => {
        expect(await service.isHealthy(), service.name).toBe(true);
        expect(await service.readiness(), service.name).toEqual({
          status: 200,
          problems: [],
          warnings: warnings.map((it) => sentence(it)),
        });
      }, soon),
    ),
  );
}

/** Each answers a request that takes it to its store. */
export async function expectAnswers(services: readonly ServiceUnderTest[]): Promise<void> {
  for (const service of services) expect(await service.failureToAnswer(), service.name).toBe("");
}

function sentence(expected: string | RegExp): unknown {
  return typeof expected === "string" ? expected : expect.stringMatching(expected);
}
