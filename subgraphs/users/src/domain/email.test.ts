import { describe, expect, it } from "vitest";
import { normaliseEmail } from "./email.ts";

describe("an e-mail address", () => {
  it.each([
    ["alice@marquee.example", "alice@marquee.example"],
    ["  Alice@Marquee.EXAMPLE\n", "alice@marquee.example"],
    ["o'neil+films@mail.co.uk", "o'neil+films@mail.co.uk"],
  ])("is kept in one form: %j", (given, normal) => {
    expect(normaliseEmail(given)).toBe(normal);
  });

  it.each([
    "",
    "alice",
    "alice@",
    "@marquee.example",
    "alice@localhost",
    "a b@marquee.example",
    "alice@-x.example",
    "alice@x..example",
    "a\u0000@x.example",
    "älice@x.example",
    `${"a".repeat(65)}@x.example`,
    `a@${"x.".repeat(130)}example`,
  ])("is refused where it is not one: %j", (given) => {
    expect(normaliseEmail(given)).toBeUndefined();
  });
});
