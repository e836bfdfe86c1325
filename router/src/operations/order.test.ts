import { describe, expect, it } from "vitest";
import { Asker, anyone } from "../asker.ts";
import { Order } from "./order.ts";

const alice = new Asker({ sub: "alice" });
const bob = new Asker({ sub: "bob" });

describe("the order of reads and changes", () => {
  it("lets a read join what began before it, until the viewer has changed something", () => {
    const order = new Order();
    const { beganAt } = order.turn(bob);
    expect(order.turn(alice).notBefore).toBeLessThan(beganAt);
    order.changed(alice);
    expect(order.turn(alice).notBefore).toBeGreaterThan(beganAt);
    expect(order.turn(bob).notBefore).toBeLessThan(beganAt);
  });

  it("knows a viewer by whom the token was issued for, whatever else it says", () => {
    const order = new Order();
    const { beganAt } = order.turn(bob);
    order.changed(alice);
    expect(order.turn(new Asker({ sub: "alice", profile: "new" })).notBefore).toBeGreaterThan(beganAt);
  });

  it("holds for everybody what somebody changed without a token", () => {
    const order = new Order();
    const { beganAt } = order.turn(bob);
    order.changed(anyone);
    expect(order.turn(alice).notBefore).toBeGreaterThan(beganAt);
  });

  it("forgets a viewer, and never that something was changed", () => {
    const order = new Order(2);
    const { beganAt } = order.turn(bob);
    for (const sub of ["alice", "carol", "dave"]) order.changed(new Asker({ sub }));
    expect(order.turn(alice).notBefore).toBeGreaterThan(beganAt);
  });
});
