import { schemaOptions as catalog } from "@marquee/catalog/schema";
import { schemaOptions as metrics } from "@marquee/metrics/schema";
import { schemaOptions as packager } from "@marquee/packager/schema";
import { federatedSdl } from "@marquee/subgraph-server";
import { schemaOptions as users } from "@marquee/users/schema";
import { schemaOptions as watchHistory } from "@marquee/watch-history/schema";

export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
}

/** The SDL of every subgraph, printed from its classes. */
export function subgraphSdls(): readonly SubgraphSdl[] {
  const all = { users, catalog, packager, "watch-history": watchHistory, metrics };
  return Object.entries(all).map(([name, options]) => ({ name, sdl: federatedSdl(options) }));
}
