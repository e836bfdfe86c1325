import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  const { MARQUEE_URL = "http://localhost:4000" } = loadEnv(mode, ".", "MARQUEE_");
  return {
    plugins: [react()],
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
