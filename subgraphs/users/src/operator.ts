import { pino } from "pino";
import { readDatabaseUrl } from "./config.ts";
import { normaliseEmail } from "./domain/email.ts";
import { postgresAccountStore } from "./stores/postgres/account-store.ts";
import { openDatabase } from "./stores/postgres/database.ts";

// npm run operator -w @marquee/users -- EMAIL: makes an operator of an account that exists. Its devices learn of it with their next refresh.
const logger = pino({ name: "operator" });
const email = normaliseEmail(process.argv[2] ?? "");
if (email === undefined) {
  logger.error("expected the e-mail address of an account: npm run operator -w @marquee/users -- EMAIL");
  process.exitCode = 2;
} else {
  const orm = await openDatabase(readDatabaseUrl());
  await using _ = { [Symbol.asyncDispose]: () => orm.close() };
  const isGranted = await postgresAccountStore(orm).grantScope(email, "operate");
  if (isGranted) logger.info("the account is an operator's now");
  else logger.error("there is no account with this e-mail address");
  process.exitCode = isGranted ? 0 : 1;
}
