import { expect, it } from "vitest";
import { filterOf, withParam } from "./search-filter.ts";

it("reads its filter from the address", () => {
  expect(filterOf(new URLSearchParams("q=sea&kind=series&genre=drama&ready=1"))).toEqual({
    kinds: ["SERIES"],
    genreIds: ["drama"],
    playableNow: true,
  });
});

it("leaves out what it does not know", () => {
  expect(filterOf(new URLSearchParams("kind=opera&ready=yes&genre="))).toEqual({});
});

it("changes one parameter and keeps the others", () => {
  const params = new URLSearchParams("q=sea&kind=movie");
  expect(withParam(params, "kind", undefined).toString()).toBe("q=sea");
  expect(withParam(params, "ready", "1").toString()).toBe("q=sea&kind=movie&ready=1");
  expect(params.toString()).toBe("q=sea&kind=movie");
});
