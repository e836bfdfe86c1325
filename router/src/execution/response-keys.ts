export { responseKeyOf } from "../planning/data-keys.ts";
