import { isObjectType } from "graphql";
import type { Composed } from "../composed.ts";
import { directivesOf, fieldSet, namedType, namesIn, typesOf, unionsOf } from "../sdl.ts";
import { nameOf, type TestObject, type Trouble } from "../supergraph.ts";
import type { Random } from "./random.ts";

/**
 * Everything that may go wrong in a supergraph and has one right answer. What others require, or find entities by, stays: where that fails, it is for the
 * router to say what becomes of those who needed it.
 */
export function possibleTroubles(composed: Composed, objects: readonly TestObject[]): readonly Trouble[] {
  const subgraphs = Object.values(composed.supergraph.subgraphs);
  const needed = new Set(subgraphs.flatMap(typesOf).flatMap(neededFields));
  const entered = Object.keys(composed.supergraph.subgraphs).map(
    (subgraph) => [subgraph, onlyEntered(composed, subgraph, needed)] as const,
  );
  return objects.flatMap((object) => {
    const type = composed.api.getType(object.__typename);
    const fields = isObjectType(type) ? Object.keys(type.getFields()).filter((field) => !needed.has(field)) : [];
    const names = composed.namesOf(object.__typename);
    const absentFrom = entered.filter(([, types]) => names.some((name) => types.has(name)));
    return [
      ...fields.map((field): Trouble => ({ kind: "throws", object: nameOf(object), field })),
      ...fields.map((field): Trouble => ({ kind: "null", object: nameOf(object), field })),
      ...absentFrom.map(([subgraph]): Trouble => ({ kind: "absent", object: nameOf(object), subgraph })),
    ];
  });
}

/** Mostly nothing goes wrong, sometimes up to five things of one kind or several. */
export function someTroubles(possible: readonly Trouble[], random: Random): readonly Trouble[] {
  if (possible.length === 0 || random.chance(0.6)) return [];
  return Array.from({ length: 1 + random.below(5) }, () => {
    const kind = random.pick(["throws", "null", "absent", "absent"]);
    const ofKind = possible.filter((trouble) => trouble.kind === kind);
    return random.pick(ofKind.length > 0 ? ofKind : possible);
  });
}

function neededFields(type: ReturnType<typeof typesOf>[number]): readonly string[] {
  const requiring = (type.fields ?? []).flatMap((field) => directivesOf(field, "requires"));
  return [...directivesOf(type, "key"), ...requiring].flatMap((directive) => namesIn(fieldSet(directive)));
}

/** The types that a subgraph never returns by itself and answers nothing for that others answer as well: an entity that it does not know is missed by all. */
function onlyEntered({ supergraph, ownership }: Composed, subgraph: string, needed: ReadonlySet<string>): ReadonlySet<string> {
  const sdl = supergraph.subgraphs[subgraph] ?? "";
  const types = typesOf(sdl);
  const returned = new Set(types.flatMap(({ fields = [] }) => fields.map(({ type }) => namedType(type))));
  const abstract = [
    ...unionsOf(sdl).map(({ name, types: members = [] }) => ({ name: name.value, members: members.map((member) => member.name.value) })),
    ...types.flatMap(({ name, interfaces = [] }) => interfaces.map((each) => ({ name: each.name.value, members: [name.value] }))),
  ];
  for (const { name, members } of abstract) if (returned.has(name)) for (const member of members) returned.add(member);
  const alone = types.filter(({ name, fields = [] }) =>
    fields
      .filter((field) => !needed.has(field.name.value))
      .every((field) => ownership.definitions([name.value], field.name.value).filter(({ isAnswered }) => isAnswered).length === 1),
  );
  return new Set(
    alone
      .map(({ name }) => name.value)
      .filter((name) => !returned.has(name) && ownership.keys(subgraph, name).some(({ isResolvable }) => isResolvable))
      .filter(
        (name) =>
          !types.some(
            (type) => type.name.value === name && (type.fields ?? []).some((field) => isRequiredElsewhere(field.name.value, type, needed)),
          ),
      ),
  );
}

function isRequiredElsewhere(field: string, type: ReturnType<typeof typesOf>[number], needed: ReadonlySet<string>): boolean {
  const definition = type.fields?.find(({ name }) => name.value === field);
  return needed.has(field) && definition !== undefined && directivesOf(definition, "external").length === 0 && !isKey(field, type);
}

function isKey(field: string, type: ReturnType<typeof typesOf>[number]): boolean {
  return directivesOf(type, "key").some((key) => namesIn(fieldSet(key)).includes(field));
}
