export { type Claims, InvalidClaim, readClaim, signClaim } from "./claim.ts";
export { type Viewer, viewerClaims, viewerFrom, viewerHeader } from "./viewer.ts";
