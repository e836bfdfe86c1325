/** One device that is signed in, and its line of refresh tokens. */
export interface SignIn {
  readonly id: string;
  readonly accountId: string;
  readonly deviceName: string;
  /** The profile that was selected on it last. */
  readonly profileId: string | undefined;
  readonly lastSeenAt: Date;
  /** See `successorOf`. */
  readonly rotationSalt: string;
}

export interface NewSignIn extends SignIn {
  readonly tokenHash: string;
  readonly expiresAt: Date;
}

/** A refresh token that was presented, and the sign-in it belongs to. */
export interface PresentedToken {
  readonly rotationSalt: string;
  /** Not signed out, not revoked, not expired. */
  readonly isSignInOpen: boolean;
  /** When it was exchanged for its successor; `undefined` for one that is still good. */
  readonly usedAt: Date | undefined;
  /** Whether its successor was exchanged in turn. */
  readonly isSuccessorUsed: boolean;
}

/** What happens to the sign-in of a presented token. */
export type Rotation =
  | { readonly kind: "rotate"; readonly successorHash: string; readonly expiresAt: Date }
  | { readonly kind: "repeat" }
  | { readonly kind: "end" };

export interface SignInStore {
  /** Records a new sign-in; an account's least recently seen ones beyond `most` are ended. */
  begin(signIn: NewSignIn, most: number): Promise<void>;
  /**
   * Decides on a refresh token while nobody else uses one of the same sign-in.
   *
   * @returns the sign-in, unless the token is unknown or the decision was to end it
   */
  rotate(tokenHash: string, now: Date, decide: (token: PresentedToken) => Rotation): Promise<SignIn | undefined>;
  /** Remembers the selected profile. @returns `undefined` where the sign-in is not open any more */
  selectProfile(id: string, profileId: string, now: Date): Promise<SignIn | undefined>;
  /** Ends a sign-in of this account. @returns whether there was one */
  end(id: string, accountId: string): Promise<boolean>;
  /** The open ones, the most recently seen first. */
  ofAccount(accountId: string, now: Date): Promise<readonly SignIn[]>;
  /** Forgets what can no longer be refreshed. */
  purge(now: Date): Promise<void>;
}
