/** How long after its time a session's last event still counts it as watched; devices report every 10 s, so three reports may be lost. */
export const COUNTING_MS = 35_000;

/** The watched time that makes a session a view; a film shorter than twice this needs half of its length. */
export const VIEW_THRESHOLD_MS = 30_000;
