import { useQuery } from "urql";
import { CheckIcon } from "../../design/icons.tsx";
import { genres as genresQuery } from "../../graphql/operations/browse.ts";
import styles from "./filters.module.css";
import { withParam } from "./search-filter.ts";

const kinds = [
  { value: undefined, name: "All" },
  { value: "movie", name: "Films" },
  { value: "series", name: "Series" },
];

export function Filters({ params, onChange }: { params: URLSearchParams; onChange: (params: URLSearchParams) => void }) {
  const [{ data }] = useQuery({ query: genresQuery, requestPolicy: "cache-first" });
  const kind = params.get("kind") ?? undefined;
  const isReady = params.get("ready") === "1";
  return (
    <fieldset className={styles.filters}>
      <legend className="visually-hidden">Filters</legend>
      <div className={styles.kinds}>
        {kinds.map(({ value, name }) => (
          <button key={name} type="button" aria-pressed={kind === value} onClick={() => onChange(withParam(params, "kind", value))}>
            {name}
          </button>
        ))}
      </div>
      <select
        aria-label="Genre"
        className={styles.genre}
        value={params.get("genre") ?? ""}
        onChange={(event) => onChange(withParam(params, "genre", event.target.value))}
      >
        <option value="">All genres</option>
        {data?.genres?.map((genre) => (
          <option key={genre.id} value={genre.id}>
            {genre.name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={isReady}
        onClick={() => onChange(withParam(params, "ready", isReady ? undefined : "1"))}
      >
        {isReady && <CheckIcon size={16} />}
        Ready to watch
      </button>
    </fieldset>
  );
}
