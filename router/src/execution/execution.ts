import { GraphQLError } from "graphql";
import type { AnswerForm, CompiledOperation, Schema } from "./compiled-operation.ts";
import { complete } from "./completion.ts";
import { ErrorPlaces } from "./error-places.ts";
import { Entities, type Gathered } from "./gathering.ts";
import { type Entity, isEntity } from "./json.ts";
import { merge } from "./merge.ts";
import { rewrite } from "./rewrites.ts";
import type { SelectionShape } from "./shape.ts";
import { spoiltEntities, withoutSpoiling } from "./spoilt-entities.ts";
import type { Condition, FromEntities, FromRoot, Part, Step } from "./steps.ts";
import { readAnswer, type SubgraphAnswer, type SubgraphError } from "./subgraph-answer.ts";
import type { TypeNames } from "./type-names.ts";
import { notPlain } from "./writer.ts";

/**
 * Sends a step's request, and reads the answer with `read`, which throws where it is none.
 *
 * @returns undefined when there was no answer, or a wrong one; why has been logged
 */
export type Send = <T>(step: Step, body: string, read: (said: unknown) => T) => Promise<T | undefined>;

/** Answers a question about the schema itself, as JSON by response key. */
export type AskSchema = (text: string, variables: Readonly<Record<string, unknown>>) => Promise<Schema>;

export interface Task {
  readonly compiled: CompiledOperation;
  readonly types: TypeNames;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly send: Send;
  /** Whether everything that was sent was refused, so that there is nothing to tell of but that; asked once all has ended. */
  readonly isRefused?: () => boolean;
  readonly introspect: AskSchema;
  /** For a subscription: what its first fetch was pushed. It is changed. */
  readonly pushed?: SubgraphAnswer;
}

export interface Executed {
  /** The answer's `data`, as JSON. */
  readonly text: string;
  /** Each with the path of the field that it made null; none is presentable yet. */
  readonly errors: readonly GraphQLError[];
  /** Errors of what was fetched besides, which is in no place of the answer. */
  readonly unseen: readonly GraphQLError[];
}

/** Runs a compiled operation: each step as soon as those that it builds on have ended. Whatever a subgraph does, there is a result. */
export function execute(task: Task): Promise<Executed> {
  return new Execution(task).run();
}

/** More errors than these tell a client nothing new. */
const MAX_ERRORS = 1_000;

const unavailable: SubgraphError = {
  message: "A part of the graph did not answer. Its fields are null; try again later.",
  path: undefined,
  extensions: { code: "SERVICE_UNAVAILABLE" },
};

/** Errors with places would cost more than all the rest of a refusal. */
const nothing: Executed = { text: "null", errors: [], unseen: [] };

interface Told extends SubgraphError {
  readonly subgraph: string;
}

class Execution {
  readonly #data: Entity = {};
  /** With the places that they have in the data. */
  readonly #errors: Told[] = [];
  readonly #entities = new Entities(this.#data);
  readonly #waiting: number[];
  readonly #ended = Promise.withResolvers<void>();
  #left: number;

  constructor(readonly task: Task) {
    const { steps } = task.compiled;
    this.#waiting = steps.map(({ waitsFor }) => waitsFor);
    this.#left = steps.length;
  }

  async run(): Promise<Executed> {
    const { pushed, compiled } = this.task;
    const { steps, primary } = compiled;
    if (primary?.from.kind === "root") this.#takeRoot(primary, primary.from, [this.#data], pushed);
    if (steps.length > 0) {
      for (const [index, { waitsFor }] of steps.entries()) if (waitsFor === 0) this.#begin(index);
      await this.#ended.promise;
    }
    const { variables, introspect, isRefused } = this.task;
    if (isRefused?.()) return nothing;
    const form = compiled.formFor(variables);
    return this.#write(form, compiled.introspects ? await introspect(form.schemaQuestion, variables) : {});
  }

