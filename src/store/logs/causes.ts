import type { LogEvent } from "../../domain/log.ts";
import type { Mark } from "../../domain/mark.ts";
import { MINUTE_MS } from "../../domain/units.ts";
import type { Known, Track } from "../state.ts";

/** Older events have found their deaths, or never will. */
const RECENT_EVENTS = 64;
/** A PID is used again: an exit and a death further apart are two. */
const TOGETHER_MS = MINUTE_MS;

type Died = LogEvent & { readonly pid: number };

/** Deaths on rows with what logs tell of them, whichever came first. Of a chain that follows one death the last word counts. */
export function withCauses(known: Known): Known {
  const exits = known.logs.events.slice(-RECENT_EVENTS).filter(isExit);
  if (exits.length === 0) return known;
  let marks: Map<string, readonly Mark[]> | null = null;
  for (const track of known.tracks.values()) {
    const own = (marks ?? known.marks).get(track.slotKey);
    const event = own === undefined ? undefined : exits.findLast((exit) => isOf(exit, track));
    if (own === undefined || event === undefined) continue;
    const next = own.map((mark) => toldMark(mark, track, event));
    if (next.every((mark, index) => mark === own[index])) continue;
    marks = (marks ?? new Map(known.marks)).set(track.slotKey, next);
  }
  return marks === null ? known : { ...known, marks };
}

const isExit = (event: LogEvent): event is Died =>
  event.kind === "abnormal-exit" && event.pid !== null;

/** Logs name processes as their own namespace does. */
const isOf = ({ pid, slot }: Died, { process }: Track): boolean =>
  pid === (process.nsPid ?? process.pid) && (slot === null || slot === process.slot);

function toldMark(mark: Mark, { process, endedAt }: Track, event: Died): Mark {
  const { cause, signal, status, story } = event;
  const isDeath = mark.kind === "death" || mark.kind === "oom";
  if (!isDeath || mark.pid !== process.pid || mark.at !== endedAt) return mark;
  const at = event.at ?? event.seenAt;
  if (at !== null && Math.abs(at - mark.at) > TOGETHER_MS) return mark;
  const { told } = mark;
  if (told?.cause === cause && told.signal === signal && told.story === story) return mark;
  return { ...mark, told: { cause, signal, status, story } };
}
