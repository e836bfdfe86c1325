import type { Draft, TestObject, World } from "../supergraph.ts";

interface Filter {
  readonly first: number;
}

/** A market's items, stalls and people; its mutations write to one log, which shows in what the items have sold. */
export function marketWorld(): World {
  const log: string[] = [];
  const motd = { __typename: "Motd", id: "motd", text: "hello", day: 3, sales: 12 };
  const { people, pets, reviews } = crowd();
  const [ann, bob] = people;
  const north: Draft = { __typename: "Stall", code: "north", title: "North", mood: "BAD", rent: 50, lead: bob, motd };
  const south: Draft = { __typename: "Stall", code: "south", title: "South", mood: null, rent: null, lead: null, motd: null };
  const bolt: Draft = { __typename: "Part", id: "s1", serial: "s1", stall: north, number: 1, label: "bolt", grade: 4, spare: null };
  const nut: Draft = { __typename: "Part", id: "s2", serial: "s2", stall: south, number: 1, label: "nut", grade: 2, spare: bolt };
  const [good, poor] = reviews;
  const saw: Draft = {
    __typename: "Tool",
    ...item("1", log),
    name: "Saw",
    weight: 9,
    power: 70,
    parts: [[bolt, nut], [], [nut]],
    stars: 4,
  };
  const kite: Draft = { __typename: "Toy", ...item("2", log), name: "Kite", weight: null, age: 3, stall: south, stars: null };
  const yoyo: Draft = { __typename: "Toy", ...item("3", log), name: null, weight: 2, age: 5, stall: north, stars: 1 };
  const items = [saw, kite, yoyo];
  const past = { __typename: "Sale", id: "past", item: yoyo, log: ["long ago"], to: null, also: south };
  const offers = ({ filter }: { filter?: Filter | null }) => items.slice(0, filter?.first);
  Object.assign(saw, { buyers: [ann, null, bob], reviews: ({ first }: Filter) => [good, poor, good].slice(0, first) });
  Object.assign(kite, { buyers: null, reviews: [], friends: [yoyo, null, saw] });
  Object.assign(yoyo, { buyers: [bob], reviews: [poor], friends: null });
  Object.assign(north, { rows: [[saw, null], [kite]], best: south, bestSeller: yoyo, lately: past, offers });
  Object.assign(south, { rows: [[]], best: saw, bestSeller: null, lately: north, offers });
  const find = (id: string) => items.find((each) => each.id === id) ?? null;
  const ofKind = (kind = "ANY") => items.filter(({ __typename }) => kind === "ANY" || kind === __typename.toUpperCase());
  return {
    query: {
      items: ({ kind, filter }: { kind?: string; filter?: Filter | null }) => ofKind(kind).slice(0, filter?.first),
      item: ({ id }: { id: string }) => find(id),
      hits: [north, kite, null, saw],
      grid: [[saw, kite], [null, yoyo], []],
      stalls: [south, north],
      motd,
      top: ({ kind }: { kind?: string }) => ofKind(kind).toReversed(),
      people: ({ filter }: { filter?: Filter | null }) => people.toReversed().slice(0, filter?.first),
      find: [pets[0], ann, pets[1]],
    },
    mutation: {
      rename: ({ id, name = null }: { id: string; name?: string | null }) => {
        log.push(`rename ${id}`);
        const found = find(id);
        return found && Object.assign(found, { name });
      },
      reprice: ({ id, cents }: { id: string; cents: number }) => {
        log.push(`reprice ${id} ${cents}`);
        const found = find(id);
        return found && Object.assign(found, { price: priceOf(cents) });
      },
      market: north,
      sell: ({ id, count }: { id: string; count: number }) => {
        log.push(`sell ${id} ${count}`);
        return { __typename: "Sale", id: "sale", item: find(id), log: () => [...log], to: ann, also: north };
      },
    },
    objects: [...items, ...people, ...pets, ...reviews, north, south, bolt, nut, motd, past],
  };
}

/** What every item has, computed where others compute it. */
function item(id: string, log: readonly string[]): Record<string, unknown> {
  const number = Number(id);
  return {
    id,
    hidden: number + 70,
    price: priceOf(number * 100),
    sold: ({ since }: { since: number }) => log.length + number - since,
    duty: (_: object, given: { price: number | null }) => given.price && given.price * 2,
    fee: (_: object, given: { weight: number | null; price: number | null }) => (given.weight ?? 0) + (given.price ?? 0),
    mark: (_: object, given: { hidden: number | null }) => given.hidden && -given.hidden,
  };
}

function priceOf(cents: number) {
  return ({ currency }: { currency: string }) => (currency === "USD" ? cents + 11 : cents);
}

function crowd(): { readonly people: readonly Draft[]; readonly pets: readonly Draft[]; readonly reviews: readonly TestObject[] } {
  const ann: Draft = {
    __typename: "Person",
    id: "1",
    mail: "ann@x.example",
    nick: "ann",
    called: "Ann Lee",
    mood: "GOOD",
    spent: 5,
    karma: 1,
  };
  const bob: Draft = {
    __typename: "Person",
    id: "2",
    mail: "bob@x.example",
    nick: null,
    called: "Bob Ray",
    mood: "UGLY",
    spent: null,
    karma: null,
  };
  const rex: Draft = { __typename: "Pet", id: "rex", called: "Rex", owner: ann, cute: true };
  const kit: Draft = { __typename: "Pet", id: "kit", called: "Kit", owner: bob, cute: null };
  Object.assign(ann, { boss: bob, pets: [[rex, kit], null] });
  Object.assign(bob, { boss: null, pets: [[kit]] });
  const advert = { __typename: "Advert", id: "ad", line: "buy" };
  const good = { __typename: "Review", id: "good", text: "good", by: ann, about: rex };
  const poor = { __typename: "Review", id: "poor", text: null, by: kit, about: advert };
  return { people: [ann, bob], pets: [rex, kit], reviews: [good, poor] };
}