  #write(form: AnswerForm, schema: Schema): Executed {
    form.schema = schema;
    const { told, unseen } = this.#placed(form.shape);
    try {
      return { text: form.writer.write(this.#data), errors: told, unseen };
    } catch (error) {
      if (error !== notPlain) throw error;
      const { text, errors } = complete(form.shape, this.#data, told, form.introspect);
      return { text, errors: [...told, ...errors], unseen };
    }
  }

  /** Plans fetch what other fetches require, and what `@skip` and `@include` leave out: of that a client hears nothing. */
  #placed(shape: SelectionShape): { readonly told: readonly GraphQLError[]; readonly unseen: readonly GraphQLError[] } {
    const told: GraphQLError[] = [];
    const unseen: GraphQLError[] = [];
    for (const { message, path, extensions, subgraph } of this.#errors) {
      const place = path && shape.responsePath(path, this.#data);
      const error = new GraphQLError(message, { path: place ?? path ?? null, extensions: { ...extensions, serviceName: subgraph } });
      (path && !place ? unseen : told).push(error);
    }
    return { told, unseen };
  }

  #begin(index: number): void {
    const step = this.task.compiled.steps[index];
    if (!step) return;
    const asked = step.from.kind === "root" ? this.#askRoot(step, step.from) : this.#askEntities(step, step.from);
    if (!asked) this.#end(step);
    else {
      asked.then(
        () => this.#end(step),
        (error: unknown) => this.#ended.reject(error),
      );
    }
  }

  #end(step: Step): void {
    for (const index of step.next) {
      const waiting = (this.#waiting[index] ?? 0) - 1;
      this.#waiting[index] = waiting;
      if (waiting === 0) this.#begin(index);
    }
    this.#left -= 1;
    if (this.#left === 0) this.#ended.resolve();
  }

  #askRoot(step: Step, from: FromRoot): Promise<void> | undefined {
    if (!this.#holds(from.conditions)) return undefined;
    const targets = from.place.path.length === 0 ? [this.#data] : this.#entities.at(from.place).objects;
    if (targets.length === 0) return undefined;
    const body = `${step.bodyStart}${this.#variables(step)}}}`;
    return this.task.send(step, body, (said) => readAnswer(said)).then((answer) => this.#takeRoot(step, from, targets, answer));
  }

  #takeRoot(step: Step, from: FromRoot, targets: readonly Entity[], answer: SubgraphAnswer | undefined): void {
    const { types } = this.task;
    if (answer?.data) {
      rewrite(answer.data, from.rewrites, types);
      for (const target of targets) merge(target, answer.data, types);
      this.#entities.changed(from.place);
    }
    const errors = answer?.errors ?? [unavailable];
    if (errors.length > 0) this.#tell(step, new ErrorPlaces(this.#data, types).ofRoot(errors, from, answer?.data ?? null));
  }

  #askEntities(step: Step, from: FromEntities): Promise<void> | undefined {
    const gathered = from.parts.flatMap((part) => (this.#holds(part.conditions) ? this.#entities.gather(part) : []));
    if (gathered.every(({ representations }) => representations.length === 0)) return undefined;
    return this.#sendEntities(step, from, gathered).then((answer) =>
      answer?.data && answer.errors.length > 0
        ? this.#mended(step, gathered, answer).then((mended) => this.#takeEntities(step, gathered, mended))
        : this.#takeEntities(step, gathered, answer),
    );
  }

  #sendEntities(step: Step, { parts }: FromEntities, gathered: readonly Gathered[]): Promise<SubgraphAnswer | undefined> {
    const counts = new Map(gathered.map(({ part, representations }) => [part.key, representations.length]));
    const listed = parts.map((part) => {
      const found = gathered.find((one) => one.part === part)?.representations ?? [];
      return `"${part.variable}":[${found.join(",")}]`;
    });
    const variables = this.#variables(step);
    const body = `${step.bodyStart}${listed.join(",")}${variables === "" ? "" : ","}${variables}}}`;
    return this.task.send(step, body, (said) => readAnswer(said, counts));
  }

  /** Asks again about entities that fields spoilt which nobody asked of them, and puts what is said of them into the answer. Each time less is asked, so it ends. */
  async #mended(step: Step, gathered: readonly Gathered[], answer: SubgraphAnswer): Promise<SubgraphAnswer> {
    const { compiled, variables, types } = this.task;
    const { shape } = compiled.formFor(variables);
    const places = new ErrorPlaces(this.#data, types);
    const isAsked = (error: SubgraphError) =>
      [...places.ofEntities([error], gathered, answer.data)].some(({ path }) => !path || shape.responsePath(path, this.#data));
    const errors = [...answer.errors];
    await Promise.all(
      spoiltEntities(gathered, answer, isAsked).map(async (spoilt) => {
        const { key } = spoilt.gathered.part;
        const indices = [...spoilt.indices];
        const again = withoutSpoiling(step, spoilt);
        if (again?.step.from.kind !== "entities") return;
        const said = await this.#sendEntities(again.step, again.step.from, [again.gathered]);
        const mended = said?.data && said.errors.length > 0 ? await this.#mended(again.step, [again.gathered], said) : said;
        const entities = answer.data?.[key];
        const found = mended?.data?.[key];
        if (!mended) errors.push(...indices.map((index) => ({ ...unavailable, path: [key, index] })));
        if (Array.isArray(entities) && Array.isArray(found)) for (const [at, index] of indices.entries()) entities[index] = found[at];
        errors.push(...(mended?.errors ?? []).map((error) => inAnswer(error, indices)));
      }),
    );
    return { ...answer, errors };
  }

  #takeEntities(step: Step, gathered: readonly Gathered[], answer: SubgraphAnswer | undefined): void {
    const { types } = this.task;
    for (const one of gathered) this.#mergeEntities(one, answer?.data?.[one.part.key]);
    const errors = answer?.errors ?? [unavailable];
    if (errors.length > 0) this.#tell(step, new ErrorPlaces(this.#data, types).ofEntities(errors, gathered, answer?.data ?? null));
  }

  #mergeEntities({ part, objects, indices }: Gathered, entities: unknown): void {
    const { types } = this.task;
    for (const [at, object] of objects.entries()) {
      const said: unknown = Array.isArray(entities) ? entities[indices[at] ?? -1] : null;
      if (!isEntity(said)) {
        nullify(object, part, types);
        continue;
      }
      if (part.rewrites.length > 0) {
        said.__typename ??= object.__typename;
        rewrite(said, part.rewrites, types);
      }
      merge(object, said, types);
    }
    this.#entities.changed(part.place);
  }

  #holds(conditions: readonly Condition[]): boolean {
    return conditions.every(({ variable, is }) => this.task.variables[variable] === is);
  }

  /** The values of the client's variables that a step takes, as the inside of a JSON object. */
  #variables({ variables }: Step): string {
    const given = variables.filter((name) => this.task.variables[name] !== undefined);
    return given.map((name) => `${JSON.stringify(name)}:${JSON.stringify(this.task.variables[name])}`).join(",");
  }

  #tell({ subgraph }: Step, placed: Iterable<SubgraphError>): void {
    for (const { message, path, extensions } of placed) {
      if (this.#errors.length >= MAX_ERRORS) return;
      this.#errors.push({ message, path, extensions, subgraph });
    }
  }
}

/** An error of some of an answer's entities, with the place that it has in the whole. */
function inAnswer(error: SubgraphError, indices: readonly number[]): SubgraphError {
  const [key, index, ...rest] = error.path ?? [];
  const whole = typeof index === "number" ? indices[index] : undefined;
  return key === undefined || whole === undefined ? error : { ...error, path: [key, whole, ...rest] };
}

/** What was asked for and not said is null from then on, unless another says it: so that it can be told from what was never asked for. */
function nullify(object: Entity, { facts }: Part, types: TypeNames): void {
  for (const [condition, keys] of facts.entityKeys) {
    if (types.matching(condition).has(String(object.__typename))) for (const key of keys) object[key] ??= null;
  }
}
