import type { Admission } from "@marquee/admission";
import { codedError } from "@marquee/coded-errors";
import { GraphQLError } from "graphql";
import type { Asker } from "../asker.ts";
import type { Authenticate, Bearer } from "../authentication.ts";
import type { Limits } from "../limits.ts";
import type { Metrics } from "../metrics.ts";
import type { Answer } from "../operations/answer.ts";
import { type Asked, asGraphqlError, type Operations } from "../operations/operations.ts";
import type { Preparation } from "../operations/prepare.ts";
import { tooBusy } from "../too-busy.ts";
import { type ClientMessage, readMessage, type Subscribe } from "./client-message.ts";
import { closeCodes } from "./close-code.ts";
import type { Line, Recipient } from "./line.ts";
import { messageEnd } from "./shared-text.ts";
import type { Opened, Subscriptions } from "./subscriptions.ts";

export interface ConversationOptions {
  readonly admission: Admission;
  readonly authenticate: Authenticate;
  readonly preparation: Preparation;
  readonly operations: Operations;
  readonly subscriptions: Subscriptions;
  readonly limits: Limits;
  readonly metrics: Metrics;
}

/** An operation under way, until the client or the router completes it. */
interface Current {
  leave: () => void;
}

/** The longest that a timer can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** How long a client may take to greet. */
const GREETING_MS = 3_000;

/**
 * The graphql-transport-ws protocol with one client: queries, mutations and subscriptions alike.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export class Conversation {
  readonly #current = new Map<string, Current>();
  #greeting: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #bearer: Bearer | undefined;

  /** @param address of the client's network */
  constructor(
    readonly options: ConversationOptions,
    readonly line: Line,
    readonly address: string | undefined,
  ) {
    this.#greeting = setTimeout(() => line.close(closeCodes.noGreeting, "Connection initialisation timeout"), GREETING_MS);
  }

  /** @param text undefined for what is no text */
  hear(text: string | undefined): void {
    const message = text === undefined ? undefined : readMessage(text);
    if (message) this.#react(message);
    else this.line.close(closeCodes.badRequest, "Invalid message received");
  }

  /** Leaves all operations: the line has ended. */
  end(): void {
    clearTimeout(this.#greeting);
    clearTimeout(this.#expiry);
    for (const { leave } of this.#current.values()) leave();
    this.#current.clear();
  }

  #react(message: ClientMessage): void {
    switch (message.type) {
      case "connection_init":
        this.#admit(message.payload ?? {});
        break;
      case "ping":
        this.line.send(JSON.stringify({ type: "pong", payload: message.payload ?? undefined }));
        break;
      case "pong":
        break;
      case "subscribe":
        this.#subscribe(message);
        break;
      case "complete":
        this.#current.get(message.id)?.leave();
        this.#current.delete(message.id);
        break;
      default:
        throw new Error(`Unknown message: ${JSON.stringify(message satisfies never)}`);
    }
  }

  #admit({ authorization, Authorization }: Readonly<Record<string, unknown>>): void {
    if (!this.#greeting) {
      this.line.close(closeCodes.tooMany, "Too many initialisation requests");
      return;
    }
    clearTimeout(this.#greeting);
    this.#greeting = undefined;
    this.options.authenticate(authorization ?? Authorization).then(
      (bearer) => this.#acknowledge(bearer),
      (error: unknown) => this.#turnAway(error),
    );
  }

  #acknowledge(bearer: Bearer): void {
    if (this.line.isEnded) return;
    this.#bearer = bearer;
    this.line.send('{"type":"connection_ack"}');
    if (bearer.expiresAtMs === undefined) return;
    const waitMs = Math.min(bearer.expiresAtMs - Date.now(), LONGEST_TIMER_MS);
    this.#expiry = setTimeout(() => this.line.close(closeCodes.forbidden, "The access token has expired"), waitMs);
  }

  #turnAway(error: unknown): void {
    const isForbidden = error instanceof GraphQLError && error.extensions.code === "UNAUTHENTICATED";
    if (isForbidden) this.line.close(closeCodes.forbidden, "Forbidden");
    else this.line.close(closeCodes.tryAgainLater, "Try again later");
  }

  #subscribe(message: Subscribe): void {
    const { id } = message;
    const { operationsPerConnection } = this.options.limits;
    if (!this.#bearer) this.line.close(closeCodes.unauthorized, "Unauthorized");
    else if (this.#current.has(id)) this.line.close(closeCodes.subscriberExists, `Subscriber for ${id} already exists`);
    else if (this.#current.size < operationsPerConnection) this.#begin(message, this.#bearer.asker.from(this.address));
    else this.#fail(id, codedError("TOO_MANY_SUBSCRIPTIONS", `A connection has at most ${operationsPerConnection} operations at a time.`));
  }

  #begin({ id, payload: { query, operationName, variables } }: Subscribe, asker: Asker): void {
    const { admission } = this.options;
    if (!admission.admits()) {
      this.#fail(id, tooBusy("The router"));
      return;
    }
    const current: Current = { leave: () => {} };
    this.#current.set(id, current);
    admission.enter();
    const asked: Asked = { query, operationName: operationName ?? undefined, variables: variables ?? {}, asker };
    this.#run(id, current, asked)
      .catch((error: unknown) => {
        this.#current.delete(id);
        this.#fail(id, error);
      })
      .finally(() => admission.leave());
  }

  async #run(id: string, current: Current, asked: Asked): Promise<void> {
    const { preparation, operations, subscriptions, metrics } = this.options;
    const prepared = await preparation.prepare(asked.query, asked.operationName);
    const type = prepared.kind === "planned" ? prepared.operation.operation : "unknown";
    metrics.socketOperation(type);
    const outcome = type === "subscription" ? await subscriptions.open(asked) : await operations.answer(asked);
    if (this.#current.get(id) !== current) return; // the client has completed it meanwhile, or left
    if ("join" in outcome) {
      this.#follow(id, current, outcome);
    } else {
      this.#current.delete(id);
      this.#give(id, "refusal" in outcome ? outcome.refusal : outcome);
    }
  }

  #follow(id: string, current: Current, { keepsLatest, join }: Opened): void {
    const { line } = this;
    const to: Recipient = { end: messageEnd(id), keepsLatest };
    const leave = join({
      next: (result) => line.push(result, to),
      end: () => {
        this.#current.delete(id);
        line.flush(to);
        this.#sendComplete(id);
      },
    });
    current.leave = () => {
      leave();
      line.forget(to);
    };
  }

  #give(id: string, answer: Answer): void {
    if (answer.isRefused) {
      const { errors } = JSON.parse(answer.text);
      this.line.send(JSON.stringify({ type: "error", id, payload: errors }));
    } else {
      this.line.send(`{"type":"next","payload":${answer.text},"id":${JSON.stringify(id)}}`);
      this.#sendComplete(id);
    }
  }

  #fail(id: string, error: unknown): void {
    this.#give(id, this.options.operations.refuse([asGraphqlError(error)]));
  }

  #sendComplete(id: string): void {
    this.line.send(JSON.stringify({ type: "complete", id }));
  }
}
