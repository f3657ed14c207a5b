# An image with daemon and Asterisk, both Debian's own runtime: docker build -t hotline12345 .
#
#   docker run --init -p 127.0.0.1:12345:12345 -v hotline:/data hotline12345
#
# Without data and without H12_MODE this becomes a demonstration; all settings are the variables of src/config.ts. SIP and audio stay
# inside unless H12_SIP_HOST says otherwise and their ports are published.

FROM debian:forky AS build
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates g++ gcc libnode-dev make nodejs npm python3
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts ./scripts
# npm ci, with better-sqlite3 compiled so that it survives Debian's Node
RUN node scripts/setup.mjs --dependencies
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM debian:forky
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y --no-install-recommends asterisk ca-certificates espeak-ng fonts-noto-cjk nodejs opus-tools sox && rm -rf /var/lib/apt/lists/*
RUN useradd --system --home-dir /data --shell /usr/sbin/nologin hotline && install -d -o hotline -g hotline -m 0700 /data
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts ./scripts
COPY asterisk-conf ./asterisk-conf
COPY dialplans ./dialplans
COPY migrations ./migrations
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The address is the container's own: what is reachable from outside is decided by the ports that are published.
ENV NODE_ENV=production H12_DATA_DIR=/data/var H12_RECORDINGS_DIR=/data/recordings H12_HTTP_HOST=0.0.0.0
USER hotline
VOLUME /data
EXPOSE 12345
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "scripts/health.mjs"]
STOPSIGNAL SIGTERM
CMD ["node", "scripts/start.mjs"]
