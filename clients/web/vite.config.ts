import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const marquee = process.env.MARQUEE_URL ?? "http://localhost:4000";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // hls.js is one chunk of 600 kB, fetched only by the watch page.
    chunkSizeWarningLimit: 620,
  },
  server: {
    proxy: {
      "/graphql": { target: marquee, ws: true },
      "/media": marquee,
      "/artwork": marquee,
      "/demo.json": marquee,
    },
  },
});
