/** What a store of live counts announces within its process. A message carries nothing: who hears it reads the counts again. */
export const channels = {
  /** The count of one playable changed. */
  playable: (playableId: string) => `playable:${playableId}`,
  /** The count of some playable changed. */
  any: "any",
  /** All counts changed in what they can be relied on for. */
  precision: "precision",
} as const;
