const key = "marquee.session";

/** What outlives the page: the access token does not, it stays in memory. */
export type StoredSession = { readonly refreshToken: string; readonly profileId: string | null };

export type SessionStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export function readStoredSession(storage: SessionStorage): StoredSession | undefined {
  return parseStoredSession(storage.getItem(key));
}

/** `undefined` forgets it. */
export function writeStoredSession(storage: SessionStorage, session: StoredSession | undefined): void {
  if (session) storage.setItem(key, JSON.stringify(session));
  else storage.removeItem(key);
}

/** Calls back when another tab signed in or out, changed its profile, or refreshed. Returns what stops it. */
export function onStoredSessionChange(changed: (session: StoredSession | undefined) => void): () => void {
  const listener = (event: StorageEvent) => {
    if (event.key === key || event.key === null) changed(parseStoredSession(event.key === null ? null : event.newValue));
  };
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}

function parseStoredSession(text: string | null): StoredSession | undefined {
  if (!text) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("refreshToken" in value) || typeof value.refreshToken !== "string")
      return undefined;
    const profileId = "profileId" in value && typeof value.profileId === "string" ? value.profileId : null;
    return { refreshToken: value.refreshToken, profileId };
  } catch {
    return undefined;
  }
}
