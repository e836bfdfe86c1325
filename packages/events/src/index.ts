export { type Envelope, type EventOf, type EventType, envelope, parseEvent, UnreadableEvent } from "./envelope.ts";
export { type EventData, eventShapes, type MaturityRating, maturityRatings } from "./shapes.ts";
export { viewStream } from "./streams.ts";
