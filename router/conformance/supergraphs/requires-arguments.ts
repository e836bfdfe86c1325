import type { TestSupergraph } from "../supergraph.ts";

/** What is required depends on arguments, of which a client has its own. */
export const requiresArguments: TestSupergraph = {
  name: "requires-arguments",
  subgraphs: {
    prices: `
      type Query { goods: [Good!]! }
      type Good @key(fields: "id") {
        id: ID!
        price(currency: Currency! = EUR, rounded: Boolean = false): Float
        details(in: String = "en"): Details
      }
      enum Currency { EUR USD GBP }
      type Details { text: String! length(unit: String = "letters"): Int! }
    `,
    shipping: `
      type Good @key(fields: "id") {
        id: ID!
        price(currency: Currency! = EUR, rounded: Boolean = false): Float @external
        customs: Float @requires(fields: "price(currency: USD)")
      }
      enum Currency { EUR USD GBP }
    `,
    insurance: `
      type Good @key(fields: "id") {
        id: ID!
        price(currency: Currency! = EUR, rounded: Boolean = false): Float @external
        premium(years: Int = 1): Float @requires(fields: "price(currency: GBP, rounded: true)")
        deductible: Float @requires(fields: "price(currency: EUR)")
      }
      enum Currency { EUR USD GBP }
    `,
  },
  world: () => {
    const price = (cents: number) => ({
      price: ({ currency, rounded = false }: { currency: "EUR" | "USD" | "GBP"; rounded?: boolean }) => {
        const value = (cents * { EUR: 100, USD: 110, GBP: 85 }[currency]) / 10_000;
        return rounded ? Math.round(value) : value;
      },
    });
    const computed = {
      customs: (_: object, given: { price: number | null }) => given.price && given.price * 10,
      premium: ({ years }: { years: number }, given: { price: number | null }) => given.price && given.price * years,
      deductible: (_: object, given: { price: number | null }) => given.price && given.price / 2,
      details: ({ in: language }: { in: string }) => ({ text: `text in ${language}`, length: ({ unit }: { unit: string }) => unit.length }),
    };
    const vase = { __typename: "Good", id: "vase", ...price(12_345), ...computed };
    const lamp = { __typename: "Good", id: "lamp", ...price(990), ...computed };
    return { query: { goods: [vase, lamp] }, objects: [vase, lamp] };
  },
  cases: [
    { name: "requires with an argument", query: "{ goods { customs } }" },
    { name: "requires one field with two sets of arguments for two subgraphs", query: "{ goods { customs deductible } }" },
    {
      name: "keeps a client's argument apart from the required one",
      query: "{ goods { price(currency: EUR) customs } }",
      knownFault: "confuses a field's arguments with those of a @requires",
    },
    {
      name: "keeps a client's variable apart from the required argument",
      query: "query ($currency: Currency!) { goods { customs price(currency: $currency) } }",
      variables: { currency: "GBP" },
      knownFault: "confuses a field's arguments with those of a @requires",
    },
    {
      name: "keeps two requirements of one field apart",
      query: "{ goods { premium deductible } }",
      knownFault: "confuses the arguments of two @requires of one field",
    },
    {
      name: "keeps three requirements and a client's two prices apart",
      query: "{ goods { premium(years: 3) usd: price(currency: USD) deductible eur: price(currency: EUR, rounded: true) customs } }",
    },
    { name: "requires for each alias", query: "{ goods { one: premium two: premium(years: 2) price: customs } }" },
    {
      name: "passes nested arguments on",
      query: 'query ($unit: String!) { goods { de: details(in: "de") { text length(unit: $unit) } en: details { text length } } }',
      variables: { unit: "miles" },
    },
  ],
};
