export { Admission, loopMeter, type Meter } from "./admission.ts";
