import { useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { classNames } from "../design/class-names.ts";
import { SearchIcon } from "../design/icons.tsx";
import { useIsOperator } from "../session/session-context.tsx";
import styles from "./header.module.css";
import { ProfileMenu } from "./profile-menu.tsx";
import { SearchBox } from "./search-box.tsx";
import { Wordmark } from "./wordmark.tsx";

/** Lies clear over a page's picture at the top, and becomes solid as the page moves beneath it. */
export function Header() {
  const isOperator = useIsOperator();
  const [pathname] = useLocation();
  const isScrolled = useIsScrolled();
  const isSearching = pathname === "/search";
  return (
    <header className={classNames(styles.header, isScrolled && styles.solid, isSearching && styles.searching)}>
      <Link href="/" className={styles.home} aria-label="Marquee, home">
        <Wordmark />
      </Link>
      {isOperator && (
        <nav aria-label="Operators" className={styles.nav}>
          <NavLink href="/live">Live</NavLink>
          <NavLink href="/studio">Studio</NavLink>
        </nav>
      )}
      <div className={styles.search}>
        <SearchBox />
      </div>
      <Link href="/search" className={styles.searchLink} aria-label="Search and browse">
        <SearchIcon size={22} />
      </Link>
      <ProfileMenu />
    </header>
  );
}

function NavLink({ href, children }: { href: string; children: string }) {
  const [pathname] = useLocation();
  return (
    <Link href={href} className={styles.link} aria-current={pathname === href ? "page" : undefined}>
      {children}
    </Link>
  );
}

function useIsScrolled(): boolean {
  const [isScrolled, setIsScrolled] = useState(window.scrollY > 8);
  useEffect(() => {
    const update = () => setIsScrolled(window.scrollY > 8);
    window.addEventListener("scroll", update, { passive: true });
    return () => window.removeEventListener("scroll", update);
  }, []);
  return isScrolled;
}
