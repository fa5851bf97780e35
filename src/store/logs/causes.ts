import type { LogEvent } from "../../domain/log.ts";
import type { Mark } from "../../domain/mark.ts";
import { MINUTE_MS, SECOND_MS } from "../../domain/units.ts";
import type { Known, Track } from "../state.ts";
import { isOfServer } from "./servers.ts";

/** Older events have found their deaths, or never will. */
const RECENT_EVENTS = 64;
/** A PID is used again: an exit and a death further apart are two. */
const TOGETHER_MS = MINUTE_MS;
/** A line without a time is read so long after it was written. */
const READ_LATE_MS = 2 * SECOND_MS;

type Told = NonNullable<Mark["told"]>;
type Death = { readonly mark: Mark; readonly track: Track };

/** Deaths on rows with what logs tell of them, whichever came first. Of a chain that follows one death the last word counts. */
export function withCauses(known: Known): Known {
  const events = known.logs.events.filter(isTelling).slice(-RECENT_EVENTS);
  if (events.length === 0) return known;
  let marks: Map<string, readonly Mark[]> | null = null;
  for (const track of known.tracks.values()) {
    const own = (marks ?? known.marks).get(track.slotKey);
    if (own === undefined || track.endedAt === null) continue;
    const ofServer = events.filter((event) => isOfServer(event, track.server.id, known));
    const next = own.map((mark) => toldMark({ mark, track }, ofServer));
    if (next.every((mark, index) => mark === own[index])) continue;
    marks = (marks ?? new Map(known.marks)).set(track.slotKey, next);
  }
  return marks === null ? known : { ...known, marks };
}

const TELLING: readonly LogEvent["kind"][] = ["abnormal-exit", "forced-stop", "reload"];
const isTelling = ({ kind }: LogEvent): boolean => TELLING.includes(kind);

function toldMark(death: Death, events: readonly LogEvent[]): Mark {
  const { mark, track } = death;
  const isDeath = mark.kind === "death" || mark.kind === "oom";
  if (!isDeath || mark.pid !== track.process.pid || mark.at !== track.endedAt) return mark;
  const event = eventOf(death, events);
  if (event === undefined) return mark;
  const { cause, signal, status, reason, story } = event;
  const told: Told = { cause, signal, status, reason, story };
  return isSame(mark.told, told) ? mark : { ...mark, told };
}

/** Its exit says most. A worker that ended itself, being late, has no exit line; one that left in time has not even that. */
const eventOf = (death: Death, events: readonly LogEvent[]): Told | undefined =>
  events.findLast((event) => event.kind === "abnormal-exit" && isOf(event, death)) ??
  forcedOf(events.findLast((event) => event.kind === "forced-stop" && isOf(event, death))) ??
  events.findLast((event) => event.kind === "reload" && isReloaded(event, death));

const forcedOf = (event: LogEvent | undefined): Told | undefined =>
  event === undefined ? undefined : { ...event, reason: "exit-timeout" };

/** Logs name processes as their own namespace does. */
function isOf({ pid, slot, at, seenAt }: LogEvent, { mark, track: { process } }: Death): boolean {
  if (pid === null || pid !== (process.nsPid ?? process.pid)) return false;
  const moment = at ?? seenAt;
  if (moment !== null && Math.abs(moment - mark.at) > TOGETHER_MS) return false;
  return slot === null || slot === process.slot;
}

/**
 * Whoever lived at a reload ends by it, and only what goes wrong has a line.
 * @source swoole-src:src/server/manager.cc: workers, then task workers, get SIGTERM; user processes stay
 */
function isReloaded(event: LogEvent, { mark, track: { process } }: Death): boolean {
  const from = event.at ?? (event.seenAt === null ? null : event.seenAt - READ_LATE_MS);
  if (from === null || process.startedAt === null) return false;
  if (process.startedAt >= from || mark.at < from || mark.at - from > TOGETHER_MS) return false;
  const isOfTasks = /\btask workers\b/u.test(event.detail ?? "");
  return process.role === "task-worker" || (process.role === "worker" && !isOfTasks);
}

const isSame = (a: Mark["told"], b: Told): boolean =>
  a !== undefined &&
  a.cause === b.cause &&
  a.signal === b.signal &&
  a.reason === b.reason &&
  a.story === b.story;
