import { deliverToLog, startRelay, startRepublishing } from "@marquee/outbox";
import { createPool, databaseProblems, migrate } from "@marquee/postgres";
import { federatedSchema, type RunningSubgraph, type ServiceParts, serveSubgraph } from "@marquee/subgraph-server";
import type { MikroORM } from "@mikro-orm/postgresql";
import type { Pool } from "pg";
import { migrations } from "../migrations/index.ts";
import type { UsersConfig } from "./config.ts";
import { discreetLogger } from "./discreet-logger.ts";
import { accessTokens } from "./domain/access-token.ts";
import { createDemoAccounts } from "./domain/demo-accounts.ts";
import { signInLastsMs } from "./domain/signed-in.ts";
import { Turns } from "./domain/turns.ts";
import type { Users } from "./domain/users.ts";
import { contextFor } from "./graphql/context.ts";
import { schemaOptions } from "./graphql/schema.ts";
import { postgresAccountStore } from "./stores/postgres/account-store.ts";
import { postgresAttemptStore } from "./stores/postgres/attempt-store.ts";
import { currentState } from "./stores/postgres/current-state.ts";
import { openDatabase, schema } from "./stores/postgres/database.ts";
import { postgresProfileStore } from "./stores/postgres/profile-store.ts";
import { postgresSignInStore } from "./stores/postgres/sign-in-store.ts";
import { postgresSigningKeyStore } from "./stores/postgres/signing-key-store.ts";
import { startHousekeeping } from "./workers/housekeeping.ts";

export type { UsersConfig } from "./config.ts";
export { demoAccounts, demoPassword } from "./domain/demo-accounts.ts";

/** Where the key set is, behind the origin of the subgraph. */
export const jwksPath = "/.well-known/jwks.json";

export interface UsersParts extends ServiceParts {
  /** The clock; the system's where it is left out. */
  readonly now?: () => Date;
}

/** Brings the schema up to date and serves the users subgraph. Disposing it finishes the requests in hand and closes what it opened. */
export async function startUsers(config: UsersConfig, parts: UsersParts): Promise<RunningSubgraph> {
  const { eventLog } = parts;
  const logger = discreetLogger(parts.logger);
  await using opened = new AsyncDisposableStack();

  await migrate({ databaseUrl: config.databaseUrl, schema, migrations, logger });
  const max = Math.floor((config.databasePoolMax ?? 16) / 2); // of each of the two pools
  const pool = opened.adopt(createPool(config.databaseUrl, { max, name: schema }), (it) => it.end());
  const orm = opened.adopt(await openDatabase(config.databaseUrl, max), (it) => it.close());
  const users = assemble(config, orm, pool, parts.now ?? (() => new Date()));
  opened.use(await startHousekeeping(users, logger));
  if (config.demo) await createDemoAccounts(users);

  opened.use(await startRepublishing({ eventLog, pool, schema, stream: "users", currentState: () => currentState(orm), logger }));
  const types = ["marquee.users.account.v1", "marquee.users.profile.v1"] as const;
  opened.use(startRelay({ pool, schema, types, deliver: deliverToLog(eventLog, "users"), logger }));
  const served = opened.use(
    await serveSubgraph({
      name: "users",
      schema: federatedSchema(schemaOptions),
      context: contextFor(users),
      claimSecret: config.claimSecret,
      port: config.port,
      host: config.host,
      logger,
      server: parts.server,
      warnings: parts.redis?.problems,
      problems: () => databaseProblems(pool, config.databaseUrl),
      routes: (app) => {
        app.get(jwksPath, async (_request, response) => {
          response.set("cache-control", "public, max-age=300").json(await users.accessTokens.jwks());
        });
      },
    }),
  );
  const owned = opened.move();
  return { ...served, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function assemble(config: UsersConfig, orm: MikroORM, pool: Pool, now: () => Date): Users {
  const { tokenIssuer: issuer, tokenAudience: audience, accessTokenSeconds: lifetimeSeconds, defaultTerritory } = config;
  return {
    accounts: postgresAccountStore(orm),
    profiles: postgresProfileStore(orm),
    signIns: postgresSignInStore(orm, signInLastsMs),
    attempts: postgresAttemptStore(pool),
    hashing: new Turns({ atOnce: 2, waiting: 64 }), // argon2 runs in the thread pool of four that file reads share
    accessTokens: accessTokens({ keys: postgresSigningKeyStore(orm), issuer, audience, lifetimeSeconds, now }),
    defaultTerritory,
    now,
  };
}
