import { useRef, useState } from "react";

export type Page<Node> = {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

type More<Node> = { readonly key: string; readonly pages: readonly Page<Node>[]; readonly status: "idle" | "loading" | "failed" };

/**
 * The pages of a list after its first. `key` names the list: when it changes, what was loaded of the old one is forgotten.
 * `load` answers undefined, or rejects, where a page could not be had.
 */
export function useMore<Node>(key: string, first: Page<Node> | undefined, load: (after: string) => Promise<Page<Node> | undefined>) {
  const [state, setState] = useState<More<Node>>({ key, pages: [], status: "idle" });
  const current = state.key === key ? state : { key, pages: [], status: "idle" as const };
  const loadingKey = useRef<string>(undefined);
  const last = current.pages.at(-1) ?? first;
  const after = last?.pageInfo.hasNextPage ? last.pageInfo.endCursor : null;

  const loadMore = async () => {
    const request = `${key} ${after}`;
    if (after === null || loadingKey.current === request) return;
    loadingKey.current = request;
    setState({ ...current, status: "loading" });
    const page = await load(after).catch(() => undefined);
    if (loadingKey.current !== request) return; // another list by now
    loadingKey.current = undefined;
    setState(page ? { key, pages: [...current.pages, page], status: "idle" } : { ...current, status: "failed" });
  };

  const nodes = [...(first?.nodes ?? []), ...current.pages.flatMap((page) => page.nodes)];
  return { nodes, hasMore: after !== null, status: current.status, loadMore };
}
