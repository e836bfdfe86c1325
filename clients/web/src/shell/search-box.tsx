import { useEffect, useRef, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { CloseIcon, SearchIcon } from "../design/icons.tsx";
import styles from "./search-box.module.css";

const pauseInTypingMs = 250;

/** Searches as one types: the first letters open the search page, the next ones change what it shows. */
export function SearchBox() {
  const [pathname, navigate] = useLocation();
  const [search] = useSearchParams();
  const isSearching = pathname === "/search";
  const asked = isSearching ? (search.get("q") ?? "") : "";
  const [text, setText] = useState(asked);
  const isTyping = useRef(false);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!isTyping.current) setText((before) => (before.trim() === asked ? before : asked));
  }, [asked]);

  // Whoever goes to another page in mid-word means that page.
  useEffect(() => {
    isTyping.current = false;
  }, [pathname]);

  useEffect(() => {
    if (!isTyping.current) return undefined;
    const timer = setTimeout(() => {
      if (!isTyping.current) return;
      isTyping.current = false;
      if (text.trim() === asked) return;
      const next = new URLSearchParams(isSearching ? search : undefined);
      if (text.trim()) next.set("q", text.trim());
      else next.delete("q");
      navigate(next.size > 0 ? `/search?${next}` : "/search", { replace: isSearching });
    }, pauseInTypingMs);
    return () => clearTimeout(timer);
  }, [text, asked, isSearching, search, navigate]);

  const type = (next: string) => {
    isTyping.current = true;
    setText(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to every screen reader.
    <form role="search" className={styles.box} onSubmit={(event) => event.preventDefault()}>
      <SearchIcon size={18} />
      <input
        ref={input}
        type="search"
        aria-label="Search"
        placeholder="Titles, people, genres"
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && type("")}
      />
      {text && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            type("");
            input.current?.focus();
          }}
        >
          <CloseIcon size={16} />
        </button>
      )}
    </form>
  );
}
