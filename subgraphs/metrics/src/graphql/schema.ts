import type { FederatedSchemaOptions } from "@marquee/subgraph-server";
import { isPlayableId } from "../domain/playable-id.ts";
import { LiveResolver } from "./live-resolver.ts";
import { PartitionHealthResolver } from "./partition-health.ts";
import { PlayableResolver } from "./playable-resolver.ts";
import { PlayableType } from "./playable-type.ts";
import { RecountResolver } from "./recount-resolver.ts";

/** What the subgraph is built from, for the running service and for printing its SDL alike. */
export const schemaOptions: FederatedSchemaOptions = {
  resolvers: [LiveResolver, PlayableResolver, RecountResolver, PartitionHealthResolver],
  orphanedTypes: [PlayableType],
  // Whether a playable exists is catalog's to say: nobody watches one that does not.
  references: { Playable: (reference: PlayableType) => (isPlayableId(reference.id) ? reference : null) },
};
