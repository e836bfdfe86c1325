import { BoundedMap } from "../bounded-map.ts";
import { essenceOf, parameterOf, qualityOf } from "./media-type.ts";

/** How one result is written. */
export type SingleType = "application/json" | "application/graphql-response+json" | "text/event-stream";
/** How results are written that come one after the other. */
export type StreamType = "text/event-stream" | "multipart/mixed";

/** What a client takes, by its `Accept` header. */
export interface Accepted {
  /** The type for one result; undefined when the client takes none of them. */
  readonly single: SingleType | undefined;
  /** The type for a subscription's results, which has to be named: a wildcard does not mean a stream. */
  readonly stream: StreamType | undefined;
}

const singleTypes: readonly SingleType[] = ["application/json", "application/graphql-response+json", "text/event-stream"];

const anything: Accepted = { single: "application/json", stream: undefined };

const KEPT_HEADERS = 100;
const LONGEST_KEPT = 500;

/** Reads `Accept` headers; clients send a handful of them, over and over. */
export class AcceptHeaders {
  readonly #known = new BoundedMap<string, Accepted>(KEPT_HEADERS);

  /** @param accept without one the client takes `application/json` */
  read(accept: string | undefined): Accepted {
    if (!accept || accept === "*/*") return anything;
    if (accept.length > LONGEST_KEPT) return negotiate(accept);
    return this.#known.get(accept) ?? this.#known.take(accept, () => negotiate(accept));
  }
}

interface Range {
  readonly essence: string;
  readonly quality: number;
  readonly isSubscriptionSpec: boolean;
}

function negotiate(accept: string): Accepted {
  const ranges = accept.split(",").map((range) => ({
    essence: essenceOf(range),
    quality: qualityOf(range),
    isSubscriptionSpec: parameterOf(range, "subscriptionspec") === "1.0",
  }));
  return { single: preferred(ranges), stream: ranges.filter(isStream).sort(byQuality).map(streamTypeOf).at(0) };
}

/** The type with the highest quality; among equals the one named first, then our own order. A stream is never meant by a wildcard. */
function preferred(ranges: readonly Range[]): SingleType | undefined {
  const candidates = singleTypes.flatMap((type) => {
    const range = mostSpecific(ranges, type);
    return range && range.quality > 0 ? [{ type, quality: range.quality, position: ranges.indexOf(range) }] : [];
  });
  return candidates.sort((a, b) => b.quality - a.quality || a.position - b.position).at(0)?.type;
}

function mostSpecific(ranges: readonly Range[], type: SingleType): Range | undefined {
  const exact = ranges.find(({ essence }) => essence === type);
  if (exact || type === "text/event-stream") return exact;
  return ranges.find(({ essence }) => essence === "application/*") ?? ranges.find(({ essence }) => essence === "*/*");
}

function isStream({ essence, quality, isSubscriptionSpec }: Range): boolean {
  return quality > 0 && (essence === "text/event-stream" || (essence === "multipart/mixed" && isSubscriptionSpec));
}

function byQuality(a: Range, b: Range): number {
  return b.quality - a.quality;
}

function streamTypeOf({ essence }: Range): StreamType {
  return essence === "text/event-stream" ? essence : "multipart/mixed";
}
