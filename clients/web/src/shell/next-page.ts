import { useSearchParams } from "wouter";

/** A link to a page that sends its visitor on to another when it is done. */
export function withNext(path: string, next: string): string {
  return next === "/" ? path : `${path}?next=${encodeURIComponent(next)}`;
}

/** Where to go from here; only to this site's own pages, whatever the address says. */
export function useNextPage(): string {
  const [search] = useSearchParams();
  return ownPage(search.get("next"));
}

export function ownPage(next: string | null): string {
  if (!next) return "/";
  const url = URL.parse(next, "https://own.invalid");
  return url?.origin === "https://own.invalid" ? `${url.pathname}${url.search}` : "/";
}
