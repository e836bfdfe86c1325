export { codedError } from "./coded-error.ts";
export { type ErrorCode, errorCodes, isErrorCode } from "./registry.ts";
