import type { LogEvent, LogEventKind } from "../../../domain/log.ts";
import { epochMs, MINUTE_MS, SECOND_MS, type EpochMs } from "../../../domain/units.ts";

/** When something happened, as near as the log says; `blurMs`: it may have been so much earlier. */
export type Timed = { readonly event: LogEvent; readonly at: number; readonly blurMs: number };

/** A followed file is looked at each second. */
const READ_LATER_MS = 2 * SECOND_MS;

/** Null: neither the line nor its reading tells. */
export function timedOf(event: LogEvent): Timed | null {
  if (event.at !== null) return { event, at: event.at, blurMs: 0 };
  return event.seenAt === null ? null : { event, at: event.seenAt, blurMs: READ_LATER_MS };
}

/** No clock is so wrong; a zone that is not the target's is. */
const WRONG_ZONE_MS = 10 * MINUTE_MS;

/** Lines that were read as they came say other times than they came at: their zone is not known, and no tick can be laid beside them. */
export function isElsewhere(events: readonly LogEvent[]): boolean {
  let near = 0;
  let far = 0;
  for (const { at, seenAt } of events) {
    if (at === null || seenAt === null) continue;
    if (Math.abs(seenAt - at) > WRONG_ZONE_MS) far += 1;
    else near += 1;
  }
  return far > near;
}

/** What was written before anyone looked, without a time, may lie anywhere up to what came next: only from there on lines tell when runs were. Null: nothing came next. */
export function timedFrom(events: readonly LogEvent[], from: EpochMs): EpochMs | null {
  const last = events.findLastIndex(
    (event) => event.kind.startsWith("crontab-") && timedOf(event) === null,
  );
  if (last === -1) return from;
  const next = events.slice(last + 1).flatMap((event) => timedOf(event)?.at ?? [])[0];
  return next === undefined ? null : epochMs(Math.max(next, from));
}

/** Lines of level INFO: where there are none, what ran well may have no line at all. */
export const isCrontabLogged = (events: readonly LogEvent[]): boolean =>
  events.some(({ kind }) => kind === "crontab-run" || kind === "crontab-skipped");

/** A time in which nothing is due: the server was not there, or its dispatcher waited for its first full minute. */
export type Pause = { readonly from: number; readonly to: number };

/** What belongs to one start comes within. */
const BOOT_MS = 30 * SECOND_MS;
const DISPATCHER = /^crontab-dispatcher\./u;
const BOOTING: readonly LogEventKind[] = ["server-start", "crontab-registered"];
const STARTING: readonly LogEventKind[] = [...BOOTING, "worker-start", "process-start"];
const RUNNING: readonly LogEventKind[] = ["crontab-run", "crontab-failed", "crontab-skipped"];

/**
 * The pauses around the starts of the server and after its stop, in their order.
 * @source hyperf:src/crontab/src/Process/CrontabDispatcherProcess.php: it sleeps to the next full minute first
 */
export function pausesOf(events: readonly Timed[]): readonly Pause[] {
  const pauses = bootsOf(events)
    .map(({ first, last }) => ({
      from: heardBefore(events, first),
      last,
      to: (Math.floor(last / MINUTE_MS) + 1) * MINUTE_MS,
    }))
    // any command of the project registers its tasks, too: where they go on to run, no server started
    .filter(({ last, to }) => !isRunningWithin(events, last + SECOND_MS, to - SECOND_MS));
  const stop = events.findLast(({ event }) => event.kind === "server-stop")?.at ?? null;
  const isDown = stop !== null && pauses.every(({ to }) => to <= stop);
  return isDown ? [...pauses, { from: stop, to: Infinity }] : pauses;
}

type Boot = { readonly first: number; readonly last: number };

function bootsOf(events: readonly Timed[]): readonly Boot[] {
  const boots: Boot[] = [];
  for (const { event, at } of events) {
    const boot = boots.at(-1);
    const isNear = boot !== undefined && at - boot.last <= BOOT_MS;
    const isDispatcher = event.kind === "process-start" && DISPATCHER.test(event.slot ?? "");
    if (isNear && (isDispatcher || BOOTING.includes(event.kind)))
      boots.splice(-1, 1, { first: boot.first, last: at });
    else if (BOOTING.includes(event.kind)) boots.push({ first: at, last: at });
  }
  return boots;
}

/** When the life before was last heard of. */
const heardBefore = (events: readonly Timed[], first: number): number =>
  events.findLast(({ event, at }) => at < first && !STARTING.includes(event.kind))?.at ?? -Infinity;

const isRunningWithin = (events: readonly Timed[], from: number, to: number): boolean =>
  events.some(({ event, at }) => RUNNING.includes(event.kind) && at > from && at < to);
