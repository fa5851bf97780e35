import type { ServerDeclared, Strategy } from "../../domain/project.ts";
import { MINUTE_MS, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import type { ParsedRule } from "./rule.ts";
import { ticksBetween } from "./ticks.ts";

/**
 * The workers in the order in which a strategy goes round, by their slots: `Worker.0`. A dispatcher begins with the first and counts all tasks together.
 * @returns null: the strategy does not go round, or it is not told how many there are
 * @source hyperf:src/crontab/src/Strategy/WorkerStrategy.php, TaskWorkerStrategy.php, ProcessStrategy.php (getNextWorkerId)
 */
export function rotationOf(
  strategy: Strategy | null,
  { workerNum, taskWorkerNum }: Pick<ServerDeclared, "workerNum" | "taskWorkerNum">,
): readonly string[] | null {
  if (workerNum === null) return null;
  const workers = slots("Worker", 0, workerNum);
  if (strategy === "worker") return workers;
  if (taskWorkerNum === null) return null;
  const taskWorkers = slots("TaskWorker", workerNum, taskWorkerNum);
  if (strategy === "process") return [...workers, ...taskWorkers];
  return strategy === "task-worker" && taskWorkerNum > 0 ? taskWorkers : null;
}

const slots = (role: string, first: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${role}.${first + index}`);

/** One run that is handed to a worker. `at`: its tick, not when it is handed over. */
export type Dispatch = { readonly task: string; readonly at: EpochMs };

type Dispatched = { readonly name: string; readonly rule: ParsedRule; readonly zone: string };

/**
 * What a dispatcher hands out in a time that begins with a minute, in its order: at the begin of each minute task by task, and of a task all of its seconds.
 * @param tasks in the order of their registration, those that run
 * @source hyperf:src/crontab/src/CrontabManager.php (parse), Scheduler.php
 */
export function dispatches(
  tasks: readonly Dispatched[],
  range: { readonly from: EpochMs; readonly to: EpochMs },
): readonly Dispatch[] {
  const most = Math.max(0, Math.ceil((range.to - range.from) / SECOND_MS));
  return tasks
    .flatMap(({ name, rule, zone }, index) =>
      ticksBetween(rule, zone, range, most).flatMap((at) =>
        rule.dispatched.flatMap((second, order) =>
          second === secondOf(at) ? [{ task: name, at, index, order }] : [],
        ),
      ),
    )
    .toSorted((a, b) => minuteOf(a.at) - minuteOf(b.at) || a.index - b.index || a.order - b.order)
    .map(({ task, at }) => ({ task, at }));
}

const minuteOf = (at: EpochMs): number => Math.floor(at / MINUTE_MS);
const secondOf = (at: EpochMs): number => at / SECOND_MS - minuteOf(at) * 60;

/** A run that was seen in a worker. */
export type SeenRun = Dispatch & { readonly slot: string };

/** So many runs must have come where those before said, before anything is foretold. */
const FITTED = 2;

/**
 * Where the next run of a task goes to, after the last that was seen.
 * @param seen in the order of the dispatches; a dispatcher that began anew counts anew, so that only the last ones that fit together count
 * @returns null: too little was seen, it does not fit, or the task does not come any more
 */
export function nextWorker(
  seen: readonly SeenRun[],
  sequence: readonly Dispatch[],
  rotation: readonly string[],
  task: string,
): string | null {
  const turns = seen.flatMap((run) => {
    const position = sequence.findIndex(({ task: name, at }) => name === run.task && at === run.at);
    const turn = rotation.indexOf(run.slot);
    // elsewhere than anybody is sent to: it fits to nothing
    const ahead = turn === -1 ? Number.NaN : turn - position;
    return position === -1 ? [] : [{ position, ahead }];
  });
  const last = turns.at(-1);
  if (last === undefined) return null;
  const isSame = ({ ahead }: typeof last): boolean => (ahead - last.ahead) % rotation.length === 0;
  const fitting = turns.slice(turns.findLastIndex((turn) => !isSame(turn)) + 1);
  if (new Set(fitting.map(({ position }) => position)).size <= FITTED) return null;
  const next = sequence.findIndex(
    ({ task: name }, position) => position > last.position && name === task,
  );
  return next === -1 ? null : (rotation.at((next + last.ahead) % rotation.length) ?? null);
}
