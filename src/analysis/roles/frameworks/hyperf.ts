import { between, reading, type Framework } from "./framework.ts";

const OWN_WORD = /^(?:(.*)\.)?(?:Master|Manager|(?:Worker|TaskWorker)\.\d+)$/s;
const NUMBERED = /^(.+)\.(\d+)$/s;

/**
 * `{app}.Master`, `.Manager`, `.Worker.N`, `.TaskWorker.N`, `.{process}.N`; without an app no prefix. App and process names may contain dots.
 * @source hyperf: src/server/src/Listener/InitProcessTitleListener.php:23-87
 */
export const hyperf: Framework = {
  id: "hyperf",
  apps(title) {
    const found = OWN_WORD.exec(title);
    return found === null ? [] : [found[1] ?? null];
  },
  read(title, app) {
    const rest = between(title, app === null ? "" : `${app}.`, "");
    if (rest === "Master") return reading("master");
    if (rest === "Manager") return reading("manager");
    const [, name, number] = NUMBERED.exec(rest ?? "") ?? [];
    if (name === undefined || number === undefined) return null;
    if (name === "Worker") return reading("worker", number);
    if (name === "TaskWorker") return reading("task-worker", number);
    return reading("user-process", number, name);
  },
};
