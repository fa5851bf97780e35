import { between, reading, type Framework } from "./framework.ts";

const TITLE = /^swoole: (?:manager|(?:http|rpc) server #\d+) process for (.+)$/s;
const SERVER = /^(http|rpc) server #(\d+)$/;

/**
 * A process pool: `swoole: manager process for {app}`, `http server #N`, `rpc server #N`, and user processes (`queue [name]`, `hot update`).
 * @source think-swoole: src/concerns/InteractsWithServer.php:35-172
 */
export const thinkSwoole: Framework = {
  id: "think-swoole",
  apps(title) {
    const app = TITLE.exec(title)?.[1];
    return app === undefined ? [] : [app];
  },
  read(title, app) {
    const kind = between(title, "swoole: ", ` process for ${app ?? ""}`);
    if (kind === null || kind === "") return null;
    if (kind === "manager") return reading("manager");
    const [, server, number] = SERVER.exec(kind) ?? [];
    // Both kinds count from 0: a slot of their own is only sure for the http servers.
    if (number !== undefined) return reading("worker", server === "http" ? number : null);
    return reading("user-process", null, kind);
  },
};
