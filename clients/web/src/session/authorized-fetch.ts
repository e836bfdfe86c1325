import type { Session } from "./session.ts";

/** `fetch` with the session's token on every request; where the server does not take the token, once more with another. */
export function authorizedFetch(session: Session, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const token = await session.accessToken();
    const response = await fetch(input, withToken(init, token));
    if (!token || !(await isUnauthenticated(response))) return response;
    session.reject(token);
    return fetch(input, withToken(init, await session.accessToken()));
  };
}

function withToken(init: RequestInit | undefined, token: string | undefined): RequestInit {
  const headers = new Headers(init?.headers);
  if (token) headers.set("authorization", `Bearer ${token}`);
  return { ...init, headers };
}

async function isUnauthenticated(response: Response): Promise<boolean> {
  if (response.status === 401) return true;
  const text = await response.clone().text();
  if (!text.includes('"UNAUTHENTICATED"')) return false;
  try {
    const answer: { errors?: readonly { extensions?: { code?: string } }[] } = JSON.parse(text);
    return answer.errors?.some((error) => error.extensions?.code === "UNAUTHENTICATED") ?? false;
  } catch {
    return false;
  }
}
