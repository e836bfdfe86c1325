import { createContext, use, useSyncExternalStore } from "react";
import type { Session, SessionState } from "./session.ts";

const SessionContext = createContext<Session | undefined>(undefined);

export const SessionProvider = SessionContext;

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession needs a SessionProvider above it.");
  return session;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, () => session.state);
}

/** Whether the account may see the operators' pages; the server decides anew with each request. */
export function useIsOperator(): boolean {
  const state = useSessionState();
  return state.status === "signedIn" && state.account.scopes.includes("operate");
}
