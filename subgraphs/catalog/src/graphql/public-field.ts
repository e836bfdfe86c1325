import { Directive } from "type-graphql";

/** How long a router may keep what is the same for everybody. */
const PUBLIC_SECONDS = 60;

/**
 * Marks a field that is the same for everybody: asked for without the viewer's claim, and kept for a while.
 *
 * @param seconds shorter for what an import changes
 */
export function PublicField(seconds: number = PUBLIC_SECONDS): MethodDecorator & PropertyDecorator {
  return Directive(`@cacheControl(maxAge: ${seconds}, scope: PUBLIC)`);
}
