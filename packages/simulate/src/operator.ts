import { z } from "zod";
import { type Graph, Unauthenticated } from "./graph.ts";
import type { Reader } from "./reported.ts";

const signedIn = z.object({ signIn: z.union([z.object({ accessToken: z.string() }), z.object({ message: z.string() })]) });

/** Signs in with an account that may import and read audiences. @throws when it may not sign in */
export async function operatorOf(graph: Graph, input: { readonly email: string; readonly password: string }): Promise<Reader> {
  let accessToken = "";
  const signIn = async () => {
    const result = await graph.ask({
      query:
        "mutation SignIn($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken } ... on Refusal { message } } }",
      variables: { input },
      result: signedIn,
    });
    if (!("accessToken" in result.signIn)) throw new Error(`The operator ${input.email} could not sign in: ${result.signIn.message}`);
    accessToken = result.signIn.accessToken;
  };
  await signIn();
  return renewing(() => accessToken, signIn);
}

/** Asks with the token at hand, and with a new one when it is not taken any more. */
export function renewing(token: () => string, renew: () => Promise<void>): Reader {
  return {
    authorized: (ask) =>
      ask(token()).catch(async (error: unknown) => {
        if (!(error instanceof Unauthenticated)) throw error;
        await renew();
        return ask(token());
      }),
  };
}
