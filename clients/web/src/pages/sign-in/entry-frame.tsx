import type { ReactNode } from "react";
import { Wordmark } from "../../shell/wordmark.tsx";
import styles from "./entry.module.css";

/** What the sign-in and sign-up pages stand in. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.page}>
      <header className={styles.brand}>
        <Wordmark />
      </header>
      <main className={styles.panel}>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
