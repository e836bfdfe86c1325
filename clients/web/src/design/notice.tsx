import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";
import styles from "./notice.module.css";

type NoticeProps = {
  title: string;
  children?: ReactNode;
  icon?: ReactNode;
  actions?: ReactNode;
  /** Whether it is all there is on the page, and so its heading. */
  isPage?: boolean;
};

/** What a page or a part of it says instead of content: that there is none yet, or that something is in the way, and what to do. */
export function Notice({ title, children, icon, actions, isPage = false }: NoticeProps) {
  return (
    <div className={classNames(styles.notice, isPage && styles.page)}>
      {icon && <div className={styles.icon}>{icon}</div>}
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** For what could not be loaded. */
export function FailureNotice({ what, onRetry, isPage = false }: { what: string; onRetry: () => void; isPage?: boolean }) {
  return (
    <div role="alert">
      <Notice
        isPage={isPage}
        title={`${what} could not be loaded`}
        actions={
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        <p>Either the connection is gone or Marquee is busy. Nothing is lost.</p>
      </Notice>
    </div>
  );
}
