import { z } from "zod";
import { ownerOnRedis } from "./owner-on-redis.ts";

/** A process that counts its share of the parts until it is killed. */
const [given = ""] = process.argv.slice(2);
const options = z.object({
  redis: z.object({ urls: z.array(z.string()), prefix: z.string() }),
  databaseUrl: z.string(),
  parts: z.number(),
  ttlMs: z.number(),
});
const { owner } = await ownerOnRedis(options.parse(JSON.parse(given)));
let said = -1;
setInterval(() => {
  const held = owner.parts().length;
  if (held !== said) process.stdout.write(`${held}\n`);
  said = held;
}, 20);
