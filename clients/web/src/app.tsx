import { lazy, type ReactNode, Suspense } from "react";
import { Route, Switch } from "wouter";
import { GraphProvider } from "./graphql/graph-provider.tsx";
import { HomePage } from "./pages/home/home-page.tsx";
import { NotFoundPage } from "./pages/not-found/not-found-page.tsx";
import { ErrorBoundary } from "./shell/error-boundary.tsx";
import { OperatorsOnly, ProfileSelected, SignedIn } from "./shell/guards.tsx";
import { Layout } from "./shell/layout.tsx";
import { OfflineBanner } from "./shell/offline-banner.tsx";
import { Splash } from "./shell/splash.tsx";

const SignInPage = lazy(async () => ({ default: (await import("./pages/sign-in/sign-in-page.tsx")).SignInPage }));
const SignUpPage = lazy(async () => ({ default: (await import("./pages/sign-in/sign-up-page.tsx")).SignUpPage }));
const ProfilesPage = lazy(async () => ({ default: (await import("./pages/profiles/profiles-page.tsx")).ProfilesPage }));
const SearchPage = lazy(async () => ({ default: (await import("./pages/search/search-page.tsx")).SearchPage }));
const TitlePage = lazy(async () => ({ default: (await import("./pages/title/title-page.tsx")).TitlePage }));
const WatchPage = lazy(async () => ({ default: (await import("./pages/watch/watch-page.tsx")).WatchPage }));
const LivePage = lazy(async () => ({ default: (await import("./pages/live/live-page.tsx")).LivePage }));
const StudioPage = lazy(async () => ({ default: (await import("./pages/studio/studio-page.tsx")).StudioPage }));
const HistoryPage = lazy(async () => ({ default: (await import("./pages/history/history-page.tsx")).HistoryPage }));
const AccountPage = lazy(async () => ({ default: (await import("./pages/account/account-page.tsx")).AccountPage }));

export function App() {
  return (
    <ErrorBoundary>
      <OfflineBanner />
      <GraphProvider>
        <Suspense fallback={<Splash />}>
          <Switch>
            <Route path="/sign-in">
              <SignInPage />
            </Route>
            <Route path="/sign-up">
              <SignUpPage />
            </Route>
            <Route path="/profiles">
              <SignedIn>
                <ProfilesPage />
              </SignedIn>
            </Route>
            <Route path="/watch/:playableId">
              {({ playableId }) => (
                <ProfileSelected>
                  <ErrorBoundary>
                    <WatchPage key={playableId} playableId={playableId} />
                  </ErrorBoundary>
                </ProfileSelected>
              )}
            </Route>
            <Route>
              <ProfileSelected>
                <Layout>
                  <LayoutRoutes />
                </Layout>
              </ProfileSelected>
            </Route>
          </Switch>
        </Suspense>
      </GraphProvider>
    </ErrorBoundary>
  );
}

function LayoutRoutes() {
  return (
    <Switch>
      <Route path="/">{page(<HomePage />)}</Route>
      <Route path="/search">{page(<SearchPage />)}</Route>
      <Route path="/title/:id">{({ id }) => page(<TitlePage key={id} id={id} />)}</Route>
      <Route path="/history">{page(<HistoryPage />)}</Route>
      <Route path="/account">{page(<AccountPage />)}</Route>
      <Route path="/live">
        <OperatorsOnly>{page(<LivePage />)}</OperatorsOnly>
      </Route>
      <Route path="/studio">
        <OperatorsOnly>{page(<StudioPage />)}</OperatorsOnly>
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}

/** A page that fails or is still on its way leaves the header where it is. */
function page(content: ReactNode) {
  return (
    <ErrorBoundary>
      <Suspense fallback={null}>{content}</Suspense>
    </ErrorBoundary>
  );
}
