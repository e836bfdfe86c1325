import type { Draft, TestObject, TestSupergraph, World } from "../supergraph.ts";
import { marketCases } from "./market-cases.ts";

/** Everything at once, so that every two features can meet in one operation. */
export const market: TestSupergraph = {
  name: "market",
  subgraphs: {
    catalog: `
      type Query {
        items(kind: Kind = ANY, filter: Filter): [Item!]!
        item(id: ID!): Item
        hits: [Hit]
        grid: [[Item]!]
        stalls: [Stall!]! @provides(fields: "lead { nick }")
        motd: Motd @shareable
      }
      type Mutation { rename(id: ID!, name: String): Item reprice(id: ID!, cents: Int! = 100): Item market: Stall }
      enum Kind { ANY TOOL TOY }
      enum Currency { EUR USD }
      enum Mood { GOOD BAD }
      input Filter { name: String kind: Kind first: Int! = 9 }
      interface Item @key(fields: "id") { id: ID! name: String price(currency: Currency! = EUR): Int weight: Int hidden: Int @inaccessible }
      type Tool implements Item @key(fields: "id") {
        id: ID! name: String price(currency: Currency! = EUR): Int weight: Int hidden: Int @inaccessible
        power: Int
        parts: [[Part!]!]
      }
      type Toy implements Item @key(fields: "id") {
        id: ID! name: String price(currency: Currency! = EUR): Int weight: Int hidden: Int @inaccessible
        age: Int!
        stall: Stall
        friends: [Item]
      }
      type Part @key(fields: "serial") @key(fields: "stall { code } number") { serial: ID! stall: Stall! number: Int! label: String! spare: Part }
      union Hit = Tool | Toy | Stall
      type Stall @key(fields: "code") {
        code: ID!
        title: String! @shareable
        mood: Mood
        rows: [[Item]!]!
        best: Hit
        lead: Person
        rent: Int
        motd: Motd @shareable
      }
      type Person @key(fields: "id") { id: ID! nick: String @external }
      type Motd @shareable { text: String! day: Int }
    `,
    sales: `
      type Query { top(kind: Kind): [Item!]! motd: Motd @shareable }
      type Mutation { sell(id: ID!, count: Int! = 1): Sale! }
      enum Kind { ANY TOOL }
      enum Currency { EUR USD }
      type Sale { item: Item log: [String!]! to: Person }
      type Item @key(fields: "id") @interfaceObject {
        id: ID!
        price(currency: Currency! = EUR): Int @external
        weight: Int @external
        hidden: Int @external
        sold(since: Int! = 0): Int!
        duty: Int @requires(fields: "price(currency: USD)")
        fee: Int @requires(fields: "weight price(currency: EUR)")
        mark: Int @requires(fields: "hidden")
        buyers: [Person]
      }
      type Stall @key(fields: "code") { code: ID! rent: Int @override(from: "catalog") title: String! @shareable bestSeller: Item motd: Motd @shareable }
      type Person @key(fields: "id") { id: ID! spent: Int }
      type Motd @shareable { text: String! sales: Int }
    `,
    people: `
      type Query { people(filter: Filter): [Person!]! find: [Being!]! }
      enum Mood { GOOD BAD UGLY }
      input Filter { name: String first: Int! = 9 }
      union Being = Person | Pet
      interface Named { called: String! }
      type Person implements Named @key(fields: "id") @key(fields: "mail") {
        id: ID!
        mail: ID!
        nick: String @shareable
        called: String!
        mood: Mood
        boss: Person
        pets: [[Pet!]]
      }
      type Pet implements Named @key(fields: "id") { id: ID! called: String! owner: Person! }
    `,
    ratings: `
      interface Rated { stars: Int! }
      type Item @key(fields: "id") @interfaceObject { id: ID! stars: Int reviews(first: Int = 2): [Review!]! }
      type Part @key(fields: "stall { code } number") { stall: Stall! @external number: Int! @external grade: Int! }
      type Stall @key(fields: "code") { code: ID! }
      type Review { text: String by: Named about: Topic! }
      union Topic = Pet | Advert
      type Advert { line: String }
      interface Named { called: String! }
      type Person implements Named @key(fields: "mail") { mail: ID! called: String! @external karma: Int }
      type Pet implements Named @key(fields: "id") { id: ID! called: String! @external cute: Boolean }
    `,
  },
  world,
  cases: marketCases,
};

