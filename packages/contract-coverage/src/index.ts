export { type Tracked, trackCalls } from "./track-calls.ts";
