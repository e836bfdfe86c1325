import type { Case } from "../supergraph.ts";

const both = { yes: true, no: false };

const conditions: readonly Case[] = [
  {
    name: "leaves out what a variable skips, wherever it comes from",
    query:
      "query ($yes: Boolean!, $no: Boolean!) { items { name @skip(if: $yes) sold @skip(if: $no) stars @include(if: $no) duty @include(if: $yes) } }",
    variables: both,
  },
  {
    name: "leaves out whole objects and root fields",
    query:
      "query ($yes: Boolean!, $no: Boolean!) { items @skip(if: $yes) { id } stalls { lead @include(if: $no) { nick } title bestSeller @include(if: $yes) { fee } } motd @include(if: $no) { text } }",
    variables: both,
  },
  {
    name: "answers an object of which everything is skipped with an empty one",
    query: "query ($yes: Boolean!) { item(id: 1) { sold @skip(if: $yes) name @skip(if: $yes) } motd { text @skip(if: true) } }",
    variables: both,
  },
  {
    name: "combines @skip and @include on one field",
    query:
      "query ($yes: Boolean!, $no: Boolean!) { items { a: name @skip(if: $no) @include(if: $yes) b: sold @skip(if: $yes) @include(if: $yes) c: stars @skip(if: $no) @include(if: $no) } }",
    variables: both,
  },
  {
    name: "takes a field that one of two conditions includes",
    query:
      "query ($yes: Boolean!, $no: Boolean!) { items { sold @include(if: $yes) sold @include(if: $no) ... @include(if: $no) { stars } ... @skip(if: $no) { stars name } } }",
    variables: both,
  },
  {
    name: "fetches what is required although the client skips it",
    query: "query ($yes: Boolean!) { items { weight @skip(if: $yes) fee price @skip(if: $yes) } }",
    variables: both,
  },
  {
    name: "skips conditional fragments on implementations",
    query:
      "query ($yes: Boolean!, $no: Boolean!) { hits { ... on Tool @include(if: $yes) { sold power } ... on Toy @skip(if: $yes) { stars age } ... on Stall { rows @skip(if: $no) { stars } } } }",
    variables: both,
  },
  {
    name: "takes a condition's default",
    query: "query ($with: Boolean! = false) { items { stars @include(if: $with) sold @skip(if: $with) } }",
  },
];

const aliases: readonly Case[] = [
  { name: "gives fields each other's names", query: "{ items { name: id id: name weight: sold sold: weight } }" },
  { name: "gives fields the names of what is required beside them", query: "{ items { price: weight weight: name fee duty } }" },
  { name: "gives keys the names of other fields", query: "{ items { id: sold stars name: id } }" },
  {
    name: "asks one field with two arguments under two names",
    query: "{ items { eur: price(currency: EUR) usd: price(currency: USD) price: sold(since: 1) } }",
  },
  {
    name: "gives one name two meanings on two types",
    query: "{ hits { ... on Tool { x: power } ... on Toy { x: weight } ... on Stall { y: title } } }",
  },
  {
    name: "gives one name two meanings on two types, from other subgraphs",
    query: "{ items { ... on Tool { x: sold stars } ... on Toy { x: sold(since: 2) mine: stars } } }",
  },
  {
    name: "names root fields twice",
    query: "{ a: items(kind: TOOL) { name } b: items(kind: ANY) { name sold } items: motd { text day sales } }",
  },
  {
    name: "gives __typename a name, and fields the names of types",
    query: "{ items { type: __typename Toy: id item: __typename } query: __typename }",
  },
  {
    name: "joins selections of one field from everywhere",
    query:
      "{ items { buyers { spent } } ...more items { buyers { nick } } } fragment more on Query { items { id buyers { boss { karma } } } }",
  },
];

