import { once } from "node:events";
import { demo } from "@marquee/standalone/demo";
import { takePort } from "@marquee/standalone/front";
import { readEdgeConfig } from "../config.ts";
import { proxyTo, upgradesTo } from "./proxy.ts";

const stopAsked = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
const config = readEdgeConfig();
const router = proxyTo(config.routerUrl);
const users = proxyTo(config.usersUrl);
const catalog = proxyTo(config.catalogUrl);
const packager = proxyTo(config.packagerUrl);

await using front = await takePort(config.port, config.host);
front.open({
  router: router.handle,
  upgrade: upgradesTo(config.routerUrl),
  users: users.handle,
  catalog: catalog.handle,
  packager: packager.handle,
  pages: config.pages,
  demo: config.isDemo ? demo : undefined,
});
await stopAsked;
await front.drain();
for (const proxy of [router, users, catalog, packager]) proxy[Symbol.dispose]();
