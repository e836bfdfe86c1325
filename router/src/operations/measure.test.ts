import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { measure } from "./measure.ts";

describe("measure", () => {
  it("follows fragments", () => {
    const document = parse("{ a { ...F } b: c { ... on T { d } } } fragment F on T { x: y { z } }");
    expect(measure(document)).toEqual({ depth: 3, aliases: 2, rootFields: 2, fields: 5 });
  });

  it("takes the largest of several operations", () => {
    expect(measure(parse("query A { a { b { c } } } query B { a b c d }"))).toEqual({ depth: 3, aliases: 0, rootFields: 4, fields: 4 });
  });

  it("measures fragments that double forty times over without spreading them", () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `fragment F${i} on T { l: a { ...F${i + 1} } r: a { ...F${i + 1} } }`);
    const startedAt = performance.now();
    const { fields, depth } = measure(parse(`{ ...F0 } ${doubling.join(" ")} fragment F40 on T { a }`));
    expect(performance.now() - startedAt).toBeLessThan(100);
    expect(fields).toBeGreaterThan(2 ** 40);
    expect(depth).toBe(41);
  });

  it("ends on fragments that go round in circles", () => {
    expect(measure(parse("{ ...A } fragment A on T { a { ...B } } fragment B on T { b { ...A } }")).fields).toBe(2);
  });
});
