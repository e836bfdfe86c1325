import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";

/** A type that has fields which belong to subgraphs. */
export type TypeDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function isType(definition: DefinitionNode): definition is TypeDefinition {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** The value that a directive of a supergraph gives an argument. */
export function argumentOf({ arguments: given }: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return given?.find((argument) => argument.name.value === name)?.value;
}

/** The text of a string or an enum's value. */
export function textOf(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** Whether an argument says that something is so, or is not; undefined where it is not given. */
export function flagOf(directive: ConstDirectiveNode, name: string): boolean | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

/** The same directive with another text for an argument that it has. */
export function withArgument(directive: ConstDirectiveNode, name: string, text: string): ConstDirectiveNode {
  const replaced = (argument: ConstArgumentNode): ConstArgumentNode =>
    argument.name.value === name ? { ...argument, value: { kind: Kind.STRING, value: text } } : argument;
  return { ...directive, arguments: (directive.arguments ?? []).map(replaced) };
}

/** What a `key` or `requires` selects. */
export function fieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`expected a set of fields, got "${text}"`);
  return definition.selectionSet;
}
