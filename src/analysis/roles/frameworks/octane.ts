import { between, reading, type Framework, type TitleReading } from "./framework.ts";

const TITLE = /^swoole_http_server: (?:master|manager|worker|task worker) process for (.+)$/s;
const ROLES: ReadonlyMap<string, TitleReading["role"]> = new Map([
  ["master", "master"],
  ["manager", "manager"],
  ["worker", "worker"],
  ["task worker", "task-worker"],
]);

/**
 * `swoole_http_server: {role} process for {app}`, no numbers.
 * @source octane: src/Swoole/SwooleExtension.php:32-36, src/Swoole/Handlers/OnWorkerStart.php:43-49
 */
export const octane: Framework = {
  id: "octane",
  apps(title) {
    const app = TITLE.exec(title)?.[1];
    return app === undefined ? [] : [app];
  },
  read(title, app) {
    const word = between(title, "swoole_http_server: ", ` process for ${app ?? ""}`);
    const role = ROLES.get(word ?? "");
    return role === undefined ? null : reading(role);
  },
};
