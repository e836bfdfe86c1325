import { composeServices } from "@apollo/composition";
import { Supergraph } from "@apollo/federation-internals";
import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType, parse } from "graphql";
import { Ownership } from "./ownership.ts";
import { linked, type TestSupergraph } from "./supergraph.ts";

/** A supergraph, composed: what every subject is given, and what the reference stands on. */
export class Composed {
  readonly sdl: string;
  /** What clients see. */
  readonly api: GraphQLSchema;
  /** With what is inaccessible, too. */
  readonly schema: GraphQLSchema;
  readonly ownership: Ownership;

  constructor(readonly supergraph: TestSupergraph) {
    const services = Object.entries(supergraph.subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}.invalid/graphql`,
      typeDefs: parse(linked(sdl)),
    }));
    const { supergraphSdl, errors } = composeServices(services);
    if (!supergraphSdl) throw new Error(`${supergraph.name} does not compose:\n${errors?.map(({ message }) => message).join("\n")}`);
    this.sdl = supergraphSdl;
    const built = Supergraph.build(supergraphSdl, { validateSupergraph: true });
    this.api = built.apiSchema().toGraphQLJSSchema();
    this.schema = built.schema.toGraphQLJSSchema();
    this.ownership = new Ownership(supergraph);
  }

  /** A type's name and those of its interfaces. */
  readonly namesOf = (type: string): readonly string[] => {
    const found = this.schema.getType(type);
    return isObjectType(found) || isInterfaceType(found) ? [type, ...found.getInterfaces().map(({ name }) => name)] : [type];
  };

  /** The fields of a type that clients do not see. */
  hiddenFields(type: string): ReadonlySet<string> {
    const [all, seen] = [this.schema, this.api]
      .map((schema) => schema.getType(type))
      .map((found) => (isObjectType(found) || isInterfaceType(found) ? found.getFields() : {}));
    return new Set(Object.keys(all ?? {}).filter((field) => !Object.hasOwn(seen ?? {}, field)));
  }

  isSubType(type: string, of: string): boolean {
    const wide = this.schema.getType(of);
    return type === of || (isAbstractType(wide) && this.schema.getPossibleTypes(wide).some(({ name }) => name === type));
  }
}
