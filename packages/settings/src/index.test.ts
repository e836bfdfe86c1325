import { expect, it } from "vitest";
import { z } from "zod";
import { InvalidSettings, readSettings } from "./index.ts";

const shape = z.object({
  PORT: z.coerce.number().int().default(4000).describe("the port"),
  SECRET: z.string().min(32).describe("signs things"),
  URL: z.url(),
});

it("takes what is set, and a default for an empty variable", () => {
  const secret = "s".repeat(32);
  expect(readSettings(shape, { PORT: "", SECRET: secret, URL: "http://a" })).toEqual({ PORT: 4000, SECRET: secret, URL: "http://a" });
});

it("names every problem at once, and repeats no value", () => {
  const read = () => readSettings(shape, { PORT: "many", SECRET: "hush" });
  expect(read).toThrow(InvalidSettings);
  expect(read).toThrow(/PORT \(the port\).*\n.*SECRET \(signs things\).*\n.*URL: it is not set/);
  expect(read).not.toThrow(/hush/);
});
