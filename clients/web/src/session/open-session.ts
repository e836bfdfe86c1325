import { askGraph } from "../graphql/ask-graph.ts";
import { Session } from "./session.ts";
import { onStoredSessionChange } from "./stored-session.ts";

/** The session of this browser, restored and kept fresh for as long as the page lives. */
export function openSession(endpoint: string): Session {
  const session = new Session({
    ask: askGraph(endpoint, (input, init) => fetch(input, init)),
    storage: localStorage,
    lock: oneTabAtATime,
    now: Date.now,
  });
  onStoredSessionChange((stored) => session.follow(stored));
  keepFresh(session);
  void session.restore();
  return session;
}

/** Web Locks exist in secure contexts only; on plain HTTP in a home network two tabs may have to sign in again. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request("marquee.session", work) : work();
}

/** Refreshes before anyone has to wait for it, and before the server closes a socket whose token expired. */
function keepFresh(session: Session): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let scheduledFor: number | undefined;
  session.subscribe(() => {
    if (session.freshUntilMs === scheduledFor) return;
    scheduledFor = session.freshUntilMs;
    clearTimeout(timer);
    if (scheduledFor !== undefined) timer = setTimeout(() => void session.refresh().catch(() => undefined), scheduledFor - Date.now());
  });
}
