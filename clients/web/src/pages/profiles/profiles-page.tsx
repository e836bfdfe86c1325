import { useState } from "react";
import { useQuery } from "urql";
import { useLocation } from "wouter";
import { Button } from "../../design/button.tsx";
import { FailureNotice } from "../../design/notice.tsx";
import { Loading, Skeleton } from "../../design/skeleton.tsx";
import type { ProfilesQuery } from "../../graphql/generated/graphql.ts";
import { profiles as profilesQuery } from "../../graphql/operations/account.ts";
import { useSession, useSessionState } from "../../session/session-context.tsx";
import { useNextPage } from "../../shell/next-page.ts";
import { useTitle } from "../../shell/use-title.ts";
import { Wordmark } from "../../shell/wordmark.tsx";
import { PinDialog } from "./pin-dialog.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { ProfileTiles } from "./profile-tiles.tsx";
import styles from "./profiles.module.css";

export type ProfileTile = NonNullable<ProfilesQuery["me"]>["profiles"][number];

/** What is open over the tiles. */
type Opened =
  | { readonly kind: "pin"; readonly profile: ProfileTile }
  | { readonly kind: "form"; readonly profile: ProfileTile | undefined };

export function ProfilesPage() {
  useTitle("Who is watching?");
  const [{ data, error }, reload] = useQuery({ query: profilesQuery });
  const [opened, setOpened] = useState<Opened>();
  const [isManaging, setIsManaging] = useState(false);
  const { choose, problem, choosingId } = useChoice();
  const mayManage = useMayManage();
  const profiles = data?.me?.profiles;
  return (
    <div className={styles.page}>
      <header className={styles.brand}>
        <Wordmark />
      </header>
      <main className={styles.main}>
        <h1>{isManaging ? "Manage profiles" : "Who is watching?"}</h1>
        {!profiles && error && <FailureNotice what="Your profiles" onRetry={() => reload({ requestPolicy: "network-only" })} />}
        {!profiles && !error && <TilesSkeleton />}
        {profiles && (
          <ProfileTiles
            profiles={profiles}
            choosingId={choosingId}
            isManaging={isManaging}
            onChoose={(profile) => {
              if (isManaging) setOpened({ kind: "form", profile });
              else if (profile.hasPin) setOpened({ kind: "pin", profile });
              else void choose(profile.id);
            }}
            onAdd={mayManage ? () => setOpened({ kind: "form", profile: undefined }) : undefined}
          />
        )}
        {problem && <p role="alert">{problem}</p>}
        {profiles && <ManageRow mayManage={mayManage} isManaging={isManaging} onToggle={() => setIsManaging(!isManaging)} />}
      </main>
      {opened?.kind === "pin" && (
        <PinDialog profile={opened.profile} onEnter={(pin) => choose(opened.profile.id, pin)} onClose={() => setOpened(undefined)} />
      )}
      {opened?.kind === "form" && (
        <ProfileForm
          profile={opened.profile}
          onClose={() => setOpened(undefined)}
          onSaved={() => {
            setOpened(undefined);
            reload({ requestPolicy: "network-only" });
          }}
        />
      )}
    </div>
  );
}

/** Only an adult's profile may change profiles, so that a child cannot raise its own limit. */
function useMayManage(): boolean {
  const state = useSessionState();
  return state.status === "signedIn" && state.profile?.maturityLimit === "EIGHTEEN";
}

function useChoice() {
  const session = useSession();
  const next = useNextPage();
  const [, navigate] = useLocation();
  const [choosingId, setChoosingId] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const choose = async (profileId: string, pin?: string): Promise<string | undefined> => {
    setChoosingId(profileId);
    setProblem(undefined);
    try {
      const refused = await session.selectProfile({ profileId, ...(pin ? { pin } : {}) });
      if (!refused) navigate(next, { replace: true });
      else if (!pin) setProblem(refused.message);
      return refused?.message;
    } catch {
      const message = "Marquee does not answer. Try again in a moment.";
      if (!pin) setProblem(message);
      return message;
    } finally {
      setChoosingId(undefined);
    }
  };
  return { choose, problem, choosingId };
}

function ManageRow({ mayManage, isManaging, onToggle }: { mayManage: boolean; isManaging: boolean; onToggle: () => void }) {
  if (!mayManage) return <p className={styles.note}>Choose an adult's profile to add profiles or change them.</p>;
  return (
    <Button look={isManaging ? "primary" : "quiet"} onClick={onToggle}>
      {isManaging ? "Done" : "Manage profiles"}
    </Button>
  );
}

function TilesSkeleton() {
  return (
    <>
      <Loading what="profiles" />
      <div className={styles.tiles}>
        {["first", "second", "third"].map((each) => (
          <Skeleton key={each} className={styles.tileSkeleton} />
        ))}
      </div>
    </>
  );
}
