import type { Project } from "../../../domain/project.ts";
import { epochMs, MINUTE_MS, type EpochMs } from "../../../domain/units.ts";
import {
  dispatches,
  nextWorker,
  rotationOf,
  type Dispatch,
  type SeenRun,
} from "../../cron/round-robin.ts";
import type { ParsedRule } from "../../cron/rule.ts";
import { isEnd, type Matched } from "./matching.ts";

type Candidate = {
  readonly name: string;
  readonly rule: ParsedRule;
  readonly zone: string;
  readonly matched: Matched | null;
};

/** As far is looked back, and ahead: each tick of each task in between counts. */
const WITHIN_MS = 15 * MINUTE_MS;

/** The last runs tell it as well as all of them. */
const TELLING = 32;

/**
 * Where the next run of each task goes to, by name; none of those of which it is not told. Only lines that name their writer tell it, and a strategy that goes round.
 * @param tasks in the order of their registration
 */
export function nextSlots(
  { crontab, server }: Pick<Project, "crontab" | "server">,
  tasks: readonly Candidate[],
  now: EpochMs,
): ReadonlyMap<string, string> {
  const rotation = rotationOf(crontab.strategy, server);
  const runs = tasks
    .flatMap((task) => seenRuns(task, now))
    .toSorted((a, b) => a.at - b.at)
    .slice(-TELLING);
  // of two with one name the place in the order is not told
  const isOrdered = crontab.tasks.every(({ overriddenBy }) => overriddenBy === null);
  if (rotation === null || runs.length === 0 || !isOrdered) return new Map();
  const sequence = dispatches(tasks, {
    from: epochMs(Math.floor((runs[0]?.at ?? now) / MINUTE_MS) * MINUTE_MS),
    to: epochMs(now + WITHIN_MS),
  });
  const place = ({ task, at }: Dispatch): number =>
    sequence.findIndex((each) => each.task === task && each.at === at);
  const seen = runs
    .map((run) => ({ run, position: place(run) }))
    .toSorted((a, b) => a.position - b.position);
  const last = seen.at(-1)?.position ?? -1;
  return new Map(
    tasks.flatMap(({ name }) => {
      const next = sequence.slice(last + 1).find(({ task }) => task === name);
      if (next === undefined || next.at <= now) return [];
      const runsOnly = seen.map(({ run }) => run);
      const slot = nextWorker(runsOnly, sequence, rotation, name);
      return slot === null ? [] : [[name, slot] as const];
    }),
  );
}

const seenRuns = ({ name, matched }: Candidate, now: EpochMs): readonly SeenRun[] =>
  (matched?.ticks ?? []).flatMap(({ at, line }) =>
    line !== null && isEnd(line) && line.event.slot !== null && at >= now - WITHIN_MS
      ? [{ task: name, at: epochMs(at), slot: line.event.slot }]
      : [],
  );
