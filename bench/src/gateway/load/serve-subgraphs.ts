/** A process: the four subgraphs. It tells where they are, how many requests have come, and waits as long before each answer as it is told. */
import type { SubgraphName } from "../graph/subgraphs.ts";
import { serveBareHttp } from "./bare-http.ts";
import { RememberedAnswers } from "./remembered-answers.ts";

export type ToSubgraphs = { readonly kind: "delay"; readonly delayMs: number } | { readonly kind: "count" };
export type FromSubgraphs =
  | { readonly kind: "ready"; readonly urls: Readonly<Record<SubgraphName, string>> }
  | { readonly kind: "counted"; readonly requests: number };

let delayMs = 0;
let requests = 0;

const tell = (message: FromSubgraphs) => void process.send?.(message);

process.on("message", (message: ToSubgraphs) => {
  if (message.kind === "delay") delayMs = message.delayMs;
  tell({ kind: "counted", requests });
});
process.once("disconnect", () => process.exit());

tell({
  kind: "ready",
  urls: {
    accounts: await serve("accounts"),
    products: await serve("products"),
    inventory: await serve("inventory"),
    reviews: await serve("reviews"),
  },
});

function serve(name: SubgraphName): Promise<string> {
  const answers = new RememberedAnswers(name);
  return serveBareHttp((request, respond) => {
    requests += 1;
    const known = answers.known(request);
    const later = (answer: Buffer) => (delayMs > 0 ? void setTimeout(respond, delayMs, answer) : respond(answer));
    if (known) later(known);
    else void answers.answer(request).then(later);
  });
}
