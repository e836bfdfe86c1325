export type { ServiceName } from "./service-names.ts";
export type { ServiceProcess } from "./service-process.ts";
export { type Services, type ServicesOptions, startServices } from "./start-services.ts";
