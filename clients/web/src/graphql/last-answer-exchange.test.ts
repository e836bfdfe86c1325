import { Client, type Exchange, gql, type OperationResult } from "urql";
import { expect, it } from "vitest";
import { filter, map, pipe } from "wonka";
import { lastAnswerExchange } from "./last-answer-exchange.ts";

const query = gql`query Count { count }`;

it("shows the last answer while it asks again", async () => {
  const client = countingClient();
  expect(await answersOf(client)).toEqual([{ count: 1, stale: false }]);
  expect(await answersOf(client)).toEqual([
    { count: 1, stale: true },
    { count: 2, stale: false },
  ]);
});

it("shows nothing old to who wants the network's answer alone", async () => {
  const client = countingClient();
  await answersOf(client);
  expect(await answersOf(client, "network-only")).toEqual([{ count: 2, stale: false }]);
});

it("does not remember a failure", async () => {
  const client = countingClient({ fails: true });
  await answersOf(client);
  expect(await answersOf(client)).toHaveLength(1);
});

it("adds nothing to what is asked", async () => {
  const asked: string[] = [];
  const client = countingClient({ asked });
  await answersOf(client);
  expect(asked).toEqual([expect.not.stringContaining("__typename")]);
});

/** A graph that counts how often it was asked. */
function countingClient({ fails = false, asked = [] as string[] } = {}): Client {
  let count = 0;
  const graph: Exchange = () => (operations$) =>
    pipe(
      operations$,
      filter(({ kind }) => kind === "query"),
      map((operation): OperationResult => {
        count += 1;
        asked.push(JSON.stringify(operation.query.definitions));
        const error = fails ? { error: new Error("down") as unknown as NonNullable<OperationResult["error"]> } : {};
        return { operation, data: { count }, stale: false, hasNext: false, ...error };
      }),
    );
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    requestPolicy: "cache-and-network",
    exchanges: [lastAnswerExchange, graph],
  });
}

async function answersOf(client: Client, requestPolicy: "cache-and-network" | "network-only" = "cache-and-network") {
  const answers: { count: number; stale: boolean }[] = [];
  const { unsubscribe } = client
    .query(query, {}, { requestPolicy })
    .subscribe(({ data, stale }) => answers.push({ count: data.count, stale }));
  await Promise.resolve();
  unsubscribe();
  return answers;
}
