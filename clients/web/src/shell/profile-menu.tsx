import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { Avatar } from "../pages/profiles/avatar.tsx";
import { useSession, useSessionState } from "../session/session-context.tsx";
import styles from "./profile-menu.module.css";

/** Who is watching, and the pages that are theirs. Plain links behind a button: Escape and a click elsewhere close it. */
export function ProfileMenu() {
  const session = useSession();
  const state = useSessionState();
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const closeElsewhere = (event: Event) => {
      if (!(event.target instanceof Node && root.current?.contains(event.target))) setIsOpen(false);
    };
    document.addEventListener("pointerdown", closeElsewhere);
    document.addEventListener("focusin", closeElsewhere);
    return () => {
      document.removeEventListener("pointerdown", closeElsewhere);
      document.removeEventListener("focusin", closeElsewhere);
    };
  }, [isOpen]);
  if (state.status !== "signedIn" || !state.profile) return null;
  const close = () => setIsOpen(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from wherever the focus is in it.
    <div
      ref={root}
      className={styles.root}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        close();
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-expanded={isOpen}
        aria-label={`Menu of ${state.profile.name}`}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Avatar name={state.profile.name} size="2.25rem" />
      </button>
      {isOpen && (
        <div className={styles.menu}>
          <p className={styles.who}>
            <strong>{state.profile.name}</strong>
            <span>{state.account.email}</span>
          </p>
          <Link href="/profiles" onClick={close}>
            Switch profile
          </Link>
          <Link href="/history" onClick={close}>
            Watch history
          </Link>
          <Link href="/account" onClick={close}>
            Account and devices
          </Link>
          <button type="button" onClick={() => void session.signOut()}>
            Sign out
          </button>
        </div>
      )}
    </div>
  );
}
