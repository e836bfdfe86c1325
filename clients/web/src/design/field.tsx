import { type ComponentProps, type ReactNode, useId } from "react";
import styles from "./field.module.css";

type TextFieldProps = ComponentProps<"input"> & { label: string; hint?: string };

/** A labelled input; the hint belongs to it for screen readers too. */
export function TextField({ label, hint, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input {...rest} id={id} aria-describedby={hint ? `${id}-hint` : undefined} />
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

type SelectFieldProps = ComponentProps<"select"> & { label: string; children: ReactNode };

export function SelectField({ label, children, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select {...rest} id={id}>
        {children}
      </select>
    </div>
  );
}

/** What went wrong with a form, read out when it appears. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className={styles.error}>
      {children}
    </div>
  );
}
