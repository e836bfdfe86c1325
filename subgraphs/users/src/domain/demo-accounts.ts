import type { MaturityRating } from "@marquee/events";
import type { PlanId } from "./plan.ts";
import { hashSecret } from "./secret-hash.ts";
import type { Users } from "./users.ts";

/** What all demo accounts are signed in with. */
export const demoPassword = "marquee-demo";

interface DemoAccount {
  readonly email: string;
  readonly scopes: readonly string[];
  readonly plan: PlanId;
  readonly profiles: readonly { readonly name: string; readonly maturityLimit: MaturityRating; readonly pin?: string }[];
}

/** Two viewers and an operator. */
export const demoAccounts: readonly DemoAccount[] = [
  {
    email: "alice@marquee.example",
    scopes: [],
    plan: "PREMIUM",
    profiles: [
      { name: "Alice", maturityLimit: "EIGHTEEN" },
      { name: "Kit", maturityLimit: "SEVEN" },
      { name: "Den", maturityLimit: "EIGHTEEN", pin: "2468" },
    ],
  },
  { email: "bob@marquee.example", scopes: [], plan: "STANDARD", profiles: [{ name: "Bob", maturityLimit: "EIGHTEEN" }] },
  { email: "carol@marquee.example", scopes: ["operate"], plan: "STANDARD", profiles: [{ name: "Carol", maturityLimit: "EIGHTEEN" }] },
];

/** Creates the demo accounts that are not there yet; one that was changed since stays as it is. */
export async function createDemoAccounts({ accounts, defaultTerritory }: Users): Promise<void> {
  await Promise.all(
    demoAccounts.map(async ({ email, scopes, plan, profiles }) => {
      if (await accounts.findByEmail(email)) return;
      const withHashes = profiles.map(async ({ name, maturityLimit, pin }) => ({
        name,
        maturityLimit,
        pinHash: pin === undefined ? undefined : await hashSecret(pin),
      }));
      const passwordHash = await hashSecret(demoPassword);
      await accounts.create({ email, passwordHash, territory: defaultTerritory, scopes, plan, profiles: await Promise.all(withHashes) });
    }),
  );
}
