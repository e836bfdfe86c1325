import { Link } from "wouter";
import type { CreditRole } from "../../graphql/generated/graphql.ts";
import styles from "./credits.module.css";
import type { ShownTitle } from "./title-page.tsx";

type Credit = ShownTitle["credits"][number];

const roles: readonly { readonly role: CreditRole; readonly name: string }[] = [
  { role: "DIRECTOR", name: "Directed by" },
  { role: "WRITER", name: "Written by" },
  { role: "ACTOR", name: "With" },
  { role: "CINEMATOGRAPHER", name: "Photographed by" },
  { role: "COMPOSER", name: "Music by" },
];

/** Who made it, grouped by what they did; each name searches for their other titles. */
export function Credits({ credits }: { credits: readonly Credit[] }) {
  const groups = roles.flatMap(({ role, name }) => {
    const people = credits.filter((credit) => credit.role === role);
    return people.length > 0 ? [{ name, people }] : [];
  });
  if (groups.length === 0) return null;
  return (
    <section aria-label="Credits">
      <dl className={styles.credits}>
        {groups.map(({ name, people }) => (
          <div key={name}>
            <dt>{name}</dt>
            {people.map(({ person, character }) => (
              <dd key={`${person.id} ${character}`}>
                <Link href={`/search?q=${encodeURIComponent(person.name)}`}>{person.name}</Link>
                {character && <span className={styles.character}> as {character}</span>}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}
