import { type Envelope, envelope } from "@marquee/events";
import { plans } from "../../domain/plan.ts";
import type { AccountRow, ProfileRow } from "./entities.ts";

const source = "/users";

/** An account as it is in its row. */
export function accountEvent({ id, version, territory, scopes, plan }: AccountRow): Envelope<"marquee.users.account.v1"> {
  const about = { source, subject: id, sequence: version };
  return envelope("marquee.users.account.v1", about, {
    accountId: id,
    territory,
    scopes,
    streamLimit: plans[plan].maxStreams,
    isDeleted: false,
  });
}

/** A profile as it is in its row. */
export function profileEvent({ id, version, account, maturityLimit, deletedAt }: ProfileRow): Envelope<"marquee.users.profile.v1"> {
  const about = { source, subject: id, sequence: version };
  const isDeleted = deletedAt !== null && deletedAt !== undefined;
  return envelope("marquee.users.profile.v1", about, { profileId: id, accountId: account, maturityLimit, isDeleted });
}
