import { Reference } from "./graph/reference.ts";
import { categories, VIEWERS } from "./graph/shop.ts";

/** Those of the bench, as they are numbered there. */
export const operationNames = ["large", "home", "small", "unseen"] as const;
export type OperationName = (typeof operationNames)[number];

/** One request of an operation, and the answer that is right. */
export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Who asks, where the answer depends on it. */
  readonly viewer: string | undefined;
  readonly answer: string;
}

/** Stands in the text of an operation, and in its answer, where each request has a number of its own. */
export const NUMBER = "n_0";

const nested = `inStock name price shippingEstimate upc weight
  reviews { id body author { id username name reviews { id body product { inStock name price shippingEstimate upc weight } } } }`;

/** The federation benchmark's operation: 87 KB out of four subgraphs, the same for everybody. */
const large = `query Large {
  users { id username name reviews { id body product { ${nested} } } }
  topProducts(first: 5) { ${nested} }
}`;

const home = `query Home($category: String!, $first: Int!, $after: Int!, $top: Int!) {
  me { id name username reviews { id body product { upc name price inStock } } }
  shelf(category: $category, first: $first, after: $after) {
    upc name price inStock shippingEstimate myRating reviews { id body author { id name } }
  }
  topProducts(first: $top) { upc name price inStock myRating }
}`;

const small = "query Small { topProducts(first: 3) { upc name price } }";

const unseen = `query Unseen {
  ${NUMBER}: topProducts(first: 2) { upc name inStock shippingEstimate reviews { id body author { id name } } }
}`;

export const queries: Readonly<Record<OperationName, string>> = { large, home, small, unseen };

/** Each of so many home pages is another viewer's with other variables: more than can be under way at once by far. */
const HOMES = VIEWERS;

/** The requests of an operation, which a load sends in turn. */
export async function requestsOf(operation: OperationName): Promise<readonly Asked[]> {
  const reference = new Reference();
  const query = queries[operation];
  const document = reference.parse(query);
  const count = operation === "home" ? HOMES : 1;
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const [variables, viewer] = operation === "home" ? [homeVariables(index), String(index + 1)] : [{}, undefined];
      return { query, variables, viewer, answer: await reference.answer(document, variables, { sub: viewer }) };
    }),
  );
}

/** No two of 2,000 are equal: 6, 5, 41 and 4 have 2,460 as their least common multiple. */
function homeVariables(index: number): Asked["variables"] {
  return { category: categories[index % categories.length], first: 6 + (index % 5), after: index % 41, top: 3 + (index % 4) };
}
