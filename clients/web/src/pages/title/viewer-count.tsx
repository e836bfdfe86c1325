import { useSubscription } from "urql";
import { ViewersIcon } from "../../design/icons.tsx";
import { viewerCount } from "../../graphql/operations/watch.ts";
import styles from "./viewer-count.module.css";

/** How many watch it at this moment, pushed as they come and go. While that is unknown nothing is claimed. */
export function ViewerCount({ playableId }: { playableId: string }) {
  const [{ data }] = useSubscription({ query: viewerCount, variables: { playableId } });
  const viewers = data?.viewerCount.viewers ?? undefined;
  return (
    <p role="status" className={styles.count} data-viewers={viewers ?? ""}>
      {viewers !== undefined && (
        <>
          <ViewersIcon size={18} />
          {viewers.toLocaleString("en")} watching
        </>
      )}
    </p>
  );
}
