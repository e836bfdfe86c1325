import { randomUUID } from "node:crypto";
import { LEASE_MS, type PartLease, type PartLeases } from "../../domain/live/part-leases.ts";

interface Granted extends PartLease {
  readonly member: string;
  readonly untilMs: number;
}

/** Leases within one process, where one member holds them all unless more have joined. */
export interface MemoryLeaseBoard {
  /** Another member's view of the board. */
  join(): PartLeases;
}

/**
 * @param parts how many there are to hold
 * @param ttlMs how long a lease lasts without being renewed
 */
export function memoryLeaseBoard(parts: number, ttlMs: number = LEASE_MS): MemoryLeaseBoard {
  const granted = new Map<number, Granted>();
  const attending = new Map<string, number>();
  const nowMs = () => performance.now();
  return {
    join() {
      const member = randomUUID();
      const isMine = ({ part, epoch }: PartLease) => granted.get(part)?.member === member && granted.get(part)?.epoch === epoch;
      return {
        parts,
        ttlMs,
        async attend() {
          attending.set(member, nowMs() + ttlMs);
          for (const [other, untilMs] of attending) if (untilMs <= nowMs()) attending.delete(other);
          return attending.size;
        },
        async claim(part) {
          const held = granted.get(part);
          if (held && held.member !== member && held.untilMs > nowMs()) return undefined;
          const lease = { part, epoch: (held?.epoch ?? 0) + 1 };
          granted.set(part, { ...lease, member, untilMs: nowMs() + ttlMs });
          return lease;
        },
        async renew(lease) {
          if (isMine(lease)) granted.set(lease.part, { ...lease, member, untilMs: nowMs() + ttlMs });
          return isMine(lease);
        },
        async release(lease) {
          if (isMine(lease)) granted.set(lease.part, { ...lease, member, untilMs: 0 });
        },
        async [Symbol.asyncDispose]() {
          attending.delete(member);
        },
      };
    },
  };
}
