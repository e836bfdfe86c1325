import type { ReactNode } from "react";
import { Redirect, useLocation, useSearch } from "wouter";
import { Button } from "../design/button.tsx";
import { OfflineIcon } from "../design/icons.tsx";
import { Notice } from "../design/notice.tsx";
import { NotFoundPage } from "../pages/not-found/not-found-page.tsx";
import { useIsOperator, useSession, useSessionState } from "../session/session-context.tsx";
import { withNext } from "./next-page.ts";
import { Splash } from "./splash.tsx";

/** Shows its children to those who are signed in, and sends others to sign in and back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const state = useSessionState();
  const here = useHere();
  switch (state.status) {
    case "restoring":
      return <Splash />;
    case "unreachable":
      return <Unreachable />;
    case "signedOut":
      return <Redirect to={withNext("/sign-in", here)} replace />;
    case "signedIn":
      return children;
    default:
      return state satisfies never;
  }
}

/** The same for those who have said who is watching. */
export function ProfileSelected({ children }: { children: ReactNode }) {
  const here = useHere();
  const state = useSessionState();
  const isUndecided = state.status === "signedIn" && !state.profile;
  return <SignedIn>{isUndecided ? <Redirect to={withNext("/profiles", here)} replace /> : children}</SignedIn>;
}

/** Others need not learn that the page exists. */
export function OperatorsOnly({ children }: { children: ReactNode }) {
  return useIsOperator() ? children : <NotFoundPage />;
}

function useHere(): string {
  const [pathname] = useLocation();
  const search = useSearch();
  return search ? `${pathname}?${search}` : pathname;
}

function Unreachable() {
  const session = useSession();
  return (
    <main role="alert">
      <Notice
        isPage
        title="Marquee does not answer"
        icon={<OfflineIcon />}
        actions={
          <Button look="primary" onClick={() => void session.restore()}>
            Try again
          </Button>
        }
      >
        <p>You are still signed in. Check the connection, or try again in a moment.</p>
      </Notice>
    </main>
  );
}
