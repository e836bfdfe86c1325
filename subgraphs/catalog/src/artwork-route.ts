import { fileURLToPath } from "node:url";
import type { SubgraphOptions } from "@marquee/subgraph-server";

/** The pictures that come with the catalog. */
const folder = fileURLToPath(new URL("../artwork/", import.meta.url));

/** Lowercase names of SVG files, and nothing that could leave the folder. */
const fileName = /^[a-z0-9]+(-[a-z0-9]+)*\.svg$/;

/** A picture carries no script and loads nothing, whoever opens it by its address. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Serves `GET /artwork/<file>`, with an ETag and a day's time to keep it. */
export const addArtworkRoute: NonNullable<SubgraphOptions<object>["routes"]> = (app) => {
  app.use("/artwork", (request, response, next) => {
    const file = request.path.slice(1); // as it was sent: an escaped character is in no name
    if (!fileName.test(file)) return void response.sendStatus(404);
    if (request.method !== "GET" && request.method !== "HEAD") return void response.set("allow", "GET, HEAD").sendStatus(405);
    response.set({ "content-security-policy": policy, "x-content-type-options": "nosniff", "access-control-allow-origin": "*" });
    response.sendFile(file, { root: folder, maxAge: "1d" }, (error) => {
      if (error && response.headersSent) next(error);
      else if (error) response.sendStatus(404);
    });
  });
};
