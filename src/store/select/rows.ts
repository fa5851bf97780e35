import type { Mark } from "../../domain/mark.ts";
import { bytes } from "../../domain/units.ts";
import { paceMs } from "../pace.ts";
import type { Known, Track } from "../state.ts";
import { privateSeries } from "../tracks.ts";
import type { Axis, ProcessRow } from "../view.ts";
import { cellsOf, markCells } from "./cells.ts";
import type { Entry } from "./entry.ts";
import { bytesPerMinute, growth } from "./slope.ts";
import { sharedBytes } from "./sort.ts";
import { stepOf } from "./step.ts";

/** A sample that comes half an interval late leaves no gap. */
const CARRY_INTERVALS = 1.5;

export const carryMs = (known: Known): number => CARRY_INTERVALS * paceMs(known);

/** One row, ready to be drawn. */
export function rowOf(entry: Entry, known: Known, axis: Axis): ProcessRow {
  const { process, track, server, at } = entry;
  const shared = sharedBytes(process);
  const own = privateSeries(track);
  return {
    key: entry.key,
    serverId: server.id,
    process,
    isAlive: entry.isAlive,
    depth: entry.depth,
    ussAgeMs: process.ussBytes === null || process.ussAt === null ? null : at - process.ussAt,
    socketsAgeMs:
      process.sockets === null || process.socketsAt === null ? null : at - process.socketsAt,
    sharedBytes: shared === null ? null : bytes(shared),
    ageMs: process.startedAt === null ? null : at - process.startedAt,
    growthBytes: growth(own, axis),
    bytesPerMinute: bytesPerMinute(own, axis),
    step: stepOf(entry, known, axis),
    cells: cellsOf(livesOfRow(entry, known).map(privateSeries), axis, carryMs(known)),
    cellMarks: markCells(marksOf(entry, known), axis),
    lastDeath:
      marksOf(entry, known).findLast((mark) => isDeath(mark) && mark.at >= axis.from) ?? null,
  };
}

export const marksOf = ({ slotKey }: Entry, { marks }: Known): readonly Mark[] =>
  marks.get(slotKey) ?? [];

export const isDeath = ({ kind }: Mark): boolean => kind === "death" || kind === "oom";

/** The row's own incarnation and the ended ones of its slot: a respawn keeps its row, two that share a slot (graceful reload) keep apart. */
export const livesOfRow = (entry: Entry, known: Known): readonly Track[] =>
  (slotsOf(known).get(entry.slotKey) ?? []).filter(
    (track) => track === entry.track || track.endedAt !== null,
  );

const slots = new WeakMap<Known["tracks"], ReadonlyMap<string, readonly Track[]>>();

function slotsOf({ tracks }: Known): ReadonlyMap<string, readonly Track[]> {
  const known = slots.get(tracks);
  if (known !== undefined) return known;
  const grouped = Map.groupBy(tracks.values(), ({ slotKey }) => slotKey);
  slots.set(tracks, grouped);
  return grouped;
}
