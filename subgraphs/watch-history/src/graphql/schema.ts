import type { FederatedSchemaOptions } from "@marquee/subgraph-server";
import { ContinueWatchingResolver } from "./continue-watching-resolver.ts";
import { Playable } from "./playable.ts";
import { PlayableResolver } from "./playable-resolver.ts";
import { Profile, ProfileResolver } from "./profile-resolver.ts";
import { RemovalResolver } from "./removal-resolver.ts";
import { ReportResolver } from "./report-resolver.ts";
import { TasteResolver } from "./taste-resolver.ts";

/** Whoever another subgraph names, this one can speak of: it keeps no list of profiles or playables. */
const asNamed = ({ id }: { readonly id: string }) => ({ id });

export const schemaOptions: FederatedSchemaOptions = {
  resolvers: [ContinueWatchingResolver, PlayableResolver, ProfileResolver, RemovalResolver, ReportResolver, TasteResolver],
  orphanedTypes: [Playable, Profile],
  references: { Playable: asNamed, Profile: asNamed },
};
