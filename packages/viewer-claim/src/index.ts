export { type Claims, InvalidClaim, readClaim, signClaim } from "./claim.ts";
export { type Viewer, viewerFrom, viewerHeader } from "./viewer.ts";
