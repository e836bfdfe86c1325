import { Skeleton } from "../design/skeleton.tsx";
import styles from "./top-skeleton.module.css";

/** Where a title's picture, name and buttons will be, at the top of a page. */
export function TopSkeleton() {
  return (
    <div className={styles.top} aria-hidden="true">
      <Skeleton className={styles.name} />
      <Skeleton className={styles.facts} />
      <Skeleton className={styles.actions} />
    </div>
  );
}
