import type { Answer } from "../operations/answer.ts";
import type { StreamType } from "./accepted.ts";

/** How results that come one after the other are written as one body. Results and refusals are JSON without line breaks. */
export interface Framing {
  readonly contentType: string;
  /** Goes out before anything else. */
  readonly opening: string;
  readonly heartbeat: string;
  result(json: string): string;
  /** There will be no more results. */
  readonly completion: string;
  /** The last thing to be said, with the reason for it. */
  failure(reason: Answer): string;
  /** The end where another connection may have what comes next. */
  interruption(reason: Answer): string;
}

/**
 * Server-sent events, in the distinct connections mode of graphql-sse. An interruption says nothing at all, which its client answers by connecting again.
 *
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode
 */
const eventStream: Framing = {
  contentType: "text/event-stream; charset=utf-8",
  opening: ":\n\n",
  heartbeat: ":\n\n",
  result: (json) => `event: next\ndata: ${json}\n\n`,
  completion: "event: complete\ndata:\n\n", // with a line of data, without which browsers drop an event
  failure: ({ text }) => `event: next\ndata: ${text}\n\nevent: complete\ndata:\n\n`,
  interruption: () => "",
};

/**
 * Parts of `multipart/mixed`. The boundary after a part goes out with it: a client takes a part for whole only when it has read that.
 *
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
const multipart: Framing = {
  contentType: 'multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"',
  opening: "\r\n--graphql",
  heartbeat: part("{}"),
  result: (json) => part(`{"payload":${json}}`),
  completion: "--\r\n",
  failure: endingWith,
  interruption: endingWith,
};

/** Errors beside the payload, not in it, are what ended the subscription. */
function endingWith({ text }: Answer): string {
  return `${part(`{"payload":null,${text.slice(1)}`)}--\r\n`;
}

function part(json: string): string {
  return `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--graphql`;
}

export const framings: Readonly<Record<StreamType, Framing>> = { "text/event-stream": eventStream, "multipart/mixed": multipart };
