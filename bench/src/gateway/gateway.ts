import { z } from "zod";
import type { Bench } from "../main.ts";
import { compare } from "./compare.ts";
import { operationNames } from "./operations.ts";
import { installPeers } from "./peers.ts";
import { planLookupMicroseconds } from "./plan-lookup.ts";
import { type PlannerDisturbance, plannerDisturbance } from "./planner-disturbance.ts";
import { type Case, type Ratio, type Run, ratiosOf, rounded } from "./run.ts";
import { openBench } from "./surroundings.ts";
import { hiveRouter, systems as offered, ours, type System, sharings } from "./systems.ts";
import { inTables } from "./tables.ts";

export interface GatewayFigures {
  readonly runs: readonly Run[];
  readonly ratios: readonly Ratio[];
  /** Of our router, for an operation that it knows. */
  readonly planLookupMicroseconds?: number;
  /** By how much the p99 of operations that our router knows rises while it gets others that nobody has seen. */
  readonly plannerDisturbanceMs?: number;
  readonly plannerDisturbance?: PlannerDisturbance;
}

const list = z.string().transform((text) => text.split(",").map((item) => item.trim()));

const shape = z.object({
  seconds: z.coerce.number().positive().max(600).default(10),
  rounds: z.coerce.number().int().positive().max(20).default(2),
  systems: list.optional(),
  operations: list.pipe(z.array(z.enum(["1", "2", "3", "4"]))).default(["1", "2", "3", "4"]),
  delay: list
    .transform((items) => items.map(Number))
    .pipe(z.array(z.number().int().min(0).max(1_000)))
    .default([0, 5]),
  jwt: z.boolean().default(false),
  "hive-router": z.string().optional(),
});

type Options = z.infer<typeof shape>;

/** Ours beside other gateways, over the same subgraphs, in turn, each on the same core. */
export const gateway: Bench = {
  usage: "[--seconds 10] [--rounds 2] [--systems ours,stock,…] [--operations 1,2,3,4] [--delay 0,5] [--jwt] [--hive-router PATH]",
  options: {
    rounds: { type: "string" },
    systems: { type: "string" },
    operations: { type: "string" },
    delay: { type: "string" },
    jwt: { type: "boolean" },
    "hive-router": { type: "string" },
  },
  run: async ({ values, say }) => {
    const figures = await measureAll(shape.parse(values), say);
    return { figures, text: inTables(figures) };
  },
};

async function measureAll(options: Options, say: (sentence: string) => void): Promise<GatewayFigures> {
  const systems = chosen(options);
  await installPeers(say);
  await using bench = await openBench();
  const comparing = { bench, systems, say, seconds: options.seconds, rounds: options.rounds, isAuthenticated: options.jwt };
  const runs: Run[] = [];
  for (const sharing of sharings) {
    const cases = casesOf(options).filter((each) => each.sharing === sharing);
    if (cases.length > 0) runs.push(...(await compare({ ...comparing, sharing, cases })));
  }
  const figures = { runs, ratios: ratiosOf(runs) };
  if (!systems.includes(ours) || !options.operations.includes("4")) return figures;
  say("Planning beside operations that are known");
  const disturbance = await plannerDisturbance(bench, ours, options.seconds);
  return {
    ...figures,
    planLookupMicroseconds: rounded(await planLookupMicroseconds()),
    plannerDisturbanceMs: rounded(disturbance.p99MsWith - disturbance.p99MsWithout),
    plannerDisturbance: disturbance,
  };
}

function chosen({ systems, "hive-router": program }: Options): readonly System[] {
  const all = program === undefined ? offered : [...offered, hiveRouter(program)];
  const unknown = systems?.filter((name) => !all.some((system) => system.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no system "${unknown}": expected ${all.map(({ name }) => name).join(", ")}.`);
  return all.filter(({ name }) => systems?.includes(name) ?? true);
}

/** Small and unseen operations are asked with sharing off, so that each is answered, and fetched for, by itself; a home page cannot be shared as a whole. */
const sharingsOf = {
  large: ["unshared", "shared"],
  home: ["shared"],
  small: ["unshared"],
  unseen: ["unshared"],
} as const;

function casesOf({ operations, delay }: Options): readonly Case[] {
  const asked = operationNames.filter((_, index) => operations.some((number) => Number(number) === index + 1));
  return delay.flatMap((delayMs) =>
    asked
      .filter((operation) => delayMs === 0 || operation !== "unseen") // planning waits for no subgraph
      .flatMap((operation) => sharingsOf[operation].map((sharing) => ({ operation, sharing, delayMs }))),
  );
}
