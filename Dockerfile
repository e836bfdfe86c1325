# The whole graph in one container; state lives in the volume /marquee.
FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN npm ci && npm run build -w @marquee/web && install -d -o node -g node /marquee
USER node
ENV MARQUEE_HOME=/marquee HOST=0.0.0.0 PORT=4000
EXPOSE 4000
VOLUME /marquee
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:4000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1))"]
CMD ["node", "--import", "tsx", "standalone/src/main.ts"]
