export type DemoAccount = { readonly email: string; readonly password: string; readonly note: string };

/** The accounts that a demo server offers to everybody; none on any other. */
export async function readDemoAccounts(signal: AbortSignal): Promise<readonly DemoAccount[]> {
  const response = await fetch("/demo.json", { signal });
  if (!response.ok || !response.headers.get("content-type")?.includes("json")) return [];
  const answer: unknown = await response.json();
  const accounts = typeof answer === "object" && answer !== null && "accounts" in answer ? answer.accounts : [];
  return Array.isArray(accounts) ? accounts.filter(isDemoAccount) : [];
}

function isDemoAccount(value: unknown): value is DemoAccount {
  const isText = (key: string) => typeof value === "object" && value !== null && typeof Reflect.get(value, key) === "string";
  return isText("email") && isText("password") && isText("note");
}
