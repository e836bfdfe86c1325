import { describe, expect, it } from "vitest";
import { readFilms } from "./film.ts";
import { parseFilms } from "./film-parsing.ts";

const row = {
  Title: "The Land Girls" as string | number | null,
  "Release Date": "Jun 12 1998",
  "MPAA Rating": "R" as string | null,
  "Running Time min": 111 as number | null,
  "Major Genre": "Drama" as string | null,
  Director: "David Leland" as string | null,
  "IMDB Rating": 6.1 as number | null,
  "IMDB Votes": 1071 as number | null,
};
const parsed = (...changes: readonly Partial<typeof row>[]) => parseFilms(changes.map((change) => ({ ...row, ...change })));

describe("film parsing", () => {
  it("reads what is there", () => {
    expect(parsed({})).toEqual([
      {
        name: "The Land Girls",
        year: 1998,
        maturityRating: "SIXTEEN",
        genre: "Drama",
        director: "David Leland",
        runningMinutes: 111,
        imdbRating: 6.1,
        imdbVotes: 1071,
      },
    ]);
  });

  it.each([
    [1941, "Dec 14 1979", "1941", 1979],
    [9, "Sep 09 2009", "9", 2009],
    ["AstÈrix aux Jeux Olympiques", "Jul 04 2008", "Astérix aux Jeux Olympiques", 2008],
    ["De battre mon coeur s'est arrÍtÈ", "Jul 01 2005", "De battre mon coeur s'est arrêté", 2005],
    ["Alien³", "May 22 1992", "Alien³", 1992],
    ["The Naked Gun 2Ω: The Smell of Fear", "Jun 28 1991", "The Naked Gun 2½: The Smell of Fear", 1991],
    ["Charge of the Light Brigade, The", "Oct 20 2036", "The Charge of the Light Brigade", 1936],
    ["King Kong (1933)", "Apr 07 2033", "King Kong", 1933],
    ["Fantasia 2000 (IMAX)", "Jan 01 2000", "Fantasia 2000 (IMAX)", 2000],
    ["The Birth of a Nation", "Feb 08 2015", "The Birth of a Nation", 1915],
    ["Insidious", "Apr 01 2011", "Insidious", 2011],
  ])("reads %j of %s as %j of %i", (Title, date, name, year) => {
    expect(parsed({ Title, "Release Date": date })[0]).toMatchObject({ name, year });
  });

  it.each([
    ["G", "ALL"],
    ["PG", "SEVEN"],
    ["PG-13", "TWELVE"],
    ["R", "SIXTEEN"],
    ["NC-17", "EIGHTEEN"],
    ["Not Rated", null],
    ["Open", null],
    [null, null],
  ])("rates %s as %s", (mpaa, maturityRating) => {
    expect(parsed({ "MPAA Rating": mpaa })[0]).toMatchObject({ maturityRating });
  });

  it("leaves gaps as gaps, and what has no name out", () => {
    const [film, ...others] = parsed(
      { "Running Time min": null, "Major Genre": null, Director: null, "IMDB Rating": null },
      { Title: null },
    );
    expect(film).toMatchObject({ runningMinutes: null, genre: null, director: null, imdbRating: null });
    expect(others).toEqual([]);
  });

  it("makes one film of two rows of the same name and year, and two of different years", () => {
    const films = parsed({ Director: null }, { Title: "The land girls" }, { "Release Date": "Jun 12 1968" });
    expect(films.map(({ year, director }) => [year, director])).toEqual([
      [1968, "David Leland"],
      [1998, "David Leland"],
    ]);
  });

  it("refuses a date of another form rather than guess", () => {
    expect(() => parsed({ "Release Date": "1998-06-12" })).toThrow('got "1998-06-12"');
  });

  it("has committed every film that has a name, none twice, none from the future", async () => {
    const films = await readFilms();
    expect(films).toHaveLength(3_200);
    expect(new Set(films.map(({ name, year }) => `${name} ${year}`)).size).toBe(3_200);
    expect(Math.max(...films.map(({ year }) => year))).toBe(2011);
    expect(films.filter(({ name }) => /[ÈÍËÎ˘‰‡Ω]/.test(name))).toEqual([]);
  });
});
