/** The type itself, without parameters, as `text/plain` of `Text/Plain; charset=utf-8`. */
export function essenceOf(mediaType: string): string {
  const end = mediaType.indexOf(";");
  return (end < 0 ? mediaType : mediaType.slice(0, end)).trim().toLowerCase();
}

/** A parameter's value in lower case and without its quotes; undefined when there is none of that name. */
export function parameterOf(mediaType: string, name: string): string | undefined {
  for (const parameter of mediaType.split(";").slice(1)) {
    const equals = parameter.indexOf("=");
    if (equals < 0 || parameter.slice(0, equals).trim().toLowerCase() !== name) continue;
    return parameter
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .toLowerCase();
  }
  return undefined;
}

/** How much a client likes a range of its `Accept` header, from 0 (not at all) to 1. */
export function qualityOf(mediaRange: string): number {
  const quality = parameterOf(mediaRange, "q");
  if (quality === undefined) return 1;
  const number = Number(quality);
  return number >= 0 && number <= 1 ? number : 0;
}
