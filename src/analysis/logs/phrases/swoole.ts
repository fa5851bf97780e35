// Sentences of Swoole, behind the name of the function that writes them: `Class::func() (ERRNO n): `, in 4.2 to 6.2.
// @source swoole: src/server/manager.cc, src/server/master.cc, src/server/worker.cc, src/os/process_pool.cc, ext-src/swoole_server.cc, ext-src/swoole_coroutine.cc
import { fatalPhrase } from "./php.ts";
import type { Phrase, WorkerSaid } from "./phrase.ts";

/** Up to 4.6 without `()`. */
const FUNCTION = /^[A-Za-z_][\w:~]{0,99}(?:\(\))?(?: \(ERRNO \d{1,5}\))?: /u;
const WORKER =
  /^[Ww]orker(?:#(\d{1,9})(?:\[pid=(\d{1,7})\])?|\((?:pid=(\d{1,7})|tid=\d{1,9}), id=(\d{1,9})\)) (.*)$/u;
const ABNORMAL = /^abnormal exit, status=(-?\d{1,9})(?:, signal=(\d{1,3}))?/u;
const FORCED = /^exit timeout, force(?: kill the process|d kill)/u;
const POOL_KILL = /^force kill worker process\(pid=(\d{1,7}), id=(\d{1,9})\)/u;
const MANAGER_LOST =
  /^Fatal Error: manager process exit\. status=(-?\d{1,9}), signal=\[([^\]]{0,64})\]/u;
const DEADLOCK =
  /^\s{0,2}\[FATAL ERROR\]: all coroutines \(count: (\d{1,9})\) are asleep - deadlock!/u;
const SELF = /^worker exit timeout, force(?:d termination|d to terminate)/u;

/** Whole messages, without a function. */
const WHOLE: ReadonlyMap<string, Phrase> = new Map([
  ["Server is reloading all workers now", { kind: "reload", of: "all" }],
  ["Server is reloading task workers now", { kind: "reload", of: "task" }],
  ["reload workers", { kind: "reload", of: null }],
  ["Server is shutdown now", { kind: "shutdown" }],
]);

const LONGEST_WHOLE = 40;

export function swoolePhrase(message: string): Phrase | null {
  const whole = message.length < LONGEST_WHOLE ? WHOLE.get(message) : undefined;
  if (whole !== undefined) return whole;
  const deadlock =
    message.startsWith("[FATAL") || message.startsWith(" ") ? DEADLOCK.exec(message) : null;
  if (deadlock !== null) return { kind: "deadlock", coroutines: Number(deadlock[1]) };
  const name = functionOf(message);
  if (name === "" && !NAMES_WORKER.test(message)) return null;
  const said = message.slice(name.length);
  const manager = said.startsWith("[Manager] ") ? said.slice("[Manager] ".length) : said;
  return workerSaid(manager) ?? (name === "" ? null : saidBy(name, said));
}

const NAMES_WORKER = /^(?:\[Manager\] )?[Ww]orker[#(]/u;

/** With what stands behind it; "": no function says it. */
function functionOf(message: string): string {
  const blank = message.indexOf(" ");
  const isSaid = message.charCodeAt(blank - 1) === 58 || message.startsWith(" (ERRNO ", blank);
  return blank > 0 && isSaid ? (FUNCTION.exec(message)?.[0] ?? "") : "";
}

/** About a worker that it names. */
function workerSaid(said: string): Phrase | null {
  const match = WORKER.exec(said);
  if (match === null) return null;
  const [, id, pid, otherPid, otherId, what = ""] = match;
  const worker: WorkerSaid = { pid: numberOf(pid ?? otherPid), workerId: numberOf(id ?? otherId) };
  const exit = ABNORMAL.exec(what);
  if (exit !== null) {
    return {
      kind: "abnormal-exit",
      status: Number(exit[1]),
      signal: numberOf(exit[2]),
      ...worker,
    };
  }
  return FORCED.test(what) ? { kind: "forced-stop", by: "manager", ...worker } : null;
}

const NOBODY: WorkerSaid = { pid: null, workerId: null };

/** What only means something with the function that says it. */
function saidBy(name: string, said: string): Phrase | null {
  if (said.startsWith("Fatal error: ") && name.startsWith("php_swoole_server_rshutdown")) {
    return fatalPhrase(said.slice("Fatal error: ".length));
  }
  if (said.startsWith("worker process is terminated by exit()")) return { kind: "exit-called" };
  if (SELF.test(said)) return { kind: "forced-stop", by: "worker", ...NOBODY };
  if (said.startsWith("wait timeout, all worker processes will be forcibly terminated")) {
    return { kind: "forced-stop", by: "all", ...NOBODY };
  }
  if (said.startsWith("graceful shutdown failed, forced termination")) {
    return { kind: "forced-stop", by: "master", ...NOBODY };
  }
  return killSaid(said) ?? managerSaid(said);
}

function killSaid(said: string): Phrase | null {
  const kill = POOL_KILL.exec(said);
  if (kill === null) return null;
  return {
    kind: "forced-stop",
    by: "manager",
    pid: numberOf(kill[1]),
    workerId: numberOf(kill[2]),
  };
}

/** `signal=[Killed: 9]`, `signal=[Unknown signal 0]`. */
function managerSaid(said: string): Phrase | null {
  const lost = MANAGER_LOST.exec(said);
  if (lost === null) return null;
  const signal = /(\d{1,3})$/u.exec(lost[2] ?? "")?.[1];
  return { kind: "manager-lost", status: Number(lost[1]), signal: numberOf(signal) };
}

const numberOf = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits);
