import { useEffect, useRef } from "react";
import { Button } from "../design/button.tsx";
import styles from "./more-button.module.css";

type Props = { status: "idle" | "loading" | "failed"; onMore: () => void };

/** Loads the next page when it comes near the screen, and when it is pressed. After a failure it waits to be pressed. */
export function MoreButton({ status, onMore }: Props) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!root.current || status !== "idle") return undefined;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onMore(), {
      rootMargin: "600px",
    });
    observer.observe(root.current);
    return () => observer.disconnect();
  }, [status, onMore]);
  return (
    <div ref={root} className={styles.row}>
      {status === "failed" && <p role="alert">The next ones could not be loaded.</p>}
      <Button isBusy={status === "loading"} onClick={onMore}>
        {status === "failed" ? "Try again" : "Show more"}
      </Button>
    </div>
  );
}
