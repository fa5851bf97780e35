// Sentences of Hyperf: starts of processes, and its crontab.
// @source hyperf:src/crontab/src (Strategy/Executor.php, Process/CrontabDispatcherProcess.php, Listener/CrontabRegisterListener.php), 2.0 to 3.2
import type { Phrase } from "./phrase.ts";

const WORKER = /^(Task)?Worker#(\d{1,9}) started\.$/u;
const PROCESS = /^Process\[(.{1,200})\.(\d{1,9})\] (start|stopped)\.$/u;
const MOST_LISTENING = 200;
const LISTENING = /^[\w ]{1,64} listening at \S+$/u;

/** `Worker#0 started.`, `TaskWorker#2 started.` */
export function workerPhrase(message: string): Phrase | null {
  const match = WORKER.exec(message);
  if (match === null) return null;
  const role = match[1] === undefined ? "worker" : "task-worker";
  return { kind: "worker-start", workerId: Number(match[2]), role };
}

/** `Process[crontab-dispatcher.0] start.` */
export function processPhrase(message: string): Phrase | null {
  const match = PROCESS.exec(message);
  if (match === null) return null;
  const kind = match[3] === "start" ? "process-start" : "process-stop";
  return { kind, name: match[1] ?? "", index: Number(match[2]) };
}

/** `HTTP Server listening at 0.0.0.0:9501` */
export const listeningPhrase = (message: string): Phrase | null =>
  message.length < MOST_LISTENING && message.includes(" listening at ") && LISTENING.test(message)
    ? { kind: "listening" }
    : null;

const TASK =
  /^Crontab task \[(.*)\] (executed successfully|failed execution|skipped(?: \(singleton\))? execution) at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: caused by (task|server) mutex)?\.$/u;
const TICK =
  /^(?:Current microtime: [\d. ]{1,40}\. )?Crontab dispatcher sleep (\d{1,9}(?:\.\d{1,9})?)s\.$/u;
const REGISTERED = /^Crontab (.+) (have been registered|is invalid)\.$/u;
const DISABLED = /^Crontab (.+) is disabled(?: in \S+ environment)?\.$/u;

/** All that begins with `Crontab` or with `Current microtime`. */
export function crontabPhrase(message: string): Phrase | null {
  if (message.startsWith("Crontab task [")) return taskPhrase(message);
  const tick = message.includes("dispatcher sleep") ? TICK.exec(message) : null;
  if (tick !== null) return { kind: "crontab-tick", sleepS: Number(tick[1]) };
  if (!message.startsWith("Crontab ")) return null;
  const registered = REGISTERED.exec(message);
  if (registered !== null) {
    const kind = registered[2] === "is invalid" ? "crontab-invalid" : "crontab-registered";
    return { kind, task: registered[1] ?? "" };
  }
  const disabled = DISABLED.exec(message);
  return disabled === null ? null : { kind: "crontab-disabled", task: disabled[1] ?? "" };
}

function taskPhrase(message: string): Phrase | null {
  const match = TASK.exec(message);
  if (match === null) return null;
  const [, task = "", result = "", due = "", by] = match;
  if (result === "executed successfully") return { kind: "crontab-run", task, due };
  if (result === "failed execution") return { kind: "crontab-failed", task, due };
  const isSingleton = result.includes("singleton");
  const mutex = by === "task" || isSingleton ? "task" : by === "server" ? "server" : null;
  return { kind: "crontab-skipped", task, due, mutex };
}
