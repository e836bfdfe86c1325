/** The stream of the event log that carries the view events of one part (a hash of the session). */
export function viewStream(part: number): string {
  return `views.${part}`;
}
