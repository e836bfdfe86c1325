import { ReportQueue } from "./report-queue.ts";
import { sendReport } from "./send-report.ts";
import { sleepWatch } from "./sleep-watch.ts";
import type { FromWorker, ReportTarget, ToWorker } from "./worker-messages.ts";

/*
 * Keeps the beat and sends the reports of one session. A worker, because a hidden page's own timers run once a minute, and viewers who listen in
 * another tab would drop out of the live count.
 */

const tickMs = 1_000;

let queue: ReportQueue | undefined;
let beat: ReturnType<typeof setInterval> | undefined;

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case "begin":
      queue = queueFor(data.target);
      beat = keepBeat(data.heartbeatSeconds);
      return;
    case "report":
      queue?.add(data.event);
      return;
    case "finish":
      clearInterval(beat);
      void queue?.drained().then(() => self.close());
      return;
    default:
      data satisfies never;
  }
});

self.addEventListener("online", () => queue?.retryNow());

function queueFor(target: ReportTarget): ReportQueue {
  return new ReportQueue({
    send: (events) => sendReport(target, events),
    settled: (sequences) => tell({ type: "settled", sequences }),
    rejected: () => tell({ type: "rejected" }),
  });
}

function keepBeat(heartbeatSeconds: number): ReturnType<typeof setInterval> {
  const slept = sleepWatch(Date.now);
  let lastBeatMs = performance.now();
  return setInterval(() => {
    if (slept()) tell({ type: "slept" });
    if (performance.now() - lastBeatMs < heartbeatSeconds * 1000 - tickMs / 2) return;
    lastBeatMs = performance.now();
    tell({ type: "heartbeat" });
  }, tickMs);
}

function tell(message: FromWorker): void {
  self.postMessage(message);
}
