import { useState } from "react";
import { useClient, useQuery } from "urql";
import { Button, LinkButton } from "../../design/button.tsx";
import { FailureNotice } from "../../design/notice.tsx";
import { Loading, Skeleton } from "../../design/skeleton.tsx";
import type { AccountQuery } from "../../graphql/generated/graphql.ts";
import { account as accountQuery, signOutDevice } from "../../graphql/operations/account.ts";
import { useSession } from "../../session/session-context.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { ago } from "../../titles/words.ts";
import styles from "./account.module.css";

type Account = NonNullable<AccountQuery["me"]>;
type Device = Account["devices"][number];

export function AccountPage() {
  useTitle("Account");
  const session = useSession();
  const [{ data, error, fetching }, ask] = useQuery({ query: accountQuery });
  const reload = () => ask({ requestPolicy: "network-only" });
  const account = data?.me;
  return (
    <div className={styles.page}>
      <h1>Account</h1>
      {!account && !fetching && <FailureNotice what="Your account" onRetry={reload} />}
      {!account && fetching && !error && (
        <>
          <Loading what="the account" />
          <Skeleton className={styles.skeleton} />
        </>
      )}
      {account && (
        <>
          <section className={styles.who}>
            <p>{account.email}</p>
            <div className={styles.buttons}>
              <LinkButton href="/profiles">Profiles</LinkButton>
              <Button onClick={() => void session.signOut()}>Sign out</Button>
            </div>
          </section>
          <section aria-labelledby="plan">
            <h2 id="plan">Plan</h2>
            <p className={styles.plan}>{account.plan.name}</p>
            <p className={styles.faint}>{screensOf(account.plan)}</p>
          </section>
          <section aria-labelledby="devices">
            <h2 id="devices">Devices</h2>
            <p className={styles.faint}>Where your account is signed in. Sign out what you do not know.</p>
            <ul>
              {account.devices.map((device) => (
                <li key={device.id}>
                  <DeviceRow device={device} onSignedOut={reload} />
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </div>
  );
}

function screensOf({ maxStreams }: Account["plan"]): string {
  if (maxStreams === 0) return "Your membership has ended: nothing can be watched until it goes on.";
  return maxStreams === 1 ? "Watch on one screen at a time." : `Watch on ${maxStreams} screens at the same time.`;
}

function DeviceRow({ device, onSignedOut }: { device: Device; onSignedOut: () => void }) {
  const client = useClient();
  const [isBusy, setIsBusy] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const signOut = async () => {
    setIsBusy(true);
    const { error } = await client.mutation(signOutDevice, { deviceId: device.id });
    setIsBusy(false);
    setHasFailed(error !== undefined);
    if (!error) onSignedOut();
  };
  return (
    <article className={styles.device}>
      <div>
        <h3>{device.name}</h3>
        <p className={styles.faint}>{device.isCurrent ? "This device" : `Last used ${ago(device.lastSeenAt)}`}</p>
        {hasFailed && <p role="alert">It could not be signed out. Try again in a moment.</p>}
      </div>
      {!device.isCurrent && (
        <Button isBusy={isBusy} aria-label={`Sign out ${device.name}`} onClick={() => void signOut()}>
          Sign out
        </Button>
      )}
    </article>
  );
}
