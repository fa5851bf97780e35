import { livesOf, type Life } from "../../analysis/churn/churn.ts";
import { sourceOf } from "../../analysis/churn/oom-past.ts";
import type { LogEvent } from "../../domain/log.ts";
import { incarnationKey } from "../../domain/sample.ts";
import { SECOND_MS } from "../../domain/units.ts";
import { isOfServer } from "../logs/servers.ts";
import { TARGET_GAUGE, type Known } from "../state.ts";
import type { Axis, ProcessRow, ProcessView } from "../view.ts";
import { cellsOf, markCells } from "./cells.ts";
import type { Entry } from "./entry.ts";
import { withPeak } from "./memory.ts";
import { carryMs, isDeath, livesOfRow, marksOf } from "./rows.ts";
import { rulerOf } from "./ticks.ts";

/** uss is costly and read round-robin, at least every 20 s with up to 30 processes (contract 2.1): half as much again is no gap. */
const USS_CARRY_MS = 30 * SECOND_MS;

/** What an opened row has room for. */
const MOST_EVENTS = 32;

/** The opened row with its history. `axis`: of the chart. */
export function processView(entry: Entry, row: ProcessRow, known: Known, axis: Axis): ProcessView {
  const lives = livesOfRow(entry, known);
  const cells = (metric: "rss" | "anon" | "uss", carried: number) =>
    cellsOf(
      lives.map((each) => each[metric]),
      axis,
      carried,
    );
  const carried = carryMs(known);
  const { server } = entry;
  const deaths = marksOf(entry, known).filter(isDeath);
  const gauge = known.gauges.get(server.memory === null ? TARGET_GAUGE : server.id);
  return {
    row,
    server,
    chart: {
      axis,
      rss: cells("rss", carried),
      anon: cells("anon", carried),
      uss: cells("uss", Math.max(USS_CARRY_MS, carried)),
      marks: markCells(marksOf(entry, known), axis),
      ruler: rulerOf(known, axis),
    },
    incarnations: slotLives(entry, known).map((life) => ({
      pid: life.pid,
      generation: life.generation,
      startedAt: life.startedAt,
      firstSeenAt: life.firstSeenAt,
      lastSeenAt: life.lastSeenAt,
      isAlive: life.endedAt === null,
      peakBytes: life.peakBytes,
      lastBytes: life.lastBytes,
      end: life.end,
      told: deaths.find(({ pid, at }) => pid === life.pid && at === life.endedAt)?.told,
    })),
    memory: withPeak(server.memory ?? known.sample?.memory ?? null, gauge),
    container: containerOf(entry, known),
    events: slotEvents(entry, known),
  };
}

/** A unit is only told of the server that lives in it. */
function containerOf({ server }: Entry, known: Known): ProcessView["container"] {
  if (known.container === null) return null;
  const { container, at } = known.container;
  const { sample } = known;
  const source = sourceOf({ container, sample });
  const isIts = source === TARGET_GAUGE || source === server.id;
  return isIts ? { container, at: sample?.at ?? at } : null;
}

/** Every life of the slot, newest first: also those that had a row of their own while they shared it. */
function slotLives(entry: Entry, known: Known): readonly Life[] {
  const rowKeys = new Set([entry.key, ...livesOfRow(entry, known).map(({ rowKey }) => rowKey)]);
  const lives = [...rowKeys].flatMap((rowKey) => livesOf(known.churn, rowKey));
  return [...new Map(lives.map((life) => [incarnationKey(life), life])).values()].toSorted(
    (a, b) => b.firstSeenAt - a.firstSeenAt,
  );
}

/** Also those of its slot's former incarnations. */
function slotEvents({ server, process }: Entry, known: Known): readonly LogEvent[] {
  const pid = process.nsPid ?? process.pid;
  const events: LogEvent[] = [];
  for (const event of known.logs.events.toReversed()) {
    if (events.length >= MOST_EVENTS) break;
    const isOwn = process.slot === null ? event.pid === pid : event.slot === process.slot;
    if (isOwn && isOfServer(event, server.id, known)) events.push(event);
  }
  return events;
}
