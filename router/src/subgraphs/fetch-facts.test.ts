import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { fetchFacts } from "./fetch-facts.ts";

const supergraph = buildSchema(`
  directive @cacheControl(maxAge: Int, scope: Scope) on FIELD_DEFINITION | OBJECT | INTERFACE
  directive @join__type(graph: String, key: String) repeatable on OBJECT | INTERFACE
  enum Scope { PUBLIC PRIVATE }
  scalar _Any
  type Query { shop: Shop @cacheControl(scope: PUBLIC) me: Person items: [Item] @cacheControl(maxAge: 9, scope: PUBLIC) timed: Item @cacheControl(maxAge: 9) }
  type Mutation { buy: Item @cacheControl(scope: PUBLIC) }
  type Subscription { sold: Item @cacheControl(scope: PUBLIC) }
  interface Item @join__type(graph: "a", key: "sku { code }") @join__type(graph: "b", key: "id") { id: ID sku: Sku price: Int @cacheControl(scope: PUBLIC) mine: Boolean }
  type Book implements Item { id: ID sku: Sku price: Int mine: Boolean pages: Int @cacheControl(scope: PUBLIC) }
  type Sku { code: String note: String }
  type Shop @cacheControl(scope: PUBLIC) { id: ID name: String till: Int @cacheControl(scope: PRIVATE) keeper: Person }
  type Person { id: ID name: String }
`);
const factsOf = fetchFacts(supergraph);

describe("a fetch", () => {
  it.each([
    "{ shop { id name } }",
    "{ items { __typename id price ... on Book { pages } } }",
    "{ a: items { b: price } }",
    "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Item { __typename price sku { code } } ... on Book { pages } } }",
    "{ items { ...F } } fragment F on Item { price }",
    "subscription { sold { price } }",
  ])("is public when all it asks for is: %s", (text) => {
    expect(factsOf(text).isPublic).toBe(true);
  });

  it.each([
    "{ me { id } }",
    "{ shop { name } me { id } }",
    "{ items { price mine } }",
    "{ items { ... on Book { price } } }",
    "{ items { ... on Book { mine pages } } }",
    "{ items { ...F } } fragment F on Item { mine }",
    "{ items { sku { note } } }",
    "{ timed { price } }",
    "{ shop { till } }",
    "{ shop { keeper { name } } }",
    "mutation { buy { price } }",
    "{ nowhere { id } }",
    "{ items { ... on Unheard { id } } }",
    "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Item { mine } } }",
  ])("is private when one field is, or is unknown: %s", (text) => {
    expect(factsOf(text).isPublic).toBe(false);
  });

  it("knows the keys of its answer, aliases and all", () => {
    expect(factsOf("{ a: shop { id } ... on Query { items { id } } __typename }").rootKeys).toEqual(["a", "items"]);
    const { entityKeys } = factsOf(
      "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Item { __typename p: price mine } ... on Book { pages } } }",
    );
    expect([...entityKeys]).toEqual([
      ["Item", ["p", "mine"]],
      ["Book", ["pages"]],
    ]);
  });
});
