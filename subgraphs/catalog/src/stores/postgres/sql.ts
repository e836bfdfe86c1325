/** A piece of a statement. Its values travel as parameters and never become part of the text. */
export class Sql {
  constructor(
    private readonly parts: readonly string[],
    private readonly values: readonly unknown[] = [],
  ) {}

  followedBy(next: Sql): Sql {
    const seam = `${this.parts.at(-1) ?? ""}${next.parts[0] ?? ""}`;
    return new Sql([...this.parts.slice(0, -1), seam, ...next.parts.slice(1)], [...this.values, ...next.values]);
  }

  /** As the driver takes it: `$1`, `$2` and so on stand for the values. */
  rendered(): { readonly text: string; readonly values: unknown[] } {
    return { text: this.parts.reduce((text, part, index) => `${text}$${index}${part}`), values: [...this.values] };
  }
}

/** `` sql`year >= ${1990}` `` takes a value as a parameter, and another piece as it is. */
export function sql(strings: readonly string[], ...insets: readonly unknown[]): Sql {
  return insets.reduce<Sql>(
    (all, inset, index) =>
      all.followedBy(inset instanceof Sql ? inset : new Sql(["", ""], [inset])).followedBy(new Sql([strings[index + 1] ?? ""])),
    new Sql([strings[0] ?? ""]),
  );
}

export function joined(pieces: readonly Sql[], separator: string): Sql {
  return pieces.reduce(
    (all, piece, index) => (index === 0 ? piece : all.followedBy(new Sql([separator])).followedBy(piece)),
    new Sql([""]),
  );
}
