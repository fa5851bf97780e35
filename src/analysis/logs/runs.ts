import type { LogEvent } from "../../domain/log.ts";
import type { CronTask, Project } from "../../domain/project.ts";
import type { LogSpan, RunsSeen, TaskRuns } from "../../domain/runs.ts";
import { epochMs, MINUTE_MS, type EpochMs } from "../../domain/units.ts";
import type { ParsedRule } from "../cron/rule.ts";
import { ticksBetween } from "../cron/ticks.ts";
import { tickTolerance } from "../cron/tolerance.ts";
import { blockedTicks } from "./runs/blocked.ts";
import { judged } from "./runs/judging.ts";
import { matched, type Matched } from "./runs/matching.ts";
import { nextSlots } from "./runs/next-slots.ts";
import { countsOf, lastOf } from "./runs/results.ts";
import {
  isCrontabLogged,
  isElsewhere,
  pausesOf,
  timedFrom,
  timedOf,
  type Pause,
  type Timed,
} from "./runs/timed.ts";

/** A task that Hyperf runs, with its rule and the zone in which that is read. */
export type ScheduledTask = {
  readonly task: CronTask;
  readonly rule: ParsedRule;
  readonly zone: string;
};

export type LogsAsked = {
  /** Oldest first. */
  readonly events: readonly LogEvent[];
  readonly span: LogSpan;
  /** How many records of errors the application wrote in a time, both ends included; null: not counted. */
  readonly errors: ((from: EpochMs, to: EpochMs) => number) | null;
};

/** The runs of a task, and where each of them belongs to. */
type Seen = {
  readonly scheduled: ScheduledTask | null;
  readonly lines: readonly Timed[];
  readonly matched: Matched | null;
};

/** Of a task that ticks each second these are more than an hour. */
const MOST_TICKS = 4000;
/** Later runs that were over in time, after which a tick without a line is missed; with a lock the first one proves that nothing was on. */
const PASSED_OVER = 3;
const PASSED_OVER_LOCKED = 1;

/**
 * The runs of each task that is declared or has a line, laid to its ticks.
 *
 * A line says that a run ended, not when it began (hyperf:src/crontab/src/Strategy/Executor.php): a tick is missed only where later ones had their line, a run
 * outlasts its interval only where a skip proves it or it happens over and over.
 * @param scheduled in the order of their registration
 */
export function runsOf(
  project: Pick<Project, "versions" | "crontab" | "server">,
  scheduled: readonly ScheduledTask[],
  { events, span, errors }: LogsAsked,
): RunsSeen {
  const timed = events.flatMap((event) => timedOf(event) ?? []).toSorted((a, b) => a.at - b.at);
  const from = timedFrom(events, span.from);
  const isMatched = from !== null && !isElsewhere(events);
  const told: LogSpan = { from: from ?? span.to, to: span.to };
  const context: MatchContext = {
    timed,
    span: told,
    project,
    pauses: pausesOf(timed),
    isLogged: isCrontabLogged(events),
  };
  const lines = Map.groupBy(timed.filter(isRun), ({ event }) => String(event.task));
  const tasks = new Map<string, Seen>();
  for (const each of scheduled) {
    const name = each.task.name ?? "";
    const own = lines.get(name) ?? [];
    tasks.set(name, {
      scheduled: each,
      lines: own,
      matched: isMatched ? matchedOf(each, own, context) : null,
    });
  }
  for (const [name, own] of lines)
    if (!tasks.has(name)) tasks.set(name, { scheduled: null, lines: own, matched: null });
  return { span: told, byTask: byTask(tasks, { events, errors, context }) };
}

const isRun = ({ event: { kind, task } }: Timed): boolean =>
  task !== null && kind.startsWith("crontab-") && kind !== "crontab-registered";

type MatchContext = {
  readonly timed: readonly Timed[];
  readonly span: LogSpan;
  readonly project: Pick<Project, "versions" | "crontab" | "server">;
  readonly pauses: readonly Pause[];
  /** Else a tick without a line may have gone well. */
  readonly isLogged: boolean;
};

const lateMsOf = ({ versions, crontab }: MatchContext["project"]): number =>
  tickTolerance(versions["hyperf/crontab"], crontab.strategy).lateMs;

const passedOverOf = ({ singleton }: CronTask): number =>
  singleton === true ? PASSED_OVER_LOCKED : PASSED_OVER;

function matchedOf(
  { task, rule, zone }: ScheduledTask,
  lines: readonly Timed[],
  { span, project, pauses }: MatchContext,
): Matched {
  // what a stop cancels may be due after the last line
  const range = { from: span.from, to: epochMs(span.to + MINUTE_MS) };
  const once = ticksBetween(rule, zone, range, MOST_TICKS);
  const ticks =
    rule.secondsTwice.length === 0
      ? once
      : once.flatMap((at) =>
          rule.dispatched.filter((second) => second === secondOf(at)).map(() => at),
        );
  const [first = Infinity] = ticks;
  return matched({
    ticks,
    lines: lines.filter(({ at }) => at >= first),
    pauses,
    lateMs: lateMsOf(project),
    passedOver: passedOverOf(task),
  });
}

const secondOf = (at: EpochMs): number => Math.floor((at % MINUTE_MS) / 1000);

type Telling = Pick<LogsAsked, "events" | "errors"> & { readonly context: MatchContext };

function byTask(
  tasks: ReadonlyMap<string, Seen>,
  { events: all, errors, context }: Telling,
): ReadonlyMap<string, TaskRuns> {
  const { project, pauses, span, timed } = context;
  blockedTicks([...tasks.values()], timed, lateMsOf(project));
  const lateAt = [...tasks.values()].flatMap((seen) =>
    (seen.matched?.ticks ?? []).flatMap(({ line, isLate }) =>
      line !== null && isLate ? [line.at] : [],
    ),
  );
  const version = project.versions["hyperf/crontab"];
  const grouped = Map.groupBy(all, ({ task }) => String(task));
  const nextSlot = nextSlots(project, [...tasks].flatMap(candidate), span.to);
  return new Map(
    [...tasks].map(([name, { scheduled, matched: own }]) => {
      const events = grouped.get(name) ?? [];
      const counts = countsOf(events, own);
      const type = scheduled?.task.type ?? null;
      const ticks =
        own === null || scheduled === null || !context.isLogged
          ? null
          : judged(own, {
              singleton: scheduled.task.singleton,
              passedOver: passedOverOf(scheduled.task),
              pauses,
              to: span.to,
              lateAt,
            });
      const last = lastOf({ events, matched: own }, { version, type, errors });
      return [name, { ...counts, last, ticks, nextSlot: nextSlot.get(name) ?? null }];
    }),
  );
}

const candidate = ([name, { scheduled, matched: own }]: readonly [string, Seen]) =>
  scheduled === null ? [] : [{ name, rule: scheduled.rule, zone: scheduled.zone, matched: own }];
