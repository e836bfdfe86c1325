import type { TestSupergraph } from "../supergraph.ts";

/** Mutations of two subgraphs over one log, which shows the order that they ran in. */
export const mutations: TestSupergraph = {
  name: "mutations",
  subgraphs: {
    notes: `
      type Query { notes: [Note!]! }
      type Mutation { write(text: String!): Note wipe: Boolean! writeTwo: [Note] @shareable }
      type Note @key(fields: "id") { id: ID! text: String }
    `,
    stamps: `
      type Query { log: [String!]! }
      type Mutation { stamp(id: ID!, by: String = "clerk"): Note seal(id: ID!): Sealed! refuse: Boolean! writeTwo: [Note] @shareable }
      type Sealed { note: Note log: [String!]! }
      type Note @key(fields: "id") { id: ID! stamps: [String!]! seen: Int }
    `,
  },
  world: () => {
    type Note = { readonly __typename: "Note"; readonly id: string; text: string | null; stamps: string[]; seen: () => number };
    const log: string[] = [];
    const seen = () => log.length;
    const notes: Note[] = ["1", "2"].map((id) => ({ __typename: "Note", id, text: `note ${id}`, stamps: [], seen }));
    const find = (id: string) => notes.find((note) => note.id === id) ?? null;
    const write = (text: string) => {
      const note: Note = { __typename: "Note", id: String(notes.length + 1), text, stamps: [], seen };
      log.push(`write ${text}`);
      notes.push(note);
      return note;
    };
    return {
      query: { notes, log: () => [...log] },
      mutation: {
        write: ({ text }: { text: string }) => write(text),
        writeTwo: () => [write("first"), write("second")],
        wipe: () => {
          log.push("wipe");
          for (const note of notes) note.text = null;
          return true;
        },
        stamp: ({ id, by }: { id: string; by: string }) => {
          log.push(`stamp ${id} ${by}`);
          find(id)?.stamps.push(by);
          return find(id);
        },
        seal: ({ id }: { id: string }) => {
          log.push(`seal ${id}`);
          return { note: find(id), log: () => [...log] };
        },
        refuse: () => {
          log.push("refuse");
          throw new Error("refused");
        },
      },
      objects: notes,
    };
  },
  cases: [
    {
      name: "runs mutations of one subgraph in order",
      query: '{ a: write(text: "x") { id } b: write(text: "y") { id text } }'.replace("{", "mutation {"),
    },
    {
      name: "runs mutations of two subgraphs in turn",
      query:
        'mutation { a: stamp(id: "1") { stamps seen } w: write(text: "x") { id seen stamps } b: stamp(id: "3", by: "boss") { text stamps seen } s: seal(id: "3") { log } }',
    },
    {
      name: "completes each result before the next mutation runs",
      query: 'mutation { s: stamp(id: "2") { text seen } wipe t: stamp(id: "2") { text seen stamps } }',
    },
    {
      name: "runs what stands in fragments in its place",
      query:
        'mutation ($no: Boolean!) { s: seal(id: "1") { log } ...more wipe } fragment more on Mutation { write(text: "z") { id } stamp(id: "1") @skip(if: $no) { id } t: seal(id: "1") { log note { text } } }',
      variables: { no: true },
    },
    {
      name: "completes each result before the next mutation of the same subgraph runs",
      query: 'mutation { write(text: "x") { seen } later: write(text: "y") { text } }',
    },
    {
      name: "runs a mutation once that stands in a conditional fragment as well",
      query: 'mutation ($yes: Boolean!) { wipe ... on Mutation @include(if: $yes) { stamp(id: "2") { text } wipe seal(id: "2") { log } } }',
      variables: { yes: true },
    },
    { name: "runs a mutation of two subgraphs once", query: 'mutation { writeTwo { id } s: seal(id: "1") { log } }' },
    {
      name: "loses the whole where a mutation that may not be null fails",
      query: 'mutation { stamp(id: "1") { id } refuse s: seal(id: "1") { log } }',
    },
    { name: "answers null for a note that is none", query: 'mutation { stamp(id: "77") { text stamps } __typename }' },
  ],
};
