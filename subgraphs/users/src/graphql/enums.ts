import { registerEnumType } from "type-graphql";

export enum MaturityRating {
  ALL = "ALL",
  SEVEN = "SEVEN",
  TWELVE = "TWELVE",
  SIXTEEN = "SIXTEEN",
  EIGHTEEN = "EIGHTEEN",
}

registerEnumType(MaturityRating, {
  name: "MaturityRating",
  description: "From what age something is fit to watch; a limit admits its own rating and those before it.",
  valuesConfig: {
    ALL: { description: "For everybody." },
    SEVEN: { description: "From seven years on." },
    TWELVE: { description: "From twelve years on." },
    SIXTEEN: { description: "From sixteen years on." },
    EIGHTEEN: { description: "For adults." },
  },
});
