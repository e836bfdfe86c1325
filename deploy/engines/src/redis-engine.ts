import { type Engine, engineProcess } from "./engine.ts";
import { type Address, answers } from "./probe.ts";

/** Redis as Marquee needs it: on disk, and full rather than forgetful. The program is the machine's own. */
export function redisEngine(folder: string, address: Address): Engine {
  return engineProcess({
    name: "Redis",
    folder,
    addresses: [address],
    command: async () => ({
      file: "redis-server",
      args: [
        ...["--bind", address.host, "--port", String(address.port), "--dir", folder],
        ...["--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"],
      ],
    }),
    answers: () => answers(address, Buffer.from("PING\r\n"), (reply) => reply.toString() === "+PONG\r\n"),
    patienceMs: 60_000,
  });
}
