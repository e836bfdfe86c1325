import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK, SignJWT } from "jose";
import type { Account } from "./account.ts";
import type { Profile } from "./profile.ts";
import type { SignIn } from "./sign-in-store.ts";

const alg = "EdDSA";
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A key pair that signs, or has signed, access tokens. */
export interface SigningKey {
  readonly id: string;
  /** Ed25519, with its private part. */
  readonly jwk: JWK;
  readonly createdAt: Date;
}

export interface SigningKeyStore {
  /** Those that are not retired, the newest first. */
  active(): Promise<readonly SigningKey[]>;
  /** Replaces the active keys while no other process does. */
  renew(decide: (active: readonly SigningKey[]) => Promise<readonly SigningKey[]>): Promise<void>;
}

/** Who asks, on what, as whom. */
export interface TokenSubject {
  readonly account: Account;
  readonly signIn: Pick<SignIn, "id" | "deviceName">;
  readonly profile: Profile | undefined;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
}

export interface AccessTokens {
  issue(subject: TokenSubject): Promise<IssuedToken>;
  /** The public keys of all tokens that may still be good. */
  jwks(): Promise<JSONWebKeySet>;
  /** Makes the first key, a new one every 90 days, and retires those whose tokens have all ended. */
  renewKeys(): Promise<void>;
}

export interface AccessTokenOptions {
  readonly keys: SigningKeyStore;
  readonly issuer: string;
  readonly audience: string;
  /** At most a day: a superseded key is published for a day. */
  readonly lifetimeSeconds: number;
  readonly now: () => Date;
}

/** JWTs signed with Ed25519, after RFC 9068. */
export function accessTokens(options: AccessTokenOptions): AccessTokens {
  const { keys, now } = options;
  return {
    issue: async (subject) => sign(subject, signingKey(await keys.active(), now()), options),
    jwks: async () => ({ keys: (await keys.active()).map(publicPart) }),
    renewKeys: () => keys.renew((active) => renewed(active, now())),
  };
}

async function sign({ account, signIn, profile }: TokenSubject, key: SigningKey, options: AccessTokenOptions): Promise<IssuedToken> {
  const issuedAt = Math.floor(options.now().getTime() / 1000);
  const expiresAt = issuedAt + options.lifetimeSeconds;
  const claims = {
    device: signIn.id,
    device_name: signIn.deviceName,
    scope: account.scopes.join(" "),
    territory: account.territory,
    ...(profile && { profile: profile.id, maturity: profile.maturityLimit }),
  };
  const accessToken = await new SignJWT(claims)
    .setProtectedHeader({ alg, kid: key.id, typ: "at+jwt" })
    .setIssuer(options.issuer)
    .setAudience(options.audience)
    .setSubject(account.id)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(await importJWK(key.jwk, alg));
  return { accessToken, accessTokenExpiresAt: new Date(expiresAt * 1000) };
}

/** The newest that whoever cached the key set has seen by now; while none is that old, the first one. */
function signingKey(active: readonly SigningKey[], now: Date): SigningKey {
  const key = active.find(({ createdAt }) => createdAt.getTime() <= now.getTime() - 10 * minuteMs) ?? active.at(-1);
  if (!key) throw new Error("there is no key to sign access tokens with");
  return key;
}

async function renewed(active: readonly SigningKey[], now: Date): Promise<readonly SigningKey[]> {
  const isOlder = (key: SigningKey | undefined, days: number) => !key || key.createdAt.getTime() <= now.getTime() - days * dayMs;
  const newest = active.findIndex((key) => isOlder(key, 2)); // it has signed alone for two days: those before it are done
  const kept = newest < 0 ? active : active.slice(0, newest + 1);
  return isOlder(active[0], 90) ? [await newKey(now), ...kept] : kept;
}

async function newKey(createdAt: Date): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(alg, { crv: "Ed25519", extractable: true });
  return { id: randomUUID(), jwk: await exportJWK(privateKey), createdAt };
}

function publicPart({ id, jwk: { d: _private, ...jwk } }: SigningKey): JWK {
  return { ...jwk, kid: id, alg, use: "sig" };
}
