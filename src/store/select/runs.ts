import { runsOf, type ScheduledTask } from "../../analysis/logs/runs.ts";
import type { LogEvent } from "../../domain/log.ts";
import type { LogFacts } from "../../domain/facts.ts";
import type { Project } from "../../domain/project.ts";
import type { LogSpan, RunsSeen } from "../../domain/runs.ts";
import { epochMs, SECOND_MS, type EpochMs } from "../../domain/units.ts";
import type { Logs } from "../logs/book.ts";
import { ofRing } from "../logs/of-runs.ts";
import { runningTasks } from "./ticks.ts";

/** Runs are counted anew with each event, and where none comes as often. */
const EVERY_MS = 5 * SECOND_MS;

/** The last answer for a project. It follows from the State alone. */
const remembered = new WeakMap<
  Project,
  { readonly at: EpochMs; readonly events: Logs["events"]; readonly seen: RunsSeen | null }
>();

/** What logs tell of the runs of a project's tasks up to a time; null: no line of crontab was seen. */
export function runsSeen(project: Project, logs: Logs, at: EpochMs): RunsSeen | null {
  const last = remembered.get(project);
  const isNew = last === undefined || at < last.at || at - last.at >= EVERY_MS;
  if (!isNew && last.events === logs.events) return last.seen;
  const span = spanOf(logs, at);
  const { events } = logs;
  const seen =
    span === null
      ? null
      : runsOf(project, scheduledTasks(project), {
          events,
          span,
          errors: ofRing(logs.book.ring).errors,
        });
  remembered.set(project, { at, events, seen });
  return seen;
}

/** What rules may stand on; null: no log was read. */
export function logFactsOf(project: Project | null, logs: Logs, at: EpochMs): LogFacts | null {
  const { attributed } = logs.book.ring;
  if (attributed.of === 0 && logs.events.length === 0) return null;
  const runs = project === null ? null : runsSeen(project, logs, at);
  return { runs, blocked: logs.events.filter(isBlocked), attributed };
}

const isBlocked = ({ kind }: LogEvent): boolean => kind === "crontab-blocked";

/** In the order of their registration. */
function scheduledTasks(project: Project): readonly ScheduledTask[] {
  const running = new Map(runningTasks(project).map((task) => [task.name, task]));
  return project.crontab.tasks.flatMap((task) => {
    const found = task.overriddenBy === null ? running.get(task.name ?? "") : undefined;
    return found === undefined ? [] : [{ task, rule: found.rule, zone: found.zone }];
  });
}

const OF_CRONTAB = /^crontab-(?:run|failed|skipped|cancelled|blocked)$/u;

/**
 * The time of which crontab's lines are there: since the first thing that their sources said, and where lines were lost since then, as long as they are followed.
 */
function spanOf({ events, sources, book }: Logs, at: EpochMs): LogSpan | null {
  const telling = new Set(
    events.filter(({ kind }) => OF_CRONTAB.test(kind)).map(({ source }) => source),
  );
  if (telling.size === 0) return null;
  const times = events
    .filter(({ source }) => telling.has(source))
    .flatMap((event) => event.at ?? event.seenAt ?? []);
  const lostAt = ofRing(book.ring).lostAt() ?? -Infinity;
  const isOver = sources.some(({ source, state }) => telling.has(source) && state !== "followed");
  const from = Math.max(Math.min(...times), lostAt);
  const to = isOver ? Math.max(...times) : at;
  return from < to ? { from: epochMs(from), to: epochMs(to) } : null;
}
