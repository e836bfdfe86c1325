import { useMemo } from "react";
import { useClient, useQuery } from "urql";
import { useSearchParams } from "wouter";
import { Button } from "../../design/button.tsx";
import { SearchIcon } from "../../design/icons.tsx";
import { FailureNotice, Notice } from "../../design/notice.tsx";
import { Loading, Skeleton } from "../../design/skeleton.tsx";
import type { TitleFilter } from "../../graphql/generated/graphql.ts";
import { search as searchQuery } from "../../graphql/operations/browse.ts";
import { useTitle } from "../../shell/use-title.ts";
import { MoreButton } from "../../titles/more-button.tsx";
import { TitleCard } from "../../titles/title-card.tsx";
import { useMore } from "../../titles/use-more.ts";
import { Filters } from "./filters.tsx";
import styles from "./search.module.css";
import { filterOf } from "./search-filter.ts";

const pageSize = 36;

/** Everything there is, narrowed by what stands in the address: `q`, `kind`, `genre` and `ready`. */
export function SearchPage() {
  const [params, setParams] = useSearchParams();
  const text = params.get("q")?.trim() || null;
  useTitle(text ? `Search: ${text}` : "Browse");
  const key = params.toString();
  const variables = useMemo(() => ({ search: text, filter: filterOf(params), first: pageSize, after: null }), [key, text]);
  const [{ data, error, fetching }, ask] = useQuery({ query: searchQuery, variables });
  const client = useClient();
  const load = async (after: string) => (await client.query(searchQuery, { ...variables, after })).data?.titles ?? undefined;
  const first = data?.titles ?? undefined;
  const { nodes, hasMore, status, loadMore } = useMore(key, first, load);
  return (
    <div className={styles.page}>
      <h1>{text ? <>Results for “{text}”</> : "Browse"}</h1>
      <Filters params={params} onChange={(next) => setParams(next, { replace: true })} />
      <p role="status" className={styles.count}>
        {first && !fetching && countOf(first.totalCount)}
      </p>
      {!first && error && <FailureNotice what="Search results" onRetry={() => ask({ requestPolicy: "network-only" })} />}
      {!first && fetching && <ResultsSkeleton />}
      {first && nodes.length === 0 && !fetching && (
        <NothingFound
          text={text}
          onClear={isNarrowed(variables.filter) ? () => setParams(text ? { q: text } : {}, { replace: true }) : undefined}
        />
      )}
      <ul className={styles.results} aria-busy={fetching} data-stale={fetching || undefined}>
        {nodes.map((title) => (
          <li key={title.id}>
            <TitleCard title={title} />
          </li>
        ))}
      </ul>
      {hasMore && <MoreButton status={status} onMore={() => void loadMore()} />}
    </div>
  );
}

function countOf(total: number): string {
  if (total === 0) return "No titles";
  return total === 1 ? "1 title" : `${total.toLocaleString("en")} titles`;
}

function isNarrowed(filter: TitleFilter): boolean {
  return Object.keys(filter).length > 0;
}

function NothingFound({ text, onClear }: { text: string | null; onClear: (() => void) | undefined }) {
  return (
    <Notice
      title={text ? `Nothing fits “${text}”` : "Nothing fits"}
      icon={<SearchIcon size={26} />}
      actions={onClear && <Button onClick={onClear}>Clear the filters</Button>}
    >
      <p>Try fewer letters, another spelling, a person or a genre.</p>
    </Notice>
  );
}

function ResultsSkeleton() {
  return (
    <>
      <Loading what="search results" />
      <div className={styles.results}>
        {Array.from({ length: 12 }, (_, index) => index).map((index) => (
          <Skeleton key={index} className={styles.cardSkeleton} />
        ))}
      </div>
    </>
  );
}
