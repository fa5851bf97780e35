import { between, reading, type Framework } from "./framework.ts";

const MANAGER = /^(.+)\.Manager$/s;
const WORKER = /^(.+)\.Worker\.\d+$/s;
const LAST_DOT = /^(.+)\.[^.]*$/s;
const IN_MODE = /^(?:[^.]+\.)?Worker\.(\d+)$/;

/**
 * Master `{app}`, `{app}.Manager`, `{app}.{run mode}.Worker.N`; `{app}.{run mode}.TaskWorker` and the like are user processes (the task component's, not
 * Swoole's task workers) without numbers. Before 3.4 without the run mode, and the manager without a title.
 * @source easyswoole: src/Core.php:117,290,332, easyswoole/task src/Task.php; titles of 3.3 in easy-swoole/easyswoole#353
 */
export const easyswoole: Framework = {
  id: "easyswoole",
  apps(title) {
    const manager = MANAGER.exec(title)?.[1];
    if (manager !== undefined) return [manager];
    const worker = WORKER.exec(title)?.[1];
    if (worker === undefined) return [];
    const withoutMode = LAST_DOT.exec(worker)?.[1];
    return withoutMode === undefined ? [worker] : [withoutMode, worker];
  },
  read(title, app) {
    if (app === null) return null;
    if (title === app) return reading("master");
    const rest = between(title, `${app}.`, "");
    if (rest === null || rest === "") return null;
    if (rest === "Manager") return reading("manager");
    const number = IN_MODE.exec(rest)?.[1];
    if (number !== undefined) return reading("worker", number);
    const dot = rest.indexOf(".");
    return reading("user-process", null, rest.slice(dot + 1));
  },
};
