import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  parse,
  validate,
} from "graphql";
import type { Composed } from "./composed.ts";
import { pick } from "./field-set.ts";
import { rootOf } from "./reference.ts";
import { isTestObject, Stage } from "./stage.ts";
import { linked, type TestObject, type Trouble } from "./supergraph.ts";

/** What a router asked of a subgraph. */
export interface Fetch {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface RunningSubgraphs extends AsyncDisposable {
  /** Their GraphQL endpoints, by name. */
  readonly urls: Readonly<Record<string, string>>;
  /** Every fetch since the last `play`. */
  readonly fetches: readonly Fetch[];
  /** Starts an operation's world: from now on the subgraphs answer from a new one. */
  readonly play: (troubles?: readonly Trouble[]) => void;
}

/** An entity that came in by a key, with all that was said of it. */
class Referenced {
  constructor(
    readonly object: TestObject,
    readonly representation: object,
    /** As this subgraph calls it, which is the interface's name where it has an interface object. */
    readonly __typename: string,
  ) {}
}

interface Served {
  readonly composed: Composed;
  readonly subgraph: string;
  readonly stage: () => Stage;
}

/** Serves a supergraph's subgraphs over HTTP on loopback; each answers the fields that its SDL says it owns, and throws for others. */
export async function serveSubgraphs(composed: Composed): Promise<RunningSubgraphs> {
  await using opened = new AsyncDisposableStack();
  const { supergraph } = composed;
  const fetches: Fetch[] = [];
  let stage = new Stage(supergraph.world());
  const urls: Record<string, string> = {};
  for (const [subgraph, sdl] of Object.entries(supergraph.subgraphs)) {
    const answer = answering({ composed, subgraph, stage: () => stage }, sdl);
    urls[subgraph] = await listen(opened, async (asked) => {
      fetches.push({ subgraph, ...asked });
      return answer(asked);
    });
  }
  const play = (troubles?: readonly Trouble[]) => {
    stage = new Stage(supergraph.world(), troubles);
    fetches.length = 0;
  };
  const stack = opened.move();
  return { urls, fetches, play, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

type Asked = Pick<Fetch, "query" | "variables">;

function answering(served: Served, sdl: string): (asked: Asked) => unknown {
  const schema = subgraphSchema(served, sdl);
  const known = new Map<string, { readonly document: DocumentNode; readonly errors: readonly GraphQLError[] }>();
  const read = (query: string) => {
    const document = parse(query);
    return { document, errors: validate(schema, document) };
  };
  return ({ query, variables }) => {
    const { document, errors } = known.get(query) ?? read(query);
    if (known.size < 1_000) known.set(query, { document, errors });
    if (errors.length > 0) return { errors };
    const resolve = resolver(served);
    return execute({
      schema,
      document,
      variableValues: variables,
      // what federation adds to a query has resolvers of its own
      fieldResolver: resolve,
      typeResolver: (value) => (isTestObject(value) ? value.__typename : undefined),
    });
  };
}

function subgraphSchema(served: Served, sdl: string): GraphQLSchema {
  const typeDefs = parse(linked(sdl));
  const types = typeDefs.definitions.filter(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  const resolvers = Object.fromEntries(
    types
      .filter(({ name }) => served.composed.ownership.keys(served.subgraph, name.value).length > 0)
      .map(({ name, kind }) => [name.value, { __resolveReference: reference(served, kind === Kind.INTERFACE_TYPE_DEFINITION) }]),
  );
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}

/** Finds entities by the keys that are resolvable in this subgraph, and by no others. */
function reference({ composed, subgraph, stage }: Served, isInterface: boolean) {
  return (representation: { readonly __typename: string }): Referenced | null => {
    const type = representation.__typename;
    const keys = composed.ownership.keys(subgraph, type).filter(({ isResolvable }) => isResolvable);
    const isOf = () => true;
    const said = (fields: (typeof keys)[number]["fields"], object: object) =>
      JSON.stringify(pick(object, fields, { value: (holder, field) => Reflect.get(holder, field.name.value) ?? missing, isOf }));
    const key = keys.find(({ fields }) => !said(fields, representation).includes(missing));
    if (!key) throw new Error(`${JSON.stringify(representation)} has no key that is resolvable in ${subgraph}`);
    const wanted = said(key.fields, representation);
    const found = stage().world.objects.find(
      (object) => composed.isSubType(object.__typename, type) && said(key.fields, object) === wanted,
    );
    if (!found || stage().isAbsent(found, subgraph)) return null;
    return new Referenced(found, representation, isInterface ? found.__typename : type);
  };
}

/** No test data holds it. */
const missing = "<missing>";

function resolver({ composed, subgraph, stage }: Served): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, _context, { fieldName, parentType, operation }) => {
    const on = stage();
    if (source === undefined) return on.value(rootOf(on, operation.operation), fieldName, args, undefined);
    if (typeof source !== "object" || source === null) throw new Error(`expected an object with ${fieldName}`);
    const definition = composed.ownership.definitions([parentType.name], fieldName).find((field) => field.subgraph === subgraph);
    if (definition && !definition.isAnswered) throw new Error(`${subgraph} is not to be asked for ${parentType.name}.${fieldName}`);
    const object = source instanceof Referenced ? source.object : source;
    if (!definition?.requires) return on.value(object, fieldName, args, object);
    if (!(source instanceof Referenced)) throw new Error(`${parentType.name}.${fieldName} was asked for without what it requires`);
    const given = pick(source.representation, definition.requires, {
      value: (holder, field) => {
        const value: unknown = Reflect.get(holder, field.name.value);
        if (value === undefined) throw new Error(`a representation of ${parentType.name} lacks "${field.name.value}"`);
        return value;
      },
      isOf: (holder, type) => isTestObject(holder) && composed.isSubType(holder.__typename, type),
    });
    return on.value(object, fieldName, args, given);
  };
}

async function listen(opened: AsyncDisposableStack, answer: (asked: Asked) => Promise<unknown>): Promise<string> {
  const http = createServer(async (request, response) => {
    if (request.method !== "POST") return void response.end();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(await readAsked(request).then(answer).catch(failed)));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  opened.defer(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  // a listening TCP server has an address
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`;
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const { query, variables } = JSON.parse(await text(request));
  return { query, variables: variables ?? {} };
}

function failed(error: unknown): object {
  return { errors: [{ message: String(error) }] };
}
