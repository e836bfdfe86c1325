import type { Draft, TestSupergraph } from "../supergraph.ts";

/** An interface that other subgraphs know as one object type. */
export const interfaceObjects: TestSupergraph = {
  name: "interface-objects",
  subgraphs: {
    library: `
      type Query { media: [Medium!]! medium(id: ID!): Medium topics: [Topic!]! }
      interface Medium @key(fields: "id") { id: ID! title: String length: Int }
      type Book implements Medium @key(fields: "id") { id: ID! title: String length: Int pages: Int sequel: Book }
      type Record implements Medium @key(fields: "id") { id: ID! title: String length: Int speed: Int cover: Medium }
      union Topic = Book | Shelf
      type Shelf { label: String media: [Medium!]! }
    `,
    loans: `
      type Query { borrowed: [Medium!]! busiest: Medium }
      type Medium @key(fields: "id") @interfaceObject { id: ID! borrower: Reader loans(since: Int = 0): Int! related: [Medium!] }
      type Reader @key(fields: "id") { id: ID! name: String reading: Medium }
    `,
    reviews: `
      type Medium @key(fields: "id") @interfaceObject {
        id: ID!
        title: String @external
        length: Int @external
        stars: Int
        blurb: String @requires(fields: "title length")
      }
      type Reader @key(fields: "id") { id: ID! likes: [Medium!] }
    `,
  },
  world: () => {
    const loans =
      (count: number) =>
      ({ since }: { since: number }) =>
        count - since;
    const blurb = (_: object, { title, length }: { title: string | null; length: number | null }) => `${title} (${length})`;
    const ann: Draft = { __typename: "Reader", id: "ann", name: "Ann" };
    const second: Draft = {
      __typename: "Book",
      id: "2",
      title: "Two",
      length: 20,
      pages: 200,
      sequel: null,
      stars: null,
      loans: loans(7),
      blurb,
    };
    const first: Draft = {
      __typename: "Book",
      id: "1",
      title: "One",
      length: 10,
      pages: 100,
      sequel: second,
      stars: 5,
      loans: loans(3),
      blurb,
    };
    const record: Draft = {
      __typename: "Record",
      id: "3",
      title: null,
      length: 33,
      speed: 45,
      cover: first,
      stars: 2,
      loans: loans(0),
      blurb,
    };
    Object.assign(first, { borrower: ann, related: [record, second] });
    Object.assign(second, { borrower: null, related: [] });
    Object.assign(record, { borrower: ann, related: null });
    Object.assign(ann, { reading: record, likes: [first, record] });
    const media = [first, record, second];
    const shelf = { __typename: "Shelf", id: "s", label: "new", media: [record, first] };
    return {
      query: {
        media,
        medium: ({ id }: { id: string }) => media.find((medium) => medium.id === id),
        topics: [shelf, second],
        borrowed: [record, first],
        busiest: second,
      },
      objects: [...media, ann, shelf],
    };
  },
  cases: [
    { name: "adds an interface object's fields to each implementation", query: "{ media { title stars loans } }" },
    { name: "asks the owner for the interface's fields", query: "{ borrowed { title loans } }" },
    { name: "asks the owner for the concrete type", query: "{ borrowed { __typename id } }" },
    {
      name: "asks for the types of what an interface object refers to",
      query: "{ busiest { related { __typename } __typename borrower { reading { __typename stars } } } }",
    },
    { name: "asks for one implementation's own fields", query: "{ borrowed { ... on Book { pages } ... on Record { speed loans } } }" },
    {
      name: "asks an interface object's fields in a fragment on an implementation",
      query: "{ media { ... on Book { stars } ... on Record { loans } } }",
    },
    {
      name: "asks two interface objects' fields in a fragment, from the interface's owner",
      query: "{ media { ... on Book { loans stars } } }",
    },
    {
      name: "asks two interface objects' fields in a fragment, from an interface object",
      query: "{ borrowed { ... on Book { loans stars } } }",
      knownFault: "loses the fields of an interface object inside a fragment on an implementation",
    },
    {
      name: "names the type before and after a fragment's fields of two interface objects",
      query: "{ busiest { __typename ... on Book { loans stars title type: __typename } } }",
      knownFault: "loses the fields of an interface object inside a fragment on an implementation",
    },
    {
      name: "asks two interface objects' fields in fragments below a fragment",
      query: "{ media { ... on Book { related { ... on Record { stars loans } } loans stars } } }",
      knownFault: "loses the fields of an interface object inside a fragment on an implementation",
    },
    { name: "requires in a fragment alone, from an interface object", query: "{ busiest { ... on Book { blurb } } }" },
    {
      name: "requires in a fragment, from an interface object",
      query: "{ busiest { related { ... on Book { loans stars } ... on Record { stars loans blurb } } } }",
    },
    {
      name: "comes from an interface object to another inside a fragment",
      query: "{ borrowed { ... on Record { stars cover { ... on Book { loans(since: 1) stars pages } } } } }",
    },
    { name: "requires an interface's fields in an interface object", query: "{ borrowed { blurb } media { blurb } }" },
    { name: "requires them inside a fragment", query: "{ media { ... on Record { blurb stars } } }" },
    { name: "goes round through readers", query: "{ borrowed { borrower { name likes { title borrower { id reading { blurb } } } } } }" },
    { name: "goes through a concrete type's own field", query: "{ media { ... on Book { sequel { stars loans title } } } }" },
    {
      name: "goes through a union",
      query: "{ topics { __typename ... on Book { stars } ... on Shelf { media { loans ... on Record { speed } } } } }",
    },
    { name: "answers null for a medium that is none", query: '{ medium(id: "9") { stars ... on Book { loans } } }' },
    {
      name: "keeps arguments under aliases",
      query: '{ medium(id: "2") { all: loans late: loans(since: 5) ... on Book { mine: loans(since: 2) } } }',
    },
    {
      name: "loses nothing by a field that fails and was asked of another implementation alone",
      query: "query ($since: Int) { media { ... on Book { late: loans(since: $since) } borrower { name } } }",
      variables: { since: 1 },
      troubles: [{ kind: "throws", object: "Record:3", field: "loans" }],
    },
    {
      name: "loses nothing by it in several places at once",
      query:
        '{ media { ... on Book { loans } borrower { name } } medium(id: "3") { ... on Book { loans } borrower { name } related { title } } }',
      troubles: [{ kind: "throws", object: "Record:3", field: "loans" }],
    },
    {
      name: "tells of such a field where it was asked for",
      query: "{ media { ... on Book { loans } borrower { name } } borrowed { loans } }",
      troubles: [{ kind: "throws", object: "Record:3", field: "loans" }],
    },
  ],
};
