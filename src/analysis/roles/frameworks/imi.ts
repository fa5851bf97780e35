import { between, reading, type Framework, type TitleReading } from "./framework.ts";

const TITLE = /^imi:(?:master|manager|(?:worker|taskWorker)-\d+):(.+)$/s;
const NUMBERED = /^(worker|taskWorker)-(\d+)$/;
const POOL = /^process-pool-(.+)-(\d+)$/s;
const NAMED = /^process-(.+)$/s;

/**
 * `imi:master:{app}`, `imi:manager:`, `imi:worker-N:`, `imi:taskWorker-N:`, `imi:process-{name}:`, `imi:process-pool-{pool}-N:`.
 * @source imi: src/Components/swoole/src/Util/Imi.php:19-26
 */
export const imi: Framework = {
  id: "imi",
  apps(title) {
    const app = TITLE.exec(title)?.[1];
    return app === undefined ? [] : [app];
  },
  read(title, app) {
    const kind = between(title, "imi:", `:${app ?? ""}`);
    if (kind === "master" || kind === "manager") return reading(kind);
    const [, word, number] = NUMBERED.exec(kind ?? "") ?? [];
    if (number !== undefined) return reading(word === "worker" ? "worker" : "task-worker", number);
    return readProcess(kind ?? "");
  },
};

function readProcess(kind: string): TitleReading | null {
  const [, pool, index] = POOL.exec(kind) ?? [];
  if (pool !== undefined && index !== undefined) return reading("user-process", index, pool);
  const name = NAMED.exec(kind)?.[1];
  return name === undefined ? null : reading("user-process", null, name);
}
