import type { LogEvent } from "../../../domain/log.ts";
import type { TaskType } from "../../../domain/project.ts";
import type { RunCounts, RunResult, TaskRun } from "../../../domain/runs.ts";
import { epochMs, SECOND_MS, type EpochMs } from "../../../domain/units.ts";
import { isOlder } from "../../cron/since.ts";
import type { Matched } from "./matching.ts";
import { timedOf, type Timed } from "./timed.ts";

export type ResultContext = {
  /** Of hyperf/crontab. */
  readonly version: string | null;
  readonly type: TaskType | null;
  readonly errors: ((from: EpochMs, to: EpochMs) => number) | null;
};

/** What a line says of one run. `tick`: when it was due; null: not told. */
function resultOf(event: LogEvent, tick: EpochMs | null, context: ResultContext): TaskRun {
  return {
    at: event.at ?? event.seenAt,
    tick,
    slot: event.slot,
    result: saidBy(event, tick, context),
  };
}

function saidBy(event: LogEvent, tick: EpochMs | null, context: ResultContext): RunResult {
  if (event.kind === "crontab-failed")
    return { kind: "failed", why: event.detail, isWhyLogged: isWhyLogged(context) };
  if (event.kind === "crontab-skipped")
    return { kind: "skipped", by: BY[event.reason ?? ""] ?? null };
  if (event.kind === "crontab-cancelled") return { kind: "cancelled" };
  if (event.kind === "crontab-blocked") return { kind: "blocked" };
  return { kind: "ok", errors: errorsOf(event, tick, context) };
}

const BY: Readonly<Record<string, "task" | "server">> = {
  "task-mutex": "task",
  "server-mutex": "server",
};

/**
 * Whether a failure is followed by what was thrown. Before 3.0 never; of a command not before 3.0.45, for the console catches it and prints it to nowhere (#6302).
 * @source hyperf:src/crontab/src/Strategy/Executor.php, by tag
 */
function isWhyLogged({ version, type }: ResultContext): boolean | null {
  if (version === null) return null;
  if (isOlder(version, "3.0.0")) return false;
  if (!isOlder(version, "3.0.45")) return true;
  return type === null ? null : type !== "command";
}

/** Of a time without milliseconds the whole second counts. */
function errorsOf(
  { at }: LogEvent,
  tick: EpochMs | null,
  { errors }: ResultContext,
): number | null {
  if (errors === null || at === null) return null;
  const second = Math.floor(at / SECOND_MS) * SECOND_MS;
  const from = epochMs(Math.min(tick ?? second, second));
  return errors(from, epochMs(at % SECOND_MS === 0 ? at + SECOND_MS - 1 : at));
}

/** Lines of one task by what they say, with those that name no task and were laid to it. */
export function countsOf(events: readonly LogEvent[], own: Matched | null): RunCounts {
  const counts = { ok: 0, failed: 0, skipped: 0, cancelled: 0, blocked: 0 };
  for (const { kind } of events) {
    const counted = COUNTED[kind];
    if (counted !== undefined) counts[counted] += 1;
  }
  const laid = (own?.ticks ?? []).filter(
    ({ line }) => line?.event.kind === "crontab-blocked" && line.event.task === null,
  );
  return { ...counts, blocked: counts.blocked + laid.length };
}

const COUNTED: Readonly<Partial<Record<LogEvent["kind"], keyof RunCounts>>> = {
  "crontab-run": "ok",
  "crontab-failed": "failed",
  "crontab-skipped": "skipped",
  "crontab-cancelled": "cancelled",
  "crontab-blocked": "blocked",
};

/** The last that is known of a task; `events` are its own. */
export function lastOf(
  {
    events,
    matched: own,
  }: { readonly events: readonly LogEvent[]; readonly matched: Matched | null },
  context: ResultContext,
): TaskRun | null {
  const laid = own?.ticks.findLast(({ line }) => line !== null) ?? null;
  const event = events.findLast(({ kind }) => COUNTED[kind] !== undefined);
  const isBlocked = laid?.line?.event.kind === "crontab-blocked";
  if (laid !== null && laid.line !== null && isBlocked && isLater(laid.line, event))
    return resultOf(laid.line.event, epochMs(laid.at), context);
  if (event === undefined) return null;
  const tick = own?.ticks.findLast(({ line }) => line?.event === event);
  return resultOf(event, tick === undefined ? null : epochMs(tick.at), context);
}

const isLater = ({ at }: Timed, than: LogEvent | undefined): boolean =>
  than === undefined || at >= (timedOf(than)?.at ?? -Infinity);
