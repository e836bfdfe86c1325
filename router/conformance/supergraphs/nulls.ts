import type { Draft, TestSupergraph } from "../supergraph.ts";

/** What is null, why, and how far it goes up. */
export const nulls: TestSupergraph = {
  name: "nulls",
  subgraphs: {
    accounts: `
      type Query { me: User users: [User] strict: [User!]! team: Team! pair: [[User!]] }
      type User @key(fields: "id") { id: ID! email: String! boss: User nick: String }
      type Team { name: String! lead: User! members: [User!]! spare: User }
    `,
    profiles: `
      type User @key(fields: "id") { id: ID! name: String! age: Int pets: [Pet!]! toys: [[Toy!]!] }
      type Pet @key(fields: "id") { id: ID! kind: String! owner: User }
      type Toy { name: String! }
    `,
    pets: `
      type Pet @key(fields: "id") { id: ID! food: String! age: Int }
    `,
  },
  world: () => {
    const cat: Draft = { __typename: "Pet", id: "cat", kind: "cat", food: "fish", age: 3 };
    const dog: Draft = { __typename: "Pet", id: "dog", kind: "dog", food: "bone", age: null };
    const ball = { __typename: "Toy", id: "ball", name: "ball" };
    const rope = { __typename: "Toy", id: "rope", name: "rope" };
    const ann: Draft = {
      __typename: "User",
      id: "1",
      email: "ann@x.example",
      nick: "A",
      name: "Ann",
      age: 30,
      pets: [cat, dog],
      toys: [[ball], [rope, ball]],
    };
    const bob: Draft = { __typename: "User", id: "2", email: "bob@x.example", nick: null, name: "Bob", age: null, pets: [], toys: null };
    ann.boss = bob;
    bob.boss = ann;
    cat.owner = ann;
    dog.owner = bob;
    const team = { __typename: "Team", id: "t", name: "Team", lead: ann, members: [bob, ann], spare: bob };
    return {
      query: { me: ann, users: [bob, null, ann], strict: [ann, bob], team, pair: [[ann, bob], null, [bob]] },
      objects: [ann, bob, cat, dog, ball, rope, team],
    };
  },
  cases: [
    { name: "leaves nulls that are allowed alone", query: "{ users { id nick boss { age name } } }" },
    {
      name: "tells why a null went up to the root field",
      query: "{ me { id name } }",
      troubles: [{ kind: "absent", object: "User:1", subgraph: "profiles" }],
      knownFault: "hides the errors of a null that propagates",
    },
    {
      name: "tells why a null went up to the whole answer",
      query: "{ strict { email name } }",
      troubles: [{ kind: "absent", object: "User:2", subgraph: "profiles" }],
      knownFault: "hides the errors of a null that propagates",
    },
    {
      name: "leaves an unknown entity's nullable fields null without an error",
      query: "{ users { email age } }",
      troubles: [{ kind: "absent", object: "User:2", subgraph: "profiles" }],
    },
    {
      name: "stops a null at the nearest place that may be null",
      query: "{ users { id boss { name } } }",
      troubles: [{ kind: "absent", object: "User:1", subgraph: "profiles" }],
    },
    {
      name: "stops a null inside nested lists",
      query: "{ pair { name email } me { toys { name } } }",
      troubles: [
        { kind: "throws", object: "User:2", field: "name" },
        { kind: "null", object: "Toy:rope", field: "name" },
      ],
    },
    {
      name: "answers the fields beside one that fails",
      query: "{ users { age nick email } }",
      troubles: [{ kind: "throws", object: "User:1", field: "age" }],
    },
    {
      name: "gives an error of an entity at several places each place's path",
      query: "{ me { a: age boss { boss { years: age } } } users { boss { age } } }",
      troubles: [{ kind: "throws", object: "User:1", field: "age" }],
    },
    {
      name: "follows a null through three subgraphs",
      query: "{ me { pets { kind food } } users { nick pets { food owner { email } } } }",
      troubles: [{ kind: "null", object: "Pet:dog", field: "food" }],
    },
    {
      name: "carries a failure in the first subgraph up",
      query: "{ team { name lead { name } members { age } } me { nick } }",
      troubles: [{ kind: "throws", object: "User:2", field: "email" }],
    },
    {
      name: "carries a failing list up",
      query: "{ users { email pets { age } } }",
      troubles: [{ kind: "throws", object: "User:2", field: "pets" }],
    },
    {
      name: "tells of two failures",
      query: "{ me { age } users { nick age } }",
      troubles: [
        { kind: "throws", object: "User:1", field: "age" },
        { kind: "throws", object: "User:2", field: "nick" },
      ],
    },
    {
      name: "keeps an error's path under an alias",
      query: "{ who: me { years: age again: age } }",
      troubles: [{ kind: "throws", object: "User:1", field: "age" }],
    },
  ],
};
