import { between, reading, type Framework } from "./framework.ts";

const MASTER = /^(.+)-master$/s;
const WORKER = /^(.+)-worker-\d+$/s;
const TASK_WORKER = /^(.+)-task-worker-\d+$/s;
const NUMBERED = /^(worker|task-worker)-(\d+)$/;

/**
 * `{app}-master`, `{app}-worker-N`, `{app}-task-worker-N` (the app is `mezzio` by default); the manager has no title.
 * @source mezzio-swoole: src/Event/ServerStartListener.php, WorkerStartListener.php
 */
export const mezzioSwoole: Framework = {
  id: "mezzio-swoole",
  apps(title) {
    return [MASTER, TASK_WORKER, WORKER].flatMap((pattern) => pattern.exec(title)?.[1] ?? []);
  },
  read(title, app) {
    const rest = between(title, `${app ?? ""}-`, "");
    if (rest === "master") return reading("master");
    const [, kind, number] = NUMBERED.exec(rest ?? "") ?? [];
    if (number === undefined) return null;
    return reading(kind === "worker" ? "worker" : "task-worker", number);
  },
};
