import {
  type DirectiveNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
  type UnionTypeDefinitionNode,
} from "graphql";
import { linked } from "./supergraph.ts";

/** A type with fields, as one subgraph defines it. */
export type FieldsNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function typesOf(sdl: string): readonly FieldsNode[] {
  return parse(linked(sdl)).definitions.filter(
    (definition): definition is FieldsNode =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
}

export function unionsOf(sdl: string): readonly UnionTypeDefinitionNode[] {
  return parse(linked(sdl)).definitions.filter((definition) => definition.kind === Kind.UNION_TYPE_DEFINITION);
}

/** Every field's name in a set of fields, the nested ones too. */
export function namesIn({ selections }: SelectionSetNode): readonly string[] {
  return selections.flatMap((selection) => {
    const own = selection.kind === Kind.FIELD ? [selection.name.value] : [];
    return selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet ? [...own, ...namesIn(selection.selectionSet)] : own;
  });
}

export function directivesOf(node: FieldsNode | FieldDefinitionNode, name: string): readonly DirectiveNode[] {
  return node.directives?.filter((directive) => directive.name.value === name) ?? [];
}

export function directiveArgument(directive: DirectiveNode, name: string): string | boolean | undefined {
  const value = directive.arguments?.find((given) => given.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

/** What a directive such as `@key` names in `fields`. */
export function fieldSet(directive: DirectiveNode): SelectionSetNode {
  const [definition] = parse(`{ ${directiveArgument(directive, "fields")} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`expected fields in @${directive.name.value}`);
  return definition.selectionSet;
}

/** The type inside its lists. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
