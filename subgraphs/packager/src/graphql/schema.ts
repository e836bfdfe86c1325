import type { FederatedSchemaOptions } from "@marquee/subgraph-server";
import { ImportResolver } from "./import-resolver.ts";
import { PlayableResolver } from "./playable-resolver.ts";
import { PlaybackResolver } from "./playback-resolver.ts";
import * as refusals from "./refusals.ts";

/** Packager's part of the graph. */
export const schemaOptions: FederatedSchemaOptions = {
  resolvers: [ImportResolver, PlayableResolver, PlaybackResolver],
  orphanedTypes: Object.values(refusals),
  references: { Playable: (reference: { readonly id: string }) => reference },
};
