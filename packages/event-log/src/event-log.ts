/** What is appended: JSON-serialisable. */
export interface LogMessage {
  /** What the message is about; messages of one key keep their order. */
  readonly key: string;
  readonly value: unknown;
}

export interface LogEntry extends LogMessage {
  /** Where it stands in its stream; opaque, comparable only by the log. */
  readonly position: string;
  readonly appendedAtMs: number;
}

/** A group's worker; disposing it stops taking messages and waits for the one in hand. */
export type Consumer = AsyncDisposable;

/** The reader was so slow that entries it had not read were dropped: it must rebuild its state from the source of truth. */
export class LogOverflow extends Error {
  override readonly name = "LogOverflow";
}

/**
 * Streams of messages that wake others and carry what may be lost without a number changing. Every stream is bounded.
 * The truth is elsewhere: a log that comes back empty has another `generation`, and those who publish state publish it anew.
 */
export interface EventLog extends AsyncDisposable {
  /** Names this log's life; another one means that everything before was lost. */
  generation(): Promise<string>;

  /** Appends in order. Rejects when the log cannot take it now; nothing is queued for later. */
  append(stream: string, messages: readonly LogMessage[]): Promise<void>;

  /**
   * Reads a stream alone, as the owner of its state does: no acknowledgement, the reader keeps its own position.
   *
   * @param from a position (exclusive), `oldest` for all that is kept, or `now`
   * @param signal ends the iteration
   * @returns batches in order, never empty
   * @throws LogOverflow from the iteration
   */
  read(
    stream: string,
    from: "oldest" | "now" | { readonly after: string },
    signal: AbortSignal,
  ): AsyncIterableIterator<readonly LogEntry[]>;

  /**
   * Shares a stream's work among the workers of a group: each message goes to one of them, at least once, from the oldest on when the
   * group is new. A message whose handler rejects is handed out again after a pause, a few times, then set aside and reported.
   *
   * @param handle idempotent; messages are handed in the order of the stream
   * @param onSetAside called with a message that was given up, and why
   */
  consume(
    stream: string,
    group: string,
    handle: (entries: readonly LogEntry[]) => Promise<void>,
    onSetAside: (entry: LogEntry, reason: unknown) => void,
  ): Consumer;
}
