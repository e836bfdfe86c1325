import type { Ask } from "../graphql/ask-graph.ts";
import type { SelectProfileInput, SignedInFieldsFragment, SignInInput, SignUpInput } from "../graphql/generated/graphql.ts";
import { refreshSession, selectProfile, signIn, signOut, signUp } from "../graphql/operations/session.ts";
import { readStoredSession, type SessionStorage, type StoredSession, writeStoredSession } from "./stored-session.ts";

export type SessionAccount = SignedInFieldsFragment["account"];
export type SessionProfile = NonNullable<SignedInFieldsFragment["profile"]>;

export type SessionState =
  | { readonly status: "restoring" }
  | { readonly status: "unreachable" }
  | { readonly status: "signedOut" }
  | { readonly status: "signedIn"; readonly account: SessionAccount; readonly profile: SessionProfile | null };

/** Why a sign-in or a choice of profile was refused, in words for the person. */
export type Refused = { readonly reason: string; readonly message: string };

export type SessionParts = {
  readonly ask: Ask;
  readonly storage: SessionStorage;
  /** Runs one piece of work at a time over all tabs: two tabs that refresh with the same token would look like theft. */
  readonly lock: <T>(work: () => Promise<T>) => Promise<T>;
  readonly now: () => number;
};

type AccessToken = { readonly value: string; readonly freshUntilMs: number };

/** A token is refreshed this long before it expires, so that none expires on its way. */
const marginMs = 30_000;

/** Who uses this device: keeps the access token fresh, survives reloads, and agrees with the other tabs. */
export class Session {
  readonly #parts: SessionParts;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { status: "restoring" };
  #token: AccessToken | undefined;
  #refreshing: Promise<void> | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** When the token in use stops being fresh, for whoever wants to refresh before it is needed. */
  get freshUntilMs(): number | undefined {
    return this.#token?.freshUntilMs;
  }

  /** Calls back after every change of state or token. Returns what stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Picks up what the last visit left. Never throws: a graph that does not answer is the state `unreachable`. */
  async restore(): Promise<void> {
    if (this.#state.status !== "signedIn") this.#become({ status: "restoring" });
    try {
      await this.refresh();
    } catch {
      this.#become({ status: "unreachable" });
    }
  }

  async signIn(input: SignInInput): Promise<Refused | undefined> {
    const { data, serverTimeMs } = await this.#parts.ask(signIn, { input });
    return this.#signedIn(data.signIn, serverTimeMs);
  }

  async signUp(input: SignUpInput): Promise<Refused | undefined> {
    const { data, serverTimeMs } = await this.#parts.ask(signUp, { input });
    return this.#signedIn(data.signUp, serverTimeMs);
  }

  async selectProfile(input: SelectProfileInput): Promise<Refused | undefined> {
    const { data, serverTimeMs } = await this.#parts.ask(selectProfile, { input }, await this.accessToken());
    const result = data.selectProfile;
    if (result.__typename !== "ProfileSelected") return { reason: result.__typename, message: result.message };
    const stored = readStoredSession(this.#parts.storage);
    if (stored) writeStoredSession(this.#parts.storage, { ...stored, profileId: result.profile.id });
    this.#keep(result, serverTimeMs);
    if (this.#state.status === "signedIn") this.#become({ ...this.#state, profile: result.profile });
    return undefined;
  }

  /** Ends the session here at once; that the server could not be told does not keep anyone signed in. */
  async signOut(): Promise<void> {
    const token = this.#token?.value;
    this.#end();
    if (token) await this.#parts.ask(signOut, {}, token).catch(() => undefined);
  }

  /** A token that is fresh, or undefined where nobody is signed in. Throws `GraphUnreachable` where it could not be refreshed. */
  async accessToken(): Promise<string | undefined> {
    if (!this.#token || this.#parts.now() >= this.#token.freshUntilMs) await this.refresh();
    return this.#token?.value;
  }

  /** Says that the server did not take this token; the next one asked for is another. */
  reject(token: string): void {
    if (this.#token?.value === token) this.#token = undefined;
  }

  /** Gets another access token. However many ask at once, one request is made. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#parts
      .lock(() => this.#refreshOnce())
      .finally(() => {
        this.#refreshing = undefined;
      });
    return this.#refreshing;
  }

  /** Follows what another tab did to the stored session. */
  follow(stored: StoredSession | undefined): void {
    if (!stored) {
      this.#end();
      return;
    }
    const profileId = this.#state.status === "signedIn" ? (this.#state.profile?.id ?? null) : null;
    if (this.#state.status === "signedIn" && profileId === stored.profileId) return;
    this.#token = undefined;
    void this.restore();
  }

  async #refreshOnce(): Promise<void> {
    const stored = readStoredSession(this.#parts.storage);
    if (!stored) {
      this.#end();
      return;
    }
    const { data, serverTimeMs } = await this.#parts.ask(refreshSession, { input: { refreshToken: stored.refreshToken } });
    if (this.#signedIn(data.refresh, serverTimeMs)) this.#end();
  }

  #signedIn(
    result: ({ __typename: "SignedIn" } & SignedInFieldsFragment) | { __typename: string; message: string },
    serverTimeMs?: number,
  ): Refused | undefined {
    if (!("accessToken" in result)) return { reason: result.__typename, message: result.message };
    const { account, profile } = result;
    writeStoredSession(this.#parts.storage, { refreshToken: result.refreshToken, profileId: profile?.id ?? null });
    this.#keep(result, serverTimeMs);
    this.#become(sameWho(this.#state, account, profile) ? this.#state : { status: "signedIn", account, profile });
    return undefined;
  }

  /** Reckons the token's life by the server's clock, and then counts it on this device's. */
  #keep(answer: { accessToken: string; accessTokenExpiresAt: string }, serverTimeMs?: number): void {
    const now = this.#parts.now();
    const lifeMs = Date.parse(answer.accessTokenExpiresAt) - (serverTimeMs ?? now);
    this.#token = { value: answer.accessToken, freshUntilMs: now + Math.max(lifeMs - marginMs, lifeMs / 2) };
  }

  #end(): void {
    this.#token = undefined;
    writeStoredSession(this.#parts.storage, undefined);
    this.#become({ status: "signedOut" });
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function sameWho(state: SessionState, account: SessionAccount, profile: SessionProfile | null): boolean {
  return state.status === "signedIn" && JSON.stringify([state.account, state.profile]) === JSON.stringify([account, profile]);
}
