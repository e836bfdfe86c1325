import { getOperationAST, parse, print } from "graphql";
import { expect, it } from "vitest";
import { serialFields } from "./serial-fields.ts";

function apart(text: string): readonly (readonly [string, string])[] {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("expected an operation");
  return serialFields(document, operation).map(([key, field]) => [key, print(field).replaceAll(/\s+/g, " ")]);
}

it("takes a mutation apart into its fields, in their order", () => {
  expect(apart("mutation { a { x } b: a { y } }")).toEqual([
    ["a", "mutation { a { x } }"],
    ["b", "mutation { b: a { y } }"],
  ]);
});

it("has a field once that stands there twice", () => {
  expect(apart("mutation ($v: Boolean!) { a { x } a @include(if: $v) { y } }")).toEqual([
    ["a", "mutation ($v: Boolean!) { a { x ... @include(if: $v) { y } } }"],
  ]);
});

it.each([
  "mutation { a }",
  "mutation ($v: Boolean!, $w: Boolean!) { a @skip(if: $v) { x } a @include(if: $w) { y } }",
  "mutation ($v: Boolean!, $w: Boolean!) { ... @skip(if: $v) { a } ...F @include(if: $w) } fragment F on Mutation { a }",
])("leaves what it cannot take apart any further: %s", (text) => {
  expect(apart(text)).toEqual([]);
});

it("takes what it gave apart no further, so that planning ends", () => {
  const parts = apart("mutation ($v: Boolean!, $w: Boolean!) { b a @skip(if: $v) { x } a @include(if: $w) { y } }");
  expect(parts.map(([key]) => key)).toEqual(["b", "a"]);
  expect(parts.map(([, text]) => apart(text))).toEqual([[], []]);
});
