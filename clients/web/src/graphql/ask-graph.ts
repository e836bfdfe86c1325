import { stringifyDocument, type TypedDocumentNode } from "urql";

type Answer<Data> = {
  readonly data: Data;
  /** The server's clock when it answered, where it said so; a device's own clock may be wrong by hours. */
  readonly serverTimeMs: number | undefined;
};

export type Ask = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  accessToken?: string,
) => Promise<Answer<Data>>;

/** The graph could not be asked, or did not answer with data: try again later. */
export class GraphUnreachable extends Error {
  override readonly name = "GraphUnreachable";
}

/**
 * Asks one operation over plain HTTP, outside the page's client: for what the client itself stands on.
 * Throws `GraphUnreachable` where there is no data in the answer.
 */
export function askGraph(endpoint: string, fetch: typeof globalThis.fetch): Ask {
  return async <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables, accessToken?: string) => {
    const response = await post(fetch, endpoint, JSON.stringify({ query: stringifyDocument(document), variables }), accessToken);
    const answer: { data?: Data | null } = await response.json().catch(() => ({}));
    if (!answer.data) throw new GraphUnreachable(`The graph answered ${response.status} without data.`);
    const date = Date.parse(response.headers.get("date") ?? "");
    return { data: answer.data, serverTimeMs: Number.isNaN(date) ? undefined : date };
  };
}

async function post(fetch: typeof globalThis.fetch, endpoint: string, body: string, accessToken?: string) {
  const headers = {
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
    ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
  };
  try {
    return await fetch(endpoint, { method: "POST", headers, body, signal: AbortSignal.timeout(15_000) });
  } catch (error) {
    throw new GraphUnreachable("The graph could not be reached.", { cause: error });
  }
}
