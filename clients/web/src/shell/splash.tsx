import styles from "./splash.module.css";
import { Wordmark } from "./wordmark.tsx";

/** Between opening the page and knowing who opened it; appears only if that takes a moment. */
export function Splash() {
  return (
    <main className={styles.splash} aria-busy="true">
      <Wordmark />
      <p role="status" className="visually-hidden">
        Loading Marquee
      </p>
    </main>
  );
}
