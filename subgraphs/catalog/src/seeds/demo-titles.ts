import type { Artwork } from "../domain/work.ts";
import type { WorkSeed } from "../domain/work-seed.ts";
import { credit, genre } from "./film-titles.ts";

/** Packager makes a clip for each of the playables among these at its first start; both know the ids by heart. */
const demoId = (end: string) => `00000000-0000-4000-8000-${end.padStart(12, "0")}`;

const smallHoursId = demoId("a0");

const nothingKnown = {
  synopsis: undefined,
  year: undefined,
  maturityRating: undefined,
  durationSeconds: undefined,
  seriesId: undefined,
  seasonNumber: undefined,
  number: undefined,
  imdbRating: undefined,
  imdbVotes: undefined,
  genres: [],
  credits: [],
  artwork: [],
} as const satisfies Partial<WorkSeed>;

/** The titles that can be watched in the demo. The people are made up. */
export const demoTitles: readonly WorkSeed[] = [
  {
    ...nothingKnown,
    id: demoId("1"),
    kind: "MOVIE",
    name: "Tidewater",
    synopsis:
      "The ferry to Ennis Rock makes its last crossing tonight. Its pilot of forty years takes the long way round, past every light she has steered by, and lets the sea say goodbye first.",
    year: 2024,
    maturityRating: "ALL",
    genres: [genre("Drama"), genre("Slow Cinema")],
    credits: [
      credit("Ondine Farwater", "DIRECTOR"),
      credit("Ondine Farwater", "WRITER"),
      credit("Morwenna Quayle", "ACTOR", "Isbel, the pilot"),
      credit("Tam Halyard", "ACTOR", "The deckhand"),
      credit("Brine & Barrow", "COMPOSER"),
    ],
    artwork: pictures("tidewater"),
  },
  {
    ...nothingKnown,
    id: demoId("2"),
    kind: "MOVIE",
    name: "Paper Lanterns",
    synopsis:
      "Every midsummer the town of Lower Wick sends its wishes into the sky. This year nine-year-old Juno follows hers, over the roofs and across the river, to find out who reads them.",
    year: 2023,
    maturityRating: "SEVEN",
    genres: [genre("Adventure"), genre("Family")],
    credits: [
      credit("Lucian Amberley", "DIRECTOR"),
      credit("Posy Wickfield", "WRITER"),
      credit("Dot Larkspur", "ACTOR", "Juno"),
      credit("Ambrose Taper", "ACTOR", "The lamplighter"),
      credit("Fennel Glowacki-Moon", "CINEMATOGRAPHER"),
    ],
    artwork: pictures("paper-lanterns"),
  },
  {
    ...nothingKnown,
    id: demoId("3"),
    kind: "MOVIE",
    name: "Northern Static",
    synopsis:
      "A radio engineer alone at a station above the Arctic Circle hears a voice in the noise of the aurora. It knows her name, it is eleven days ahead of her, and it asks her not to answer.",
    year: 2025,
    maturityRating: "SIXTEEN",
    genres: [genre("Thriller"), genre("Science Fiction")],
    credits: [
      credit("Sunniva Hertz", "DIRECTOR"),
      credit("Aurel Decibelius", "WRITER"),
      credit("Kestrel Nordlys", "ACTOR", "Dr. Vale"),
      credit("Old Man Hiss", "COMPOSER"),
    ],
    artwork: pictures("northern-static"),
  },
  {
    ...nothingKnown,
    id: smallHoursId,
    kind: "SERIES",
    name: "Small Hours",
    synopsis:
      "Between the last tram and the first light the city belongs to those who are still awake. Each night two strangers share an hour they will not mention in the morning.",
    year: 2022,
    maturityRating: "TWELVE",
    genres: [genre("Drama"), genre("Slow Cinema")],
    credits: [
      credit("Noor Midnighter", "DIRECTOR"),
      credit("Wilhelmina Dusk", "WRITER"),
      credit("Casper Lampwick", "ACTOR", "The tram driver"),
      credit("Etta Nightjar", "ACTOR", "The passenger"),
    ],
    artwork: pictures("small-hours"),
  },
  episode(
    demoId("11"),
    [1, 1],
    "The Last Tram",
    "A driver at the end of his shift finds one passenger asleep, and decides to go round once more.",
  ),
  episode(
    demoId("12"),
    [1, 2],
    "Window Seat",
    "Two night buses stop side by side in the rain, long enough for a conversation in handwriting on fogged glass.",
  ),
  episode(
    demoId("21"),
    [2, 1],
    "Night Market",
    "A cook who can no longer taste asks the last customer to describe each dish, and is told the truth.",
  ),
  episode(
    demoId("22"),
    [2, 2],
    "First Light",
    "On the roof of the infirmary a nurse and a window cleaner bet a breakfast on the exact minute of sunrise.",
  ),
];

function episode(id: string, [seasonNumber, number]: readonly [number, number], name: string, synopsis: string): WorkSeed {
  return { ...nothingKnown, id, kind: "EPISODE", name, synopsis, maturityRating: "TWELVE", seriesId: smallHoursId, seasonNumber, number };
}

function pictures(name: string): readonly Artwork[] {
  return [
    { kind: "POSTER", file: `${name}-poster.svg`, width: 600, height: 900 },
    { kind: "BACKDROP", file: `${name}-backdrop.svg`, width: 1280, height: 720 },
  ];
}
