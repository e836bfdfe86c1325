import { useState } from "react";
import { Link, Redirect, useSearch } from "wouter";
import { Button } from "../../design/button.tsx";
import { FormError, TextField } from "../../design/field.tsx";
import { useSession, useSessionState } from "../../session/session-context.tsx";
import { useNextPage } from "../../shell/next-page.ts";
import { useTitle } from "../../shell/use-title.ts";
import { deviceName } from "./device-name.ts";
import styles from "./entry.module.css";
import { EntryFrame } from "./entry-frame.tsx";
import { useSubmission } from "./use-submission.ts";

export function SignUpPage() {
  useTitle("Create an account");
  const session = useSession();
  const state = useSessionState();
  const next = useNextPage();
  const search = useSearch();
  const [values, setValues] = useState({ name: "", email: "", password: "" });
  const { submit, isBusy, problem } = useSubmission(() => session.signUp({ ...values, deviceName: deviceName(navigator.userAgent) }));
  if (state.status === "signedIn") return <Redirect to={next} replace />;
  return (
    <EntryFrame title="Create an account">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(undefined);
        }}
      >
        <TextField
          label="Name"
          hint="Your first profile is called by it."
          autoComplete="given-name"
          required
          maxLength={60}
          value={values.name}
          onChange={(event) => setValues({ ...values, name: event.target.value })}
        />
        <TextField
          label="Email"
          type="email"
          autoComplete="username"
          required
          value={values.email}
          onChange={(event) => setValues({ ...values, email: event.target.value })}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          value={values.password}
          onChange={(event) => setValues({ ...values, password: event.target.value })}
        />
        {problem && <FormError>{problem}</FormError>}
        <Button type="submit" look="primary" isBusy={isBusy}>
          Create account
        </Button>
      </form>
      <p className={styles.other}>
        Already a member? <Link href={search ? `/sign-in?${search}` : "/sign-in"}>Sign in</Link>
      </p>
    </EntryFrame>
  );
}
