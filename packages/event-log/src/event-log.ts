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

/**
 * Where a reading begins: a position (exclusive), the oldest entry that is kept, what comes from the call on, or what was appended at or
 * after a moment by the log's clock, as far as it is kept.
 */
export type ReadFrom = "oldest" | "now" | { readonly after: string } | { readonly sinceMs: number };

/** A group's worker; disposing it stops taking messages and waits for the one in hand. */
export type Consumer = AsyncDisposable;

/** The reader was so slow that entries it had not read were dropped, or the log lost them: it must rebuild its state from the source of truth. */
export class LogOverflow extends Error {
  override readonly name = "LogOverflow";
}

/** What a handler throws for a message that it will never be able to read: it is set aside at once, without another try. */
export class UnreadableMessage extends Error {
  override readonly name: string = "UnreadableMessage";
}

/** A message that a group has given up, and that waits for somebody to look. */
export interface SetAside {
  readonly stream: string;
  readonly group: string;
  readonly entry: LogEntry;
  readonly reason: string;
  readonly setAsideAtMs: number;
}

/** Narrows what was set aside; all of it when left out. */
export interface SetAsideOf {
  readonly stream?: string | undefined;
  readonly group?: string | undefined;
}

/**
 * Streams of messages that wake others and carry what may be lost without a number changing. Every stream is bounded.
 * The truth is elsewhere: a log that comes back empty has another `generation`, and those who publish state publish it anew.
 *
 * A stream whose name has a dot is a part of something larger (`views.3`): it is read by the one owner of the part, and kept for some minutes.
 * Any other stream is consumed by groups, and kept until each of them has acknowledged it.
 */
export interface EventLog extends AsyncDisposable {
  /** Names this log's life; another one means that something from before was lost. Rejects while the log cannot be reached. */
  generation(): Promise<string>;

  /** Appends in order, all or nothing. Rejects when the log cannot take it now; nothing is queued for later. */
  append(stream: string, messages: readonly LogMessage[]): Promise<void>;

  /**
   * Reads a stream alone, as the owner of its state does: no acknowledgement, the reader keeps its own position. An outage of the log
   * is waited out.
   *
   * @param signal ends the iteration
   * @returns batches in order, never empty
   * @throws LogOverflow from the iteration
   */
  read(stream: string, from: ReadFrom, signal: AbortSignal): AsyncIterableIterator<readonly LogEntry[]>;

  /**
   * Shares a stream among the workers of a group: each message goes to one of them, at least once, from the oldest on when the group is
   * new. One worker is active at a time, which keeps the order of the stream; when it ends or dies, another goes on with what it had not
   * acknowledged. A message whose handler rejects is handed out again after a pause, for a minute, while the others wait; then it is set
   * aside and reported. One that the handler calls an `UnreadableMessage` is set aside at once.
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

  /** What groups have given up, oldest first; the oldest are dropped beyond some thousands. */
  setAside(of?: SetAsideOf): Promise<readonly SetAside[]>;
  countSetAside(of?: SetAsideOf): Promise<number>;
  /** Hands out again what groups have given up, each message to its own group, after what the stream holds. Resolves to how many. */
  replay(of?: SetAsideOf): Promise<number>;
}