const fragments: readonly Case[] = [
  {
    name: "spreads a fragment at many places",
    query:
      "{ items { ...i } top { ...i } grid { ...i } } fragment i on Item { name sold stars ...t } fragment t on Toy { age stall { title } }",
  },
  {
    name: "spreads fragments on unions, interfaces and objects in each other",
    query:
      "{ hits { ...h } } fragment h on Hit { ... on Item { ...i } ... on Stall { best { ... on Hit { ... on Stall { code } } } } } fragment i on Item { ... on Hit { __typename } id stars }",
  },
  {
    name: "spreads fragments without a condition",
    query: "{ ... { motd { ... { text } sales } } ... on Query { items { ... { sold } ... on Item { ... { stars } } } } }",
  },
  {
    name: "answers fragments on a foreign interface",
    query:
      "{ find { ... on Named { called } ... on Pet { cute owner { karma } } } items { reviews { by { called ... on Person { nick spent } ... on Pet { owner { nick } } } } } }",
  },
  { name: "keeps the order of the first of each key", query: "{ items { stars ...f name } } fragment f on Item { name sold id stars }" },
];

const typenames: readonly Case[] = [
  {
    name: "names every type",
    query:
      "{ __typename items { __typename buyers { __typename pets { __typename owner { __typename } } } reviews { __typename by { __typename } about { __typename } } } hits { __typename } stalls { __typename best { __typename } motd { __typename } } }",
  },
  {
    name: "names types that come from an interface object",
    query: "{ top { __typename } stalls { bestSeller { __typename ... on Toy { age } } } }",
  },
  { name: "names the root alone", query: "{ __typename a: __typename }" },
  {
    name: "names a mutation's types",
    query: 'mutation { __typename rename(id: "1", name: "x") { __typename name sold } sell(id: "2") { __typename item { __typename } } }',
  },
];

const lists: readonly Case[] = [
  { name: "goes through nested lists with nulls in them", query: "{ grid { id stars sold } stalls { rows { name fee } } }" },
  {
    name: "goes through nested lists in nested lists",
    query:
      "{ grid { ... on Tool { parts { label grade spare { grade stall { rows { id stars } } } } } } people { pets { cute owner { pets { called } } } } }",
  },
  {
    name: "stops a null inside a nested list",
    query: "{ items { ... on Tool { parts { label grade } } } grid { sold } }",
    troubles: [
      { kind: "null", object: "Part:s2", field: "label" },
      { kind: "absent", object: "Toy:2", subgraph: "sales" },
    ],
  },
];

const together: readonly Case[] = [
  {
    name: "runs mutations in order and completes each",
    query:
      "mutation ($id: ID!) { a: sell(id: $id) { log item { sold fee } } reprice(id: $id, cents: 7) { price duty fee } b: sell(id: $id, count: 3) { log item { price name sold } to { nick } } rename(id: $id) { name } }",
    variables: { id: "3" },
  },
  { name: "requires what clients cannot see", query: "{ items { mark } stalls { bestSeller { mark weight } } }" },
  { name: "shares a value between subgraphs", query: "{ motd { sales day text } stalls { motd { day text } rent title } }" },
];

/** Random operations that a router got wrong once, made small. */
const foundAtRandom: readonly Case[] = [
  {
    name: "asks an interface object by a union that no implementation is in",
    query: "{ top { ... on Hit { __typename } ... on Hit { ... on Sale { log } } } }",
  },
  { name: "requires for one implementation, from an interface object", query: "{ top { ... on Tool { mark } } }" },
  {
    name: "requires for one implementation beside a field for all",
    query: "{ hits { ... on Item { sold(since: 1) ... on Tool { duty } } } }",
  },
  {
    name: "keeps the place of __typename among fields that come with it",
    query: "{ find { ... on Named { called } ... on Named { __typename } ... on Named { data: called } } }",
  },
  {
    name: "keeps the place of __typename after a skipped field",
    query: "query ($yes: Boolean!) { hits { ... on Toy { age @skip(if: $yes) __typename id } } }",
    variables: { yes: true },
  },
  {
    name: "gives a name like the router's own to a field",
    query: "{ items { __a: name __as_name: id __typename_: sold required0_price: stars } }",
  },
];

/** What needs a supergraph with a bit of everything. */
export const marketCases: readonly Case[] = [
  ...conditions,
  ...aliases,
  ...fragments,
  ...typenames,
  ...lists,
  ...together,
  ...foundAtRandom,
  {
    name: "asks about all entities of a place of which another subgraph was asked about some",
    query: '{ grid { stars ... on Toy { stall { offers(filter: { name: "", first: 2 }) { ... on Toy { stars } mark } } } } }',
  },
];
