import type { Page } from "playwright-core";

export interface OtherDevice {
  /** Starts a film; undefined where the account's streams are all taken. */
  readonly start: (playableId: string) => Promise<string | undefined>;
  readonly end: (sessionId: string) => Promise<void>;
  /** The sessions that keep it from starting another. */
  readonly inTheWay: (playableId: string) => Promise<readonly { readonly sessionId: string; readonly deviceName: string }[]>;
}

/** A device of an account with one profile, without a page: it asks the graph that a page's Marquee serves. */
export async function otherDevice(page: Page, name: "bob" | "carol", deviceName: string): Promise<OtherDevice> {
  const ask = async (query: string, input: object, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await page.request.post("/graphql", { headers, data: { query, variables: { input } } });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data.result;
  };
  const { accessToken } = await ask(
    "mutation ($input: SignInInput!) { result: signIn(input: $input) { ... on SignedIn { accessToken } } }",
    { email: `${name}@marquee.example`, password: "marquee-demo", deviceName },
  );
  const start = (playableId: string) =>
    ask(
      `mutation ($input: StartPlaybackInput!) { result: startPlayback(input: $input) {
        ... on PlaybackSession { id } ... on TooManyStreams { active { sessionId deviceName } } } }`,
      { playableId, idempotencyKey: crypto.randomUUID() },
      accessToken,
    );
  return {
    start: async (playableId) => (await start(playableId)).id,
    inTheWay: async (playableId) => (await start(playableId)).active ?? [],
    end: (sessionId) =>
      ask("mutation ($input: EndPlaybackInput!) { result: endPlayback(input: $input) { __typename } }", { sessionId }, accessToken),
  };
}
