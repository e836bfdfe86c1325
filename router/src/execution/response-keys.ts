/** The key that a client knows a value by, of the one that it has in the data. */
export function responseKeyOf(dataKey: string): string {
  return dataKey;
}
