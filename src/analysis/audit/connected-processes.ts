// How many processes have connections of their own.
import type { Facts } from "../../domain/facts.ts";
import { declaredCounts } from "./swoole-counts.ts";
import { serverOf } from "./swoole-running.ts";
import { isCoroutineServer } from "./swoole-settings.ts";

export type ProcessCount =
  | { readonly count: number; readonly text: string }
  | { readonly count: null; readonly why: string };

/** Event and task workers and user processes: those that run, else those that are declared. */
export const connectedProcesses = (facts: Facts): ProcessCount => running(facts) ?? declared(facts);

/** Null: nothing runs, or more than one server, and whose pools these are is not told. */
function running(facts: Facts): ProcessCount | null {
  const server = serverOf(facts);
  if (server === null) return null;
  const count = (["worker", "task-worker", "user-process", "single"] as const)
    .map((role) => server.counts[role] ?? 0)
    .reduce((sum, each) => sum + each, 0);
  return count === 0 ? null : { count, text: "that run now" };
}

/** A coroutine server is one process, its user processes are coroutines in it. */
function declared(facts: Facts): ProcessCount {
  if (facts.declarations.known && isCoroutineServer(facts.declarations.value))
    return { count: 1, text: "a coroutine server" };
  const { worker, taskWorker, userProcesses } = declaredCounts(facts);
  if (worker === null) return { count: null, why: "the number of workers: worker_num" };
  if (taskWorker === null)
    return { count: null, why: "the number of task workers: task_worker_num" };
  if (userProcesses === null)
    return { count: null, why: "how many user processes start: processes.php and their classes" };
  return {
    count: worker + taskWorker + userProcesses,
    text: `${worker} workers, ${taskWorker} task workers, ${userProcesses} user processes declared`,
  };
}
