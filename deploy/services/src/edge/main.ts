import { once } from "node:events";
import { demo } from "@marquee/standalone/demo";
import { takePort } from "@marquee/standalone/front";
import { readEdgeConfig } from "../config.ts";
import { proxyTo, upgradesTo } from "./proxy.ts";

const stopAsked = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
const config = readEdgeConfig();
using proxies = new DisposableStack();
const to = (origin: string) => proxies.use(proxyTo(origin)).handle;

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