function world(): World {
  const log: string[] = [];
  const item = (id: string, fields: Record<string, unknown> & { readonly __typename: string }): Draft => {
    const state = { cents: Number(id) * 100 };
    return {
      id,
      price: ({ currency }: { currency: string }) => (currency === "USD" ? state.cents + 11 : state.cents),
      sold: ({ since }: { since: number }) => log.length + Number(id) - since,
      duty: (_: object, given: { price: number | null }) => given.price && given.price * 2,
      fee: (_: object, given: { weight: number | null; price: number | null }) => (given.weight ?? 0) + (given.price ?? 0),
      mark: (_: object, given: { hidden: number | null }) => given.hidden && -given.hidden,
      reprice: (cents: number) => Object.assign(state, { cents }),
      hidden: Number(id) + 70,
      ...fields,
    };
  };
  const ann: Draft = person("1", { nick: "ann", called: "Ann Lee", mood: "GOOD", spent: 5, karma: 1 });
  const bob: Draft = person("2", { nick: null, called: "Bob Ray", mood: "UGLY", spent: null, karma: null });
  const rex: Draft = { __typename: "Pet", id: "rex", called: "Rex", owner: ann, cute: true };
  const kit: Draft = { __typename: "Pet", id: "kit", called: "Kit", owner: bob, cute: null };
  const advert = { __typename: "Advert", id: "ad", line: "buy" };
  const motd = { __typename: "Motd", id: "motd", text: "hello", day: 3, sales: 12 };
  const north: Draft = { __typename: "Stall", code: "north", title: "North", mood: "BAD", rent: 50, lead: bob, motd };
  const south: Draft = { __typename: "Stall", code: "south", title: "South", mood: null, rent: null, lead: null, motd: null };
  const bolt: Draft = { __typename: "Part", id: "s1", serial: "s1", stall: north, number: 1, label: "bolt", grade: 4, spare: null };
  const nut: Draft = { __typename: "Part", id: "s2", serial: "s2", stall: south, number: 1, label: "nut", grade: 2, spare: bolt };
  const review = (id: string, fields: object): TestObject => ({ __typename: "Review", id, ...fields });
  const good = review("good", { text: "good", by: ann, about: rex });
  const poor = review("poor", { text: null, by: kit, about: advert });
  const saw = item("1", {
    __typename: "Tool",
    name: "Saw",
    weight: 9,
    power: 70,
    parts: [[bolt, nut], [], [nut]],
    buyers: [ann, null, bob],
    stars: 4,
    reviews: ({ first }: { first: number }) => [good, poor, good].slice(0, first),
  });
  const kite = item("2", { __typename: "Toy", name: "Kite", weight: null, age: 3, stall: south, buyers: null, stars: null, reviews: [] });
  const yoyo = item("3", { __typename: "Toy", name: null, weight: 2, age: 5, stall: north, buyers: [bob], stars: 1, reviews: [poor] });
  Object.assign(kite, { friends: [yoyo, null, saw] });
  Object.assign(yoyo, { friends: null });
  Object.assign(north, { rows: [[saw, null], [kite]], best: south, bestSeller: yoyo });
  Object.assign(south, { rows: [[]], best: saw, bestSeller: null });
  Object.assign(ann, { boss: bob, pets: [[rex, kit], null] });
  Object.assign(bob, { boss: null, pets: [[kit]] });
  const items = [saw, kite, yoyo];
  const find = (id: string) => items.find((each) => each.id === id) ?? null;
  const ofKind = (kind: string) => items.filter(({ __typename }) => kind === "ANY" || kind === __typename.toUpperCase());
  const first = (given: readonly TestObject[], filter?: { first: number } | null) => given.slice(0, filter?.first);
  return {
    query: {
      items: ({ kind, filter }: { kind: string; filter?: { first: number } }) => first(ofKind(kind ?? "ANY"), filter),
      item: ({ id }: { id: string }) => find(id),
      hits: [north, kite, null, saw],
      grid: [[saw, kite], [null, yoyo], []],
      stalls: [south, north],
      motd,
      top: ({ kind }: { kind?: string }) => ofKind(kind ?? "ANY").toReversed(),
      people: ({ filter }: { filter?: { first: number } }) => first([bob, ann], filter),
      find: [rex, ann, kit],
    },
    mutation: {
      rename: ({ id, name }: { id: string; name?: string }) => {
        log.push(`rename ${id}`);
        const found = find(id);
        return found && Object.assign(found, { name: name ?? null });
      },
      reprice: ({ id, cents }: { id: string; cents: number }) => {
        log.push(`reprice ${id} ${cents}`);
        const found = find(id);
        if (found && typeof found.reprice === "function") found.reprice(cents);
        return found;
      },
      market: north,
      sell: ({ id, count }: { id: string; count: number }) => {
        log.push(`sell ${id} ${count}`);
        return { __typename: "Sale", id: "sale", item: find(id), log: () => [...log], to: ann };
      },
    },
    objects: [...items, ann, bob, rex, kit, north, south, bolt, nut, good, poor, motd],
  };
}

function person(id: string, fields: object): Draft {
  return { __typename: "Person", id, mail: `${id}@x.example`, ...fields };
}
