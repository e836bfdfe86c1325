import type { Dispatcher } from "undici";

export interface Exchanged {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** One request and its answer, as `undici` tells of them: straight into text, without the streams that nobody here would read. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly startedAtMs = performance.now();
  readonly #answered = Promise.withResolvers<Exchanged>();
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Exchanged["headers"] = {};
  #first: Buffer | undefined;
  #others: Buffer[] | undefined;
  #failure: Error | undefined;

  get answered(): Promise<Exchanged> {
    return this.#answered.promise;
  }

  fail(error: Error): void {
    this.#failure = error;
    if (this.#controller) this.#controller.abort(error);
    else this.#answered.reject(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(this.#failure);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Exchanged["headers"]): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#first) this.#first = chunk;
    else if (this.#others) this.#others.push(chunk);
    else this.#others = [this.#first, chunk];
  }

  onResponseEnd(): void {
    const bytes = this.#others ? Buffer.concat(this.#others) : this.#first;
    this.#answered.resolve({ status: this.#status, text: bytes?.toString("utf8") ?? "", headers: this.#headers });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#answered.reject(error);
  }
}
