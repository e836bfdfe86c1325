import { once } from "node:events";
import { demo } from "@marquee/standalone/demo";
import { takePort } from "@marquee/standalone/front";
import { pino } from "pino";
import { readEdgeConfig } from "../config.ts";
import { notOften } from "./not-often.ts";
import { proxyTo, upgradesTo } from "./proxy.ts";

const stopAsked = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
const config = readEdgeConfig();
const logger = pino({ name: "edge" });
using proxies = new DisposableStack();
const to = (origin: string) => {
  const failed = notOften((reason: Error, times: number) => logger.warn({ err: reason, origin, times }, "a service did not answer"));
  return proxies.use(proxyTo(origin, failed)).handle;
};

await using front = await takePort(config.port, config.host);
front.open({
  router: to(config.routerUrl),
  upgrade: upgradesTo(config.routerUrl),
  users: to(config.usersUrl),
  catalog: to(config.catalogUrl),
  packager: to(config.packagerUrl),
  watchHistory: to(config.watchHistoryUrl),
  pages: config.pages,
  demo: config.isDemo ? demo : undefined,
});
await stopAsked;
await front.drain();
