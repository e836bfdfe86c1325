import { setTimeout } from "node:timers/promises";
import type { ServiceName } from "@marquee/services";
import type { Load } from "@marquee/simulate";
import type { Service, Stage } from "./stage.ts";

/** What a drill's damage works on: a running Marquee under load. */
export class Scene {
  readonly stage: Stage;
  readonly load: Load;
  readonly signal: AbortSignal;
  /** What the drill alone has to tell. */
  readonly facts: Record<string, unknown> = {};
  /** What the drill alone promises, and did not hold. */
  readonly broken: string[] = [];
  /** The longest time from a healing until everything was ready again and an event was acknowledged. */
  backInServiceSeconds = 0;
  readonly #say: (sentence: string) => void;

  constructor(parts: Pick<Scene, "stage" | "load" | "signal"> & { readonly say: (sentence: string) => void }) {
    this.stage = parts.stage;
    this.load = parts.load;
    this.signal = parts.signal;
    this.#say = parts.say;
  }

  say(sentence: string): void {
    this.#say(sentence);
  }

  async wait(seconds: number): Promise<void> {
    await setTimeout(seconds * 1_000, undefined, { signal: this.signal });
  }

  service(name: ServiceName, copy = 1): Service {
    const found = this.stage.services.find((service) => service.name === name && service.copy === copy);
    if (!found) throw new Error(`There is no ${name}-${copy} here.`);
    return found;
  }

  get engines(): NonNullable<Stage["engines"]> {
    if (!this.stage.engines) throw new Error("This drill needs engines.");
    return this.stage.engines;
  }

  /**
   * Waits until all is in service again, from the moment on at which what was damaged is healed: a service is started, an engine answers.
   *
   * @param work what the healing of a service begins with
   */
  async healed(what: string, work?: () => Promise<void>): Promise<void> {
    this.say(`Healed: ${what}`);
    const beganAt = performance.now();
    await work?.();
    while (!(await this.#allReady())) await setTimeout(100, undefined, { signal: this.signal });
    await this.load.acknowledgesAgain();
    const seconds = Math.round((performance.now() - beganAt) / 100) / 10;
    this.backInServiceSeconds = Math.max(this.backInServiceSeconds, seconds);
    this.say(`Back in service after ${seconds} s`);
  }

  /** What must have held in this drill alone. */
  expect(isSo: boolean, sentence: string): void {
    if (!isSo) this.broken.push(sentence);
  }

  async #allReady(): Promise<boolean> {
    return (await Promise.all(this.stage.services.map((service) => service.isReady()))).every(Boolean);
  }
}
