export { partOf } from "./part.ts";
export { type ViewEvent, type ViewEventKind, type ViewSource, viewEventKinds } from "./view-event.ts";
export type { StoredEvent, TouchedWindow, ViewEventStore, WindowPart } from "./view-event-store.ts";
export { minuteOf, windowOf } from "./window-of.ts";
