/** What live counts are announced on. A message carries nothing: who hears it reads the counts again. */
export const channels = {
  /** The count of one playable changed. */
  playable: (playableId: string) => `live:${playableId}`,
  /** The count of some playable changed. */
  any: "live",
  /** All counts changed in what they can be relied on for. */
  precision: "live-precision",
} as const;
