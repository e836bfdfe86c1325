# One image for every service: `command` says which. Without one it is the whole graph in one process, on embedded stores in /marquee.
FROM node:24-bookworm-slim AS marquee
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN npm ci && npm run build -w @marquee/web \
  && node --import tsx --eval 'import("@marquee/standalone/demo").then(({ demo }) => process.stdout.write(JSON.stringify(demo)))' > clients/web/dist/demo.json \
  && install -d -o node -g node /marquee /media /secrets
USER node
ENV MARQUEE_HOME=/marquee HOST=0.0.0.0 PORT=4000
EXPOSE 4000
VOLUME /marquee
HEALTHCHECK --interval=5s --timeout=5s --start-period=120s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "standalone/src/main.ts"]

# The built pages.
FROM nginxinc/nginx-unprivileged:1.28-alpine AS web
COPY --from=marquee /app/clients/web/dist /usr/share/nginx/html
COPY deploy/web/nginx.conf.template /etc/nginx/templates/default.conf.template
HEALTHCHECK --interval=5s --timeout=5s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]

# The one door.
FROM nginxinc/nginx-unprivileged:1.28-alpine AS edge
ENV NGINX_ENTRYPOINT_LOCAL_RESOLVERS=1
COPY deploy/edge/nginx.conf.template /etc/nginx/templates/default.conf.template
HEALTHCHECK --interval=5s --timeout=5s --start-period=120s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/readyz"]

FROM marquee
