import type { ComponentProps, ReactNode } from "react";
import { Link } from "wouter";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";

type Look = "primary" | "secondary" | "quiet" | "danger";

type ButtonProps = ComponentProps<"button"> & { look?: Look; icon?: ReactNode; isBusy?: boolean };

/** While busy it stays where it is and says so, and takes no second click. */
export function Button({ look = "secondary", icon, isBusy = false, children, className, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || isBusy}
      aria-busy={isBusy}
      className={classNames(styles.button, styles[look], className)}
    >
      {icon}
      <span>{children}</span>
    </button>
  );
}

export function LinkButton({
  look = "secondary",
  icon,
  children,
  href,
}: {
  look?: Look;
  icon?: ReactNode;
  children: ReactNode;
  href: string;
}) {
  return (
    <Link href={href} className={classNames(styles.button, styles[look])}>
      {icon}
      <span>{children}</span>
    </Link>
  );
}

type IconButtonProps = ComponentProps<"button"> & { label: string };

/** A button that shows an icon only; its label is what it is called. */
export function IconButton({ label, children, className, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} aria-label={label} title={label} className={classNames(styles.icon, className)}>
      {children}
    </button>
  );
}
