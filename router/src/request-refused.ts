import type { ErrorCode } from "@marquee/coded-errors";
import { GraphQLError } from "graphql";
import type { Headers } from "./operations/answer.ts";

/** A request that no operation is run for. Its message and code are for the client, as any coded error's; the rest is what HTTP says of it. */
export class RequestRefused extends GraphQLError {
  constructor(
    code: ErrorCode,
    message: string,
    readonly status: number,
    readonly headers: Headers = [],
  ) {
    super(message, { extensions: { code } });
  }
}
