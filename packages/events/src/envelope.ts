import { randomUUID } from "node:crypto";
import { UnreadableMessage } from "@marquee/event-log";
import { z } from "zod";
import { type EventData, eventShapes } from "./shapes.ts";

export type EventType = keyof typeof eventShapes;

/** A CloudEvents 1.0 envelope in its JSON format. Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export interface Envelope<Type extends EventType = EventType> {
  readonly specversion: "1.0";
  /** The same for every delivery of one event. */
  readonly id: string;
  /** Who says it, such as `/catalog`. */
  readonly source: string;
  readonly type: Type;
  /** The id of what the event is about. */
  readonly subject: string;
  /** When it became so: RFC 3339. */
  readonly time: string;
  /** Grows with each change of the subject; a consumer ignores an event that is not newer than what it has. */
  readonly sequence: number;
  readonly data: EventData<Type>;
}

/** The union of all envelopes, so that a `switch` over `type` narrows `data`. */
export type EventOf<Type extends EventType = EventType> = { [T in Type]: Envelope<T> }[Type];

/** Wraps what happened. */
export function envelope<Type extends EventType>(
  type: Type,
  about: { readonly source: string; readonly subject: string; readonly sequence: number; readonly time?: Date },
  data: EventData<Type>,
): Envelope<Type> {
  const { source, subject, sequence, time = new Date() } = about;
  return { specversion: "1.0", id: randomUUID(), source, type, subject, time: time.toISOString(), sequence, data };
}

/** An event of an unknown type or with other content than its type's shape. A consumer that throws it has the log set it aside at once. */
export class UnreadableEvent extends UnreadableMessage {
  override readonly name = "UnreadableEvent";
}

const shape = z.object({
  specversion: z.literal("1.0"),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string(),
  subject: z.string().min(1),
  time: z.string(),
  sequence: z.number().int(),
  data: z.unknown(),
});

/**
 * Reads what came over the log or over HTTP.
 *
 * @throws UnreadableEvent
 */
export function parseEvent(value: unknown): EventOf {
  const outer = shape.safeParse(value);
  if (!outer.success) throw new UnreadableEvent(`not an event: ${z.prettifyError(outer.error)}`);
  const { type } = outer.data;
  if (!isEventType(type)) throw new UnreadableEvent(`no event of the type "${type}" is known here`);
  const data = eventShapes[type].safeParse(outer.data.data);
  if (!data.success) throw new UnreadableEvent(`${type}: ${z.prettifyError(data.error)}`);
  return { ...outer.data, type, data: data.data } as EventOf;
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventShapes, type);
}
