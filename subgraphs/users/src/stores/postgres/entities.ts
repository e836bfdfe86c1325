import type { MaturityRating } from "@marquee/events";
import { outboxEntry } from "@marquee/outbox";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { JWK } from "jose";
import type { PlanId } from "../../domain/plan.ts";

export const accountEntity = defineEntity({
  name: "Account",
  tableName: "accounts",
  properties: {
    id: p.uuid().primary(),
    email: p.text(),
    passwordHash: p.text(),
    territory: p.text(),
    scopes: p.array<string>(),
    plan: p.text().$type<PlanId>(),
    version: p.integer().version(),
  },
});

export const profileEntity = defineEntity({
  name: "Profile",
  tableName: "profiles",
  properties: {
    id: p.uuid().primary(),
    account: () => p.manyToOne(accountEntity).mapToPk(),
    name: p.text(),
    maturityLimit: p.text().$type<MaturityRating>(),
    pinHash: p.text().nullable(),
    createdAt: p.datetime(),
    deletedAt: p.datetime().nullable(),
    version: p.integer().version(),
  },
});

export const signInEntity = defineEntity({
  name: "SignIn",
  tableName: "sign_ins",
  properties: {
    id: p.uuid().primary(),
    account: () => p.manyToOne(accountEntity).mapToPk(),
    profile: () => p.manyToOne(profileEntity).mapToPk().nullable(),
    deviceName: p.text(),
    tokenHash: p.text(),
    rotationSalt: p.text(),
    lastSeenAt: p.datetime(),
    expiresAt: p.datetime(),
  },
});

export const usedRefreshTokenEntity = defineEntity({
  name: "UsedRefreshToken",
  tableName: "used_refresh_tokens",
  properties: {
    hash: p.text().primary(),
    signIn: () => p.manyToOne(signInEntity).mapToPk(),
    successorHash: p.text(),
    usedAt: p.datetime(),
  },
});

export const signingKeyEntity = defineEntity({
  name: "SigningKey",
  tableName: "signing_keys",
  properties: {
    id: p.uuid().primary(),
    jwk: p.json<JWK>(),
    createdAt: p.datetime(),
  },
});

export type AccountRow = InferEntity<typeof accountEntity>;
export type ProfileRow = InferEntity<typeof profileEntity>;
export type SignInRow = InferEntity<typeof signInEntity>;

export const entities = [accountEntity, profileEntity, signInEntity, usedRefreshTokenEntity, signingKeyEntity, outboxEntry];
