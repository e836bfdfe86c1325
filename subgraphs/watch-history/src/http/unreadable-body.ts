import type { ErrorRequestHandler } from "express";
import { z } from "zod";

/** Answers for a body that is too large or cannot be parsed: `{ message }`. Everything else is not for the caller to see. */
export const unreadableBody: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const { status } = z
    .object({ status: z.number().min(400).max(499) })
    .catch({ status: 500 })
    .parse(error);
  response.status(status).json({ message: status === 413 ? "The body is too large." : "The body is not readable." });
};
