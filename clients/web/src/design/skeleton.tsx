import { classNames } from "./class-names.ts";
import styles from "./skeleton.module.css";

/** Where something will be; screen readers hear of the loading once, from `Loading`. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <div aria-hidden="true" className={classNames(styles.skeleton, className)} />;
}

export function Loading({ what }: { what: string }) {
  return (
    <p role="status" className="visually-hidden">
      Loading {what}
    </p>
  );
}
