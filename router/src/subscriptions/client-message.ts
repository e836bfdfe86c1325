import { z } from "zod";

const record = z.record(z.string(), z.unknown());
const id = z.string().min(1);

const messageShape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("connection_init"), payload: record.nullish() }),
  z.object({ type: z.literal("ping"), payload: record.nullish() }),
  z.object({ type: z.literal("pong"), payload: record.nullish() }),
  z.object({
    type: z.literal("subscribe"),
    id,
    payload: z.object({
      query: z.string(),
      operationName: z.string().nullish(),
      variables: record.nullish(),
      extensions: record.nullish(),
    }),
  }),
  z.object({ type: z.literal("complete"), id }),
]);

/**
 * What a client may say.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export type ClientMessage = z.infer<typeof messageShape>;

export type Subscribe = Extract<ClientMessage, { readonly type: "subscribe" }>;

/** Returns undefined for what is no message of a client. */
export function readMessage(text: string): ClientMessage | undefined {
  try {
    return messageShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // no JSON
  }
}
