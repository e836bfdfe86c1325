export { freePorts } from "./free-ports.ts";
export { byService, type ServiceName, settingsOf } from "./service-names.ts";
export { type ServiceProcess, SupervisedProcess } from "./service-process.ts";
export { type Services, type ServicesOptions, startServices } from "./start-services.ts";
