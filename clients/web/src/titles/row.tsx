import { type KeyboardEvent, type ReactNode, type RefObject, useCallback, useEffect, useId, useRef, useState } from "react";
import { IconButton } from "../design/button.tsx";
import { classNames } from "../design/class-names.ts";
import { ChevronLeftIcon, ChevronRightIcon } from "../design/icons.tsx";
import styles from "./row.module.css";

type RowProps = {
  name: string;
  /** The width of what stands in it. */
  of: "posters" | "stills";
  children: ReactNode;
  /** Called when the end of the row comes near. */
  onEnd?: (() => void) | undefined;
};

/**
 * A row that is scrolled sideways: by touch, by its buttons, and with the arrow keys, which move from card to card and, up and down, from row to
 * row. Every card stays a link that Tab reaches.
 */
export function Row({ name, of, children, onEnd }: RowProps) {
  const list = useRef<HTMLUListElement>(null);
  const headingId = useId();
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!end.current || !onEnd) return undefined;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onEnd(), {
      root: list.current,
      rootMargin: "0px 800px 0px 0px",
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onEnd]);
  const { canGoBack, canGoOn, update } = useReach(list);
  const scroll = (direction: 1 | -1) => list.current?.scrollBy({ left: direction * list.current.clientWidth * 0.8, behavior: "smooth" });
  return (
    <section className={styles.section} aria-labelledby={headingId} data-row>
      <h2 id={headingId} className={styles.heading}>
        {name}
      </h2>
      <div className={styles.frame}>
        <ul ref={list} className={classNames(styles.list, styles[of])} onKeyDown={moveFocus} onScroll={update}>
          {children}
          {onEnd && <li ref={end} className={styles.end} aria-hidden="true" />}
        </ul>
        {canGoBack && (
          <IconButton
            label={`Scroll ${name} back`}
            className={classNames(styles.paddle, styles.back)}
            tabIndex={-1}
            onClick={() => scroll(-1)}
          >
            <ChevronLeftIcon size={28} />
          </IconButton>
        )}
        {canGoOn && (
          <IconButton label={`Scroll ${name} on`} className={classNames(styles.paddle, styles.on)} tabIndex={-1} onClick={() => scroll(1)}>
            <ChevronRightIcon size={28} />
          </IconButton>
        )}
      </div>
    </section>
  );
}

/** Whether there is more to either side; looked at again after every scroll, and when the row or the window changes. */
function useReach(list: RefObject<HTMLUListElement | null>) {
  const [reach, setReach] = useState({ canGoBack: false, canGoOn: false });
  const update = useCallback(() => {
    if (!list.current) return;
    const { scrollLeft, scrollWidth, clientWidth } = list.current;
    const next = { canGoBack: scrollLeft > 8, canGoOn: scrollLeft + clientWidth < scrollWidth - 8 };
    setReach((before) => (before.canGoBack === next.canGoBack && before.canGoOn === next.canGoOn ? before : next));
  }, [list]);
  useEffect(update);
  useEffect(() => {
    window.addEventListener("resize", update);
    return () => window.removeEventListener("resize", update);
  }, [update]);
  return { ...reach, update };
}

function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const links = linksOf(event.currentTarget);
  const index = links.findIndex((link) => link.matches(":focus"));
  if (index < 0) return;
  const target = destination(event, links, index);
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "smooth" });
}

function destination(
  { key, currentTarget }: KeyboardEvent<HTMLUListElement>,
  links: readonly HTMLElement[],
  index: number,
): HTMLElement | undefined {
  switch (key) {
    case "ArrowRight":
      return links[index + 1];
    case "ArrowLeft":
      return links[index - 1];
    case "Home":
      return links[0];
    case "End":
      return links.at(-1);
    case "ArrowDown":
      return inRow(currentTarget, 1, links[index]);
    case "ArrowUp":
      return inRow(currentTarget, -1, links[index]);
    default:
      return undefined;
  }
}

/** The card above or below: the one whose left edge is nearest. */
function inRow(list: HTMLElement, step: 1 | -1, from: HTMLElement | undefined): HTMLElement | undefined {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const row = rows[rows.findIndex((each) => each.contains(list)) + step];
  if (!row || !from) return undefined;
  const left = from.getBoundingClientRect().left;
  const distance = (link: HTMLElement) => Math.abs(link.getBoundingClientRect().left - left);
  return linksOf(row).toSorted((a, b) => distance(a) - distance(b))[0];
}

function linksOf(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>("li a")];
}
