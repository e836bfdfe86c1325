const unusable = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u; // control characters, halves of characters, and marks that turn the text around
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** How many characters a person would count, roughly: an emoji is one, not two. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** A name as it is kept, or `undefined` for one that cannot be shown: empty, invisible, over 60 characters, or with control characters. */
export function normaliseName(name: string): string | undefined {
  const normal = name.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
  return lengthOf(normal) <= 60 && visible.test(normal) && !unusable.test(normal) ? normal : undefined;
}
