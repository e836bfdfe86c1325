import type { CSSProperties } from "react";
import { hueOf } from "../../design/hue.ts";
import styles from "./avatar.module.css";

/** A profile's sign: its initial on a colour of its own. The name is said beside it or by its button. */
export function Avatar({ name, size }: { name: string; size: string }) {
  const style: CSSProperties & Record<`--${string}`, string | number> = { "--hue": hueOf(name), "--size": size };
  return <span className={styles.avatar} style={style} data-initial={[...name.trim()][0]?.toUpperCase()} aria-hidden="true" />;
}
