import { parseArgs } from "node:util";
import { pino } from "pino";
import { readDatabaseUrl } from "./config.ts";
import type { AccountStore } from "./domain/account.ts";
import { normaliseEmail } from "./domain/email.ts";
import { isPlanId, plans } from "./domain/plan.ts";
import { postgresAccountStore } from "./stores/postgres/account-store.ts";
import { openDatabase } from "./stores/postgres/database.ts";

// npm run operator -w @marquee/users -- EMAIL              makes an operator of an account that exists; its devices learn of it with their next refresh
// npm run operator -w @marquee/users -- EMAIL --plan PLAN  gives the account another plan; NONE ends its membership
const logger = pino({ name: "operator" });
const change = readChange();
if (change === undefined) {
  logger.error(`expected the e-mail address of an account, and perhaps a plan: EMAIL [--plan ${Object.keys(plans).join("|")}]`);
  process.exitCode = 2;
} else {
  const orm = await openDatabase(readDatabaseUrl(), 1);
  await using _ = { [Symbol.asyncDispose]: () => orm.close() };
  const isDone = await change.apply(postgresAccountStore(orm));
  if (isDone) logger.info(change.done);
  else logger.error("there is no account with this e-mail address");
  process.exitCode = isDone ? 0 : 1;
}

interface Change {
  readonly apply: (accounts: AccountStore) => Promise<boolean>;
  readonly done: string;
}

function readChange(): Change | undefined {
  const { positionals, values } = parseArgs({ allowPositionals: true, strict: false, options: { plan: { type: "string" } } });
  const [address, ...rest] = positionals;
  const email = normaliseEmail(address ?? "");
  const { plan } = values;
  if (email === undefined || rest.length > 0 || Object.keys(values).some((name) => name !== "plan")) return undefined;
  if (plan === undefined) return { apply: (accounts) => accounts.grantScope(email, "operate"), done: "the account is an operator's now" };
  if (typeof plan !== "string" || !isPlanId(plan)) return undefined;
  return { apply: (accounts) => accounts.changePlan(email, plan), done: `the account's plan is ${plan} now` };
}
