import type { TestSupergraph } from "../supergraph.ts";
import { marketCases } from "./market-cases.ts";
import { marketWorld } from "./market-world.ts";

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
      type Mutation { rename(id: ID!, name: String): Item reprice(id: ID!, cents: Int! = 100): Item market: Stall @provides(fields: "lead { nick }") }
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
        lead: Person @provides(fields: "nick")
        rent: Int
        offers(filter: Filter): [Item]
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
      type Sale { item: Item log: [String!]! to: Person also: Hit }
      union Hit = Stall | Sale
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
      type Stall @key(fields: "code") { code: ID! rent: Int @override(from: "catalog") title: String! @shareable bestSeller: Item lately: Hit motd: Motd @shareable }
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
  world: marketWorld,
  cases: marketCases,
};
