import type { Received } from "../compare.ts";
import type { Operation } from "../reference.ts";

/** A router that is examined. */
export interface Subject extends AsyncDisposable {
  readonly answer: (operation: Operation) => Promise<Received>;
}

/** Starts a router on a composed supergraph whose subgraphs are at these addresses, by name. */
export type StartSubject = (supergraphSdl: string, urls: Readonly<Record<string, string>>) => Promise<Subject>;

/** Posts an operation as a client does. */
export async function post(url: string, { query, variables }: Operation): Promise<Received> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, ...(variables && { variables }) }),
  });
  return response.json() as Promise<Received>; // what it is in truth is what gets compared
}
