import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";

export default defineConfig(({ mode }) => {
  const { MARQUEE_URL = "http://localhost:4000" } = loadEnv(mode, ".", "MARQUEE_");
  return {
    plugins: [react(), precompressed()],
    // hls.js is one chunk of 600 kB, fetched only by the watch page.
    build: { target: "es2023", chunkSizeWarningLimit: 620 },
    server: {
      proxy: {
        "/graphql": { target: MARQUEE_URL, ws: true },
        "/media": MARQUEE_URL,
        "/artwork": MARQUEE_URL,
        "/demo.json": MARQUEE_URL,
      },
    },
  };
});

/** Puts `.gz` and `.br` beside what is large enough, so that a server need not compress on request. */
function precompressed(): Plugin {
  return {
    name: "precompressed",
    apply: "build",
    generateBundle: {
      order: "post", // after Vite has put the last names into the code
      handler(_options, bundle) {
        for (const [fileName, output] of Object.entries(bundle)) {
          const bytes = Buffer.from(output.type === "chunk" ? output.code : output.source);
          if (bytes.length < 1024 || !/\.(js|css|svg)$/.test(fileName)) continue;
          this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source: gzipSync(bytes, { level: 9 }) });
          this.emitFile({ type: "asset", fileName: `${fileName}.br`, source: brotliCompressSync(bytes) });
        }
      },
    },
  };
}
