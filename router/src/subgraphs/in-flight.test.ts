import { describe, expect, it } from "vitest";
import { InFlight } from "./in-flight.ts";

const never = () => new Promise<string>(() => {});
const turn = (beganAt: number, notBefore = 0) => ({ beganAt, notBefore });

describe("work under way", () => {
  it("is done once for all who want the same, and again for who comes later", async () => {
    const flights = new InFlight<number>();
    let done = 0;
    const begin = async () => {
      done += 1;
      return done;
    };
    expect(
      await Promise.all([flights.join("a", turn(1), begin), flights.join("a", turn(2), begin), flights.join("b", turn(3), begin)]),
    ).toEqual([1, 1, 2]);
    expect(await flights.join("a", turn(4), begin)).toBe(3);
  });

  it("that fails fails for all who joined it, and is forgotten", async () => {
    const flights = new InFlight<string>();
    const fail = () => Promise.reject(new Error("no"));
    const both = await Promise.allSettled([flights.join("a", turn(1), fail), flights.join("a", turn(2), fail)]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await flights.join("a", turn(3), async () => "yes")).toBe("yes");
  });

  it("is not joined by who needs it fresher, and those who come after join the fresher one", () => {
    const flights = new InFlight<string>();
    const old = flights.join("a", turn(1), never);
    const fresh = flights.join("a", turn(3, 2), never);
    expect(fresh).not.toBe(old);
    expect(flights.join("a", turn(4), never)).toBe(fresh);
  });

  it("is as old as the work that it joined itself", () => {
    const reads = new InFlight<string>();
    const fetches = new InFlight<string>();
    fetches.join("fetch", turn(1), never);
    const read = turn(3);
    const underWay = reads.join("read", read, never);
    fetches.join("fetch", read, never);
    expect(reads.join("read", turn(4, 2), never)).not.toBe(underWay);
  });

  it("joins nothing older than what those who joined it need", () => {
    const reads = new InFlight<string>();
    const fetches = new InFlight<string>();
    const old = fetches.join("fetch", turn(1), never);
    const read = turn(3);
    const underWay = reads.join("read", read, never);
    expect(reads.join("read", turn(4, 2), never)).toBe(underWay);
    expect(fetches.join("fetch", read, never)).not.toBe(old);
  });
});
