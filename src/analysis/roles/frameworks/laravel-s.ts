import { between, reading, type Framework } from "./framework.ts";

const TITLE =
  /^(?:(.*) )?laravels: (?:master process|manager process|(?:task )?worker process \d+)$/s;
const NUMBERED = /^(worker|task worker) process (\d+)$/;
const NAMED = /^(.+) process$/s;

/**
 * `{prefix} laravels: master process`, `manager process`, `worker process N`, `task worker process N`, `{name} process` (timer, inotify, custom ones).
 * @source laravel-s: src/Swoole/Server.php:245,258,268, Timer/TimerTrait.php:31, Process/CustomProcessTrait.php:43
 */
export const laravelS: Framework = {
  id: "laravel-s",
  apps(title) {
    const found = TITLE.exec(title);
    return found === null ? [] : [found[1] ?? null];
  },
  read(title, app) {
    const rest = between(title, app === null ? "laravels: " : `${app} laravels: `, "");
    if (rest === "master process") return reading("master");
    if (rest === "manager process") return reading("manager");
    const [, kind, number] = NUMBERED.exec(rest ?? "") ?? [];
    if (number !== undefined) return reading(kind === "worker" ? "worker" : "task-worker", number);
    const name = NAMED.exec(rest ?? "")?.[1];
    return name === undefined ? null : reading("user-process", null, name);
  },
};
