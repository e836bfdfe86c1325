import { useEffect, useState } from "react";
import { Link, Redirect, useSearch } from "wouter";
import { Button } from "../../design/button.tsx";
import { FormError, TextField } from "../../design/field.tsx";
import { useSession, useSessionState } from "../../session/session-context.tsx";
import { useNextPage } from "../../shell/next-page.ts";
import { useTitle } from "../../shell/use-title.ts";
import { type DemoAccount, readDemoAccounts } from "./demo-accounts.ts";
import { deviceName } from "./device-name.ts";
import styles from "./entry.module.css";
import { EntryFrame } from "./entry-frame.tsx";
import { useSubmission } from "./use-submission.ts";

export function SignInPage() {
  useTitle("Sign in");
  const session = useSession();
  const state = useSessionState();
  const next = useNextPage();
  const search = useSearch();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { submit, isBusy, problem } = useSubmission((values: { email: string; password: string }) =>
    session.signIn({ ...values, deviceName: deviceName(navigator.userAgent) }),
  );
  if (state.status === "signedIn") return <Redirect to={next} replace />;
  return (
    <EntryFrame title="Sign in">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit({ email, password });
        }}
      >
        <TextField
          label="Email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {problem && <FormError>{problem}</FormError>}
        <Button type="submit" look="primary" isBusy={isBusy}>
          Sign in
        </Button>
      </form>
      <p className={styles.other}>
        New to Marquee? <Link href={search ? `/sign-up?${search}` : "/sign-up"}>Create an account</Link>
      </p>
      <DemoAccounts isBusy={isBusy} onChoose={({ email, password }) => void submit({ email, password })} />
    </EntryFrame>
  );
}

function DemoAccounts({ isBusy, onChoose }: { isBusy: boolean; onChoose: (account: DemoAccount) => void }) {
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  useEffect(() => {
    const leaving = new AbortController();
    readDemoAccounts(leaving.signal).then(setAccounts, () => undefined);
    return () => leaving.abort();
  }, []);
  if (accounts.length === 0) return null;
  return (
    <section className={styles.demo} aria-labelledby="demo-accounts">
      <h2 id="demo-accounts">Demo accounts</h2>
      <ul>
        {accounts.map((account) => (
          <li key={account.email}>
            <button type="button" disabled={isBusy} onClick={() => onChoose(account)}>
              <span>{account.email}</span>
              <small>{account.note}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
