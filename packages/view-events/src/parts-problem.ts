import { EngineProblem } from "@marquee/settings";

/** The events lie in another number of parts than a process was told. */
export function partsProblem(where: string, fixed: number | undefined, asked: number): EngineProblem {
  if (fixed === undefined) {
    return new EngineProblem(
      "VIEW_EVENT_PARTS",
      `${asked} parts of the view events in ${where}`,
      "their owner has not fixed the number yet",
    );
  }
  return new EngineProblem("VIEW_EVENT_PARTS", `${fixed}, in how many parts the view events in ${where} lie for good`, `it is ${asked}`);
}
