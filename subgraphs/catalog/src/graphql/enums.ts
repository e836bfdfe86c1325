import type { MaturityRating as Rating } from "@marquee/events";
import { registerEnumType } from "type-graphql";
import type { ArtworkKind as Artwork, CreditRole as Role, TitleKind as Title } from "../domain/work.ts";

type Values<Value extends string> = { readonly [Name in Value]: Name };

export const MaturityRating: Values<Rating> = { ALL: "ALL", SEVEN: "SEVEN", TWELVE: "TWELVE", SIXTEEN: "SIXTEEN", EIGHTEEN: "EIGHTEEN" };
export const TitleKind: Values<Title> = { MOVIE: "MOVIE", SERIES: "SERIES" };
export const ArtworkKind: Values<Artwork> = { POSTER: "POSTER", BACKDROP: "BACKDROP" };
export const CreditRole: Values<Role> = {
  DIRECTOR: "DIRECTOR",
  WRITER: "WRITER",
  ACTOR: "ACTOR",
  COMPOSER: "COMPOSER",
  CINEMATOGRAPHER: "CINEMATOGRAPHER",
};

registerEnumType(MaturityRating, {
  name: "MaturityRating",
  description: "For whom something is fit, from the mildest on.",
  valuesConfig: {
    ALL: { description: "For everybody." },
    SEVEN: { description: "From 7 years on." },
    TWELVE: { description: "From 12 years on." },
    SIXTEEN: { description: "From 16 years on." },
    EIGHTEEN: { description: "For adults." },
  },
});

registerEnumType(TitleKind, {
  name: "TitleKind",
  description: "What sort of title it is.",
  valuesConfig: {
    MOVIE: { description: "A film, played as a whole." },
    SERIES: { description: "Seasons of episodes." },
  },
});

registerEnumType(ArtworkKind, {
  name: "ArtworkKind",
  description: "What a picture is made for.",
  valuesConfig: {
    POSTER: { description: "Upright (2:3), carries the name." },
    BACKDROP: { description: "Wide (16:9), without words, to put text over." },
  },
});

registerEnumType(CreditRole, {
  name: "CreditRole",
  description: "What somebody did for a title.",
  valuesConfig: {
    DIRECTOR: { description: "Directed it." },
    WRITER: { description: "Wrote it." },
    ACTOR: { description: "Plays in it." },
    COMPOSER: { description: "Wrote its music." },
    CINEMATOGRAPHER: { description: "Photographed it." },
  },
});
