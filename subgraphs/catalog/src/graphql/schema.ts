import "reflect-metadata";
import type { FederatedSchemaOptions } from "@marquee/subgraph-server";
import { isPlayable, typeNames, type Work } from "../domain/work.ts";
import type { CatalogContext } from "./context.ts";
import { QueryResolver, ShelfResolver, TitleConnectionResolver } from "./query-resolver.ts";
import { EpisodeResolver, PlayableResolver, SeasonResolver, SeriesResolver, TitleResolver } from "./work-resolvers.ts";
import { Channel, Episode, Movie, Series } from "./works.ts";

interface Reference {
  readonly id: string;
}

/** An entity by its id: the same for everybody, since names are no secret; what a viewer may browse is the root fields' to say. */
function reference(isOfType: (work: Work) => boolean) {
  return async ({ id }: Reference, { works }: CatalogContext) => {
    const work = await works.load(id);
    return work && isOfType(work) ? { ...work, __typename: typeNames[work.kind] } : null;
  };
}

const ofKind = (kind: Work["kind"]) => reference((work) => work.kind === kind);

/** What the subgraph is built from, for the running service and for printing its SDL alike. */
export const schemaOptions: FederatedSchemaOptions = {
  resolvers: [
    QueryResolver,
    ShelfResolver,
    TitleConnectionResolver,
    TitleResolver,
    PlayableResolver,
    SeriesResolver,
    SeasonResolver,
    EpisodeResolver,
  ],
  orphanedTypes: [Movie, Series, Episode, Channel],
  references: {
    Playable: reference(isPlayable),
    Movie: ofKind("MOVIE"),
    Series: ofKind("SERIES"),
    Episode: ofKind("EPISODE"),
    Channel: ofKind("CHANNEL"),
  },
};
