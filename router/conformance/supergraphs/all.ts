import type { TestSupergraph } from "../supergraph.ts";
import { abstractTypes } from "./abstract-types.ts";
import { emptyInterface } from "./empty-interface.ts";
import { enumsAndInputs } from "./enums-and-inputs.ts";
import { inaccessible } from "./inaccessible.ts";
import { interfaceObjects } from "./interface-objects.ts";
import { interfaces } from "./interfaces.ts";
import { keys } from "./keys.ts";
import { keysNotResolvable } from "./keys-not-resolvable.ts";
import { market } from "./market.ts";
import { mutations } from "./mutations.ts";
import { nulls } from "./nulls.ts";
import { override } from "./override.ts";
import { provides } from "./provides.ts";
import { requires } from "./requires.ts";
import { requiresArguments } from "./requires-arguments.ts";
import { shareable } from "./shareable.ts";
import { unions } from "./unions.ts";

/** Every supergraph of the suite, the simple before the intricate. */
export const supergraphs: readonly TestSupergraph[] = [
  keys,
  keysNotResolvable,
  requires,
  requiresArguments,
  provides,
  override,
  shareable,
  inaccessible,
  interfaces,
  interfaceObjects,
  unions,
  abstractTypes,
  emptyInterface,
  enumsAndInputs,
  mutations,
  nulls,
  market,
];
