/**
 * What a small shop knows: deterministic, and large enough that no two home pages are equal. A field that is computed is a method,
 * which graphql-js calls by itself, so that the same objects answer for a subgraph and for the one merged schema.
 */
export interface Viewer {
  /** Undefined for an anonymous one. */
  readonly sub: string | undefined;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  reviews(): readonly Review[];
}

export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly category: string;
  readonly inStock: boolean;
  shippingEstimate(): number;
  reviews(): readonly Review[];
  /** The viewer's own. */
  myRating(args: unknown, viewer: Viewer): number | undefined;
}

export interface Review {
  readonly id: string;
  readonly body: string;
  readonly author: User;
  readonly product: Product;
}

/** Those whom `users` lists; all others are found by their id alone. */
const LISTED_USERS = 6;
export const VIEWERS = 2_000;
const TOP_PRODUCTS = 9;
const PRODUCTS = 300;
const CATEGORIES = ["lamps", "tables", "chairs", "rugs", "shelves", "mirrors"];
/** They make the large answer about as long as that of the benchmark it is modelled on. */
const LISTED_REVIEWS = 28;

const bodies = ["Love it!", "Too expensive.", "Could be better.", "Prefer something else.", "Worth its price, and then some."];

const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("expected a list that is not empty");
  return item;
};

/** Free for what is dear and heavy enough to be known for it, as the subgraph that estimates it is told price and weight alone. */
export function estimateShipping(price: number, weight: number): number {
  return price > 1_000 ? 0 : Math.round(weight / 2);
}

class Person implements User {
  readonly id: string;
  readonly name: string;
  readonly username: string;

  constructor(readonly index: number) {
    this.id = String(index + 1);
    this.name = `User number ${index + 1}`;
    this.username = `user_${index + 1}`;
  }

  reviews(): readonly Review[] {
    return reviewsBy.get(this.index) ?? [];
  }
}

class Article implements Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly category: string;
  readonly inStock: boolean;

  constructor(readonly index: number) {
    this.category = at(CATEGORIES, index);
    this.upc = String(index + 1);
    this.name = `${this.category.slice(0, -1)} number ${index + 1}`;
    this.price = 40 + ((index * 137) % 1_400);
    this.weight = 20 + ((index * 61) % 900);
    this.inStock = index % 3 !== 0;
  }

  shippingEstimate(): number {
    return estimateShipping(this.price, this.weight);
  }

  reviews(): readonly Review[] {
    return reviewsOf.get(this.index) ?? [];
  }

  myRating(_args: unknown, { sub }: Viewer): number | undefined {
    return sub === undefined ? undefined : ((Number(sub) * 7 + this.index * 3) % 5) + 1;
  }
}

const people: readonly User[] = Array.from({ length: VIEWERS }, (_, index) => new Person(index));
const articles: readonly Product[] = Array.from({ length: PRODUCTS }, (_, index) => new Article(index));
const reviewsBy = new Map<number, Review[]>();
const reviewsOf = new Map<number, Review[]>();
const reviewsById = new Map<string, Review>();
addReviews();

/** The first few are by listed users on top products; all others by the other users on the other products, one by each. */
function addReviews(): void {
  for (let index = 0; index < LISTED_REVIEWS; index++) addReview(index, index % LISTED_USERS, (index * 5) % TOP_PRODUCTS);
  const others = VIEWERS - LISTED_USERS;
  for (let index = 0; index < others; index++) {
    addReview(LISTED_REVIEWS + index, LISTED_USERS + index, TOP_PRODUCTS + ((index * 7) % (PRODUCTS - TOP_PRODUCTS)));
  }
}

function addReview(index: number, author: number, product: number): void {
  const review = { id: String(index + 1), body: at(bodies, index), author: at(people, author), product: at(articles, product) };
  reviewsById.set(review.id, review);
  for (const [map, key] of [[reviewsBy, author] as const, [reviewsOf, product] as const]) map.set(key, [...(map.get(key) ?? []), review]);
}

export const userById = (id: string) => people[Number(id) - 1];
export const productByUpc = (upc: string) => articles[Number(upc) - 1];
export const reviewById = (id: string) => reviewsById.get(id);

/** The fields of `Query`, by subgraph. */
export const roots = {
  accounts: {
    users: () => people.slice(0, LISTED_USERS),
    me: (_args: unknown, { sub }: Viewer) => (sub === undefined ? undefined : userById(sub)),
  },
  products: {
    topProducts: ({ first = TOP_PRODUCTS }: { readonly first?: number }) => articles.slice(0, Math.min(first, TOP_PRODUCTS)),
    shelf: ({ category, first, after }: { readonly category: string; readonly first: number; readonly after: number }) =>
      articles.filter((product) => product.category === category).slice(after, after + first),
  },
};

export const categories: readonly string[] = CATEGORIES;
