/** The pub/sub channel that wakes whoever shows what a profile has in progress. */
export function profileChannel(profileId: string): string {
  return `profile:${profileId}`;
}
