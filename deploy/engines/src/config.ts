import { readSettings } from "@marquee/settings";
import { z } from "zod";

const settings = z.object({
  JAVA_HOME: z.string().optional().describe("a Java that is not on PATH"),
  MARQUEE_HOME: z.string().default(".marquee").describe("the folder for everything that is kept"),
});

export interface EnginesConfig {
  readonly home: string;
  readonly javaHome: string | undefined;
}

/** @throws InvalidSettings */
export function readEnginesConfig(environment: Readonly<Record<string, string | undefined>> = process.env): EnginesConfig {
  const { MARQUEE_HOME, JAVA_HOME } = readSettings(settings, environment);
  return { home: MARQUEE_HOME, javaHome: JAVA_HOME };
}
