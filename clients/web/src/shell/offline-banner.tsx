import { useSyncExternalStore } from "react";
import { OfflineIcon } from "../design/icons.tsx";
import styles from "./offline-banner.module.css";

export function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status" className={styles.region}>
      {!isOnline && (
        <p className={styles.banner}>
          <OfflineIcon size={18} /> You are offline. Marquee goes on when the connection is back.
        </p>
      )}
    </div>
  );
}

function subscribe(changed: () => void) {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}
