/** What JSON escapes, and all that is beyond ASCII: that is left to the engine, lone surrogates and all. */
const needsCare = /[^ !#-[\]-~]/;

/** A string as JSON. */
export function quoted(text: string): string {
  return needsCare.test(text) ? JSON.stringify(text) : `"${text}"`;
}
