import type { QueryPlan } from "@apollo/query-planner";
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from "graphql";
import { BoundedMap } from "../bounded-map.ts";
import { SelectionShape } from "./shape.ts";
import { type Step, type StepContext, stepOf, stepsOf } from "./steps.ts";
import { type Introspect, SelectionWriter } from "./writer.ts";

export interface PlannedOperation {
  readonly operation: OperationDefinitionNode;
  readonly document: DocumentNode;
  readonly plan: QueryPlan;
}

export interface CompileContext extends StepContext {
  /** What clients see. */
  readonly api: GraphQLSchema;
}

/** An operation and its plan, made ready to be run many times. */
export class CompiledOperation {
  readonly operation: OperationDefinitionNode;
  readonly document: DocumentNode;
  /** What clients see. */
  readonly api: GraphQLSchema;
  readonly steps: readonly Step[];
  /** A subscription's first fetch, whose answers are pushed; the steps complete each of them. */
  readonly primary: Step | undefined;
  /** The subgraphs that are asked first, whatever the variables; none where that hangs on them. */
  readonly beginsAt: readonly string[];
  readonly #answers = new BoundedMap<string, AnswerForm>(KEPT_FORMS);
  readonly #deciding: readonly string[];
  /** Whether it asks of the schema itself. */
  readonly introspects: boolean;

  constructor({ operation, document, plan }: PlannedOperation, context: CompileContext) {
    const { node } = plan;
    this.operation = operation;
    this.document = document;
    this.api = context.api;
    this.primary = node?.kind === "Subscription" ? stepOf(node.primary, context) : undefined;
    this.steps = stepsOf(node?.kind === "Subscription" ? node.rest : node, context);
    this.beginsAt = beginningsOf(this.steps);
    this.#deciding = decidingVariables(document);
    this.introspects = introspects(document);
  }

  /** Whether nothing that it fetches depends on who asks. */
  get isPublic(): boolean {
    return this.steps.every((step) => step.isPublic) && (this.primary?.isPublic ?? true);
  }

  /** What the answer looks like with these variables: which fields are in it may hang on them. */
  formFor(variables: Readonly<Record<string, unknown>>): AnswerForm {
    const key = this.introspects ? JSON.stringify(variables) : this.#deciding.map((name) => String(variables[name])).join();
    return this.#answers.take(key, () => new AnswerForm(this, variables));
  }
}

function beginningsOf(steps: readonly Step[]): readonly string[] {
  const first = steps.filter(({ waitsFor }) => waitsFor === 0);
  const isCertain = first.every(({ from }) => from.kind === "root" && from.conditions.length === 0);
  return isCertain ? first.map(({ subgraph }) => subgraph) : [];
}

export type Schema = Readonly<Record<string, string>>;

/** Values of the deciding variables for which forms are kept. */
const KEPT_FORMS = 16;

/** What an answer looks like, and the code that writes it. */
export class AnswerForm {
  readonly shape: SelectionShape;
  readonly writer: SelectionWriter;
  /** What the schema says of itself, as JSON by the key of its data: there while an answer is written, and not kept. */
  schema: Schema = {};

  constructor(
    readonly compiled: CompiledOperation,
    readonly variables: Readonly<Record<string, unknown>>,
  ) {
    const { operation, document, api } = compiled;
    const root = api.getRootType(operation.operation);
    if (!root) throw new Error(`expected a graph with a root for each ${operation.operation}`);
    const fragments = new Map(fragmentsOf(document).map((fragment) => [fragment.name.value, fragment]));
    this.shape = new SelectionShape(root, [operation.selectionSet], { schema: api, fragments, variables });
    this.writer = new SelectionWriter(this.shape, this.introspect);
  }

  readonly introspect: Introspect = ({ nodes: [node], responseKey }) => {
    const text = this.schema[node?.alias?.value ?? node?.name.value ?? ""];
    if (text === undefined) throw new Error(`expected the schema to be read for "${responseKey}"`);
    return text;
  };

  /** What has to be asked of the schema before an answer can be written: an operation of its own. */
  get schemaQuestion(): string {
    const { operation, document, api } = this.compiled;
    const fields = this.shape.of(api.getRootType(operation.operation)?.name)?.fields ?? [];
    const selections = fields.flatMap((field) => (field.kind === "introspection" ? field.nodes : []));
    if (selections.length === 0) return "{__typename}";
    const asked: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
    return print({ kind: Kind.DOCUMENT, definitions: [asked, ...fragmentsOf(document)] });
  }
}

function fragmentsOf({ definitions }: DocumentNode): readonly FragmentDefinitionNode[] {
  return definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
}

/** The variables in `@skip` and `@include`. */
function decidingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== "skip" && name.value !== "include") return;
      for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      if (name.value === "__schema" || name.value === "__type") found = true;
    },
  });
  return found;
}
