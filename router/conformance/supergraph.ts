/** A small federated graph whose answers can be computed in two ways: through subgraphs, and on one merged schema. */
export interface TestSupergraph {
  readonly name: string;
  /** SDL by subgraph, without its `@link`, which is added. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** The graph's data, made anew for each operation that may change it. */
  readonly world: () => World;
  readonly cases: readonly Case[];
}

/** Everything that can be reached, as plain objects that refer to each other. */
export interface World {
  readonly query: Fields;
  readonly mutation?: Fields;
  /** Whatever is looked up by a key, or made to fail by an operation's troubles. */
  readonly objects: readonly TestObject[];
}

/**
 * What an object's fields hold: a value, an object, a list, or a function of the field's arguments. Where the SDL has `@requires`, the function's second argument is
 * what was required and nothing else: in a subgraph it comes out of the representation, so a wrong representation gives a wrong value.
 */
export type Fields = Readonly<Record<string, unknown>>;

export interface TestObject extends Fields {
  /** The concrete type's name in the supergraph, whatever a subgraph calls it. */
  readonly __typename: string;
}

/** An object while it is being written: objects refer to each other in circles. */
export type Draft = Record<string, unknown> & TestObject;

/** An operation that everyone must answer alike. */
export interface Case {
  /** A claim in the present tense, unique in its supergraph. */
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly troubles?: readonly Trouble[];
  /** What stock `@apollo/gateway` gets wrong here. */
  readonly knownFault?: KnownFault;
  /** The supergraph promises what no subgraph can keep: a refusal without data is as right as an error in the field's place. */
  readonly isContradictory?: true;
}

/** Something that goes wrong in the data. */
export type Trouble =
  /** The field's resolver throws. */
  | { readonly kind: "throws"; readonly object: string; readonly field: string }
  /** The field is null, whatever its type says. */
  | { readonly kind: "null"; readonly object: string; readonly field: string }
  /** The subgraph does not know the entity: it answers `null` for its representation. */
  | { readonly kind: "absent"; readonly object: string; readonly subgraph: string };

/** The faults of stock `@apollo/gateway` 2.14.4 that show in an answer, in the order of the README. */
export const knownFaults = [
  "re-enters a subgraph by a key that is not resolvable there",
  "confuses a field's arguments with those of a @requires",
  "confuses the arguments of two @requires of one field",
  "answers an empty plan with nothing, and no error",
  "loses the fields of an interface object inside a fragment on an implementation",
  "hides the errors of a null that propagates",
] as const;

export type KnownFault = (typeof knownFaults)[number];

/** How troubles and messages call an object: by its type and the first of its fields that is called like a key. */
export function nameOf(object: TestObject): string {
  return `${object.__typename}:${String(object.id ?? object.code)}`;
}

const directives = ["@key", "@requires", "@provides", "@external", "@override", "@shareable", "@inaccessible", "@interfaceObject", "@tag"];

/** A subgraph's SDL with the federation specification that it is written in. */
export function linked(sdl: string): string {
  const imports = directives.map((name) => `"${name}"`).join(", ");
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: [${imports}])\n${sdl}`;
}
