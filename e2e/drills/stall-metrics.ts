import { expectLive, liveAgainSeconds } from "./live-count.ts";
import type { Scene } from "./scene.ts";

const STALLED_SECONDS = 45;

/** Stops one of two metrics processes where it stands. The other must take over its parts; then the first goes on, and must not disturb. */
export async function stallMetrics(scene: Scene): Promise<void> {
  const first = scene.service("metrics", 1);
  scene.say("Stopping metrics-1 where it stands");
  const stalledAt = performance.now();
  first.signal("SIGSTOP");
  const takenOverSeconds = await liveAgainSeconds(scene, STALLED_SECONDS);
  scene.facts.takenOverSeconds = takenOverSeconds;
  scene.expect(takenOverSeconds !== undefined, `The other metrics did not count live viewers within ${STALLED_SECONDS} s.`);
  await scene.wait(STALLED_SECONDS - (performance.now() - stalledAt) / 1_000);
  await scene.healed("metrics-1 goes on", async () => first.signal("SIGCONT"));
  await expectLive(scene, 30);
}
