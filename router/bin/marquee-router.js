#!/usr/bin/env node
import { register } from "tsx/esm/api";

register(); // the sources are TypeScript with parameter properties, which Node itself does not take
await import("../src/main.ts");
