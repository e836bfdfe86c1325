import { codedError } from "@marquee/coded-errors";
import type { MaturityRating } from "@marquee/events";
import type { TitleKind } from "./work.ts";

/** Which titles are meant; everything that is said holds together. */
export interface TitleSelection {
  /** As typed: a name, a person or a genre, whole or its beginning, with a slip of the finger or two. */
  readonly search?: string | undefined;
  readonly kinds?: readonly TitleKind[] | undefined;
  /** One of them is enough. */
  readonly genreIds?: readonly string[] | undefined;
  readonly yearFrom?: number | undefined;
  readonly yearTo?: number | undefined;
  readonly maturityLimit?: MaturityRating | undefined;
  readonly isPlayableNow?: boolean | undefined;
  /** Came in by an import, and was not here from the start. */
  readonly isImported?: boolean | undefined;
  /** Rated at least so by at least as many people. */
  readonly acclaim?: { readonly imdbRating: number; readonly imdbVotes: number } | undefined;
}

/** Each order is total: its last key is the id. `relevance` needs a search. */
export type TitleOrder = "name" | "relevance" | "newest" | "popularity" | "acclaim";

export interface TitleListing {
  readonly selection: TitleSelection;
  readonly order: TitleOrder;
}

/** Where an entry stands in its order: the values of the order's keys. */
export type SortKey = readonly (string | number)[];

export interface Page {
  readonly first: number;
  readonly after: SortKey | undefined;
}

/** One page, as ids and where each stands. */
export interface TitlePage {
  readonly entries: readonly { readonly id: string; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

export interface TitlePageRequest {
  readonly listing: TitleListing;
  readonly page: Page;
}

const LONGEST_SEARCH = 100;
const LARGEST_PAGE = 100;
const MOST_GENRES = 50;

/**
 * What a search or a visit to the shelves of all titles means.
 *
 * @param search blank means none
 * @throws BAD_USER_INPUT for a search or a list of genres that is too long
 */
export function titleListing(search: string | undefined, filter: Omit<TitleSelection, "search">): TitleListing {
  const words = search?.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
  if (words !== undefined && words.length > LONGEST_SEARCH) {
    throw codedError("BAD_USER_INPUT", `"search" takes at most ${LONGEST_SEARCH} characters, and got ${words.length}.`);
  }
  if ((filter.genreIds?.length ?? 0) > MOST_GENRES) {
    throw codedError("BAD_USER_INPUT", `"filter.genreIds" takes at most ${MOST_GENRES} genres, and got ${filter.genreIds?.length}.`);
  }
  return words ? { selection: { ...filter, search: words }, order: "relevance" } : { selection: filter, order: "name" };
}

/** @throws BAD_USER_INPUT for a page that is empty or too large, or a cursor that no page of this order gave */
export function pageOf(order: TitleOrder, first: number, after: string | undefined): Page {
  if (!Number.isInteger(first) || first < 1 || first > LARGEST_PAGE) {
    throw codedError("BAD_USER_INPUT", `"first" takes 1 to ${LARGEST_PAGE}, and got ${first}.`);
  }
  return { first, after: after === undefined ? undefined : readCursor(order, after) };
}

/** The types of each order's keys, the id's left out: a cursor that was made by hand is found out here and not by the database. */
const keyTypes: Readonly<Record<TitleOrder, readonly ("string" | "number")[]>> = {
  name: ["string"],
  relevance: ["number", "number", "number", "number"],
  newest: ["number", "string"],
  popularity: ["number"],
  acclaim: ["number", "number"],
};

/** Opaque to clients; says where an entry stands, so that paging goes on there whatever came or went meanwhile. */
export function writeCursor(order: TitleOrder, key: SortKey): string {
  return Buffer.from(JSON.stringify([order, ...key])).toString("base64url");
}

function readCursor(order: TitleOrder, cursor: string): SortKey {
  const [writtenFor, ...key] = parsedArray(cursor);
  const types = [...keyTypes[order], "string"];
  const isKey = (values: readonly unknown[]): values is SortKey =>
    values.length === types.length && values.every((value, index) => typeof value === types[index] && !String(value).includes("\0"));
  if (writtenFor === order && isKey(key) && isUuid(key.at(-1))) return key;
  throw codedError("BAD_USER_INPUT", '"after" takes a cursor that this list gave, and got something else.');
}

function parsedArray(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Ids are opaque to clients, so any text may come as one; only these can be in the database. */
export function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
