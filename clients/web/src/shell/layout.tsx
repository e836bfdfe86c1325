import { type ReactNode, useEffect, useRef } from "react";
import { Header } from "./header.tsx";
import styles from "./layout.module.css";

/** The frame of every page but the player: skip link, header, and the page as the main landmark. */
export function Layout({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // Wouter announces its own navigations by this name; going back keeps the browser's scroll position and focus.
    const arrived = () => {
      if (location.pathname === "/search") return;
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    };
    window.addEventListener("pushState", arrived);
    return () => window.removeEventListener("pushState", arrived);
  }, []);
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </>
  );
}
