import { tickTolerance } from "../../analysis/cron/tolerance.ts";
import { ticksBetween } from "../../analysis/cron/ticks.ts";
import type { Project } from "../../domain/project.ts";
import type { Series } from "../../domain/series.ts";
import { bytes, epochMs, type EpochMs } from "../../domain/units.ts";
import type { Entry } from "../select/entry.ts";
import { livesOfRow } from "../select/rows.ts";
import { stepMs } from "../select/step.ts";
import { runningTasks } from "../select/ticks.ts";
import type { Known } from "../state.ts";
import { privateSeries } from "../tracks.ts";
import type { LogEntry } from "./view.ts";

type TickEntry = Extract<LogEntry, { readonly kind: "tick" }>;
export type Span = { readonly from: EpochMs; readonly to: EpochMs };

/** The ticks of one project in one span: a pane looks several times at the same. */
const ticksOf = new WeakMap<Project, { readonly asked: string; readonly ticks: Ticks }>();
type Ticks = ReadonlyMap<EpochMs, string>;

/** When tasks were due, and what the private memory of a row did then. Of tasks that tick more often than once a minute nothing: their rules would hide the lines. */
export function tickEntries(
  known: Known,
  entry: Entry,
  span: Span,
  most: number,
): readonly TickEntry[] {
  if (known.declared === null) return [];
  const { project } = known.declared;
  const { lateMs } = tickTolerance(project.versions["hyperf/crontab"], project.crontab.strategy);
  const lives = livesOfRow(entry, known).map(privateSeries);
  return [...ticksIn(project, span, most)].slice(-most).map(([at, letters]) => ({
    kind: "tick",
    at,
    letters,
    memory: memoryAt(lives, at, lateMs + stepMs(known)),
  }));
}

function ticksIn(project: Project, { from, to }: Span, most: number): Ticks {
  const asked = `${from} ${to} ${most}`;
  const last = ticksOf.get(project);
  if (last?.asked === asked) return last.ticks;
  const letters = new Map<EpochMs, string>();
  for (const { letter, rule, zone } of runningTasks(project)) {
    if (rule.seconds.length > 1) continue;
    for (const at of ticksBetween(rule, zone, { from, to: epochMs(to + 1) }, most))
      letters.set(at, `${letters.get(at) ?? ""}${letter}`);
  }
  const ticks = new Map([...letters].toSorted(([a], [b]) => a - b));
  ticksOf.set(project, { asked, ticks });
  return ticks;
}

/** Of the one incarnation that lived through it, once the time in which a step shows is over; null: not told. */
function memoryAt(lives: readonly Series[], at: EpochMs, withinMs: number): TickEntry["memory"] {
  const until = epochMs(at + withinMs);
  for (const series of lives) {
    const before = series.indexFrom(epochMs(at + 1)) - 1;
    const after = series.indexFrom(epochMs(until + 1)) - 1;
    const isOver = (series.lastAt() ?? at) >= until;
    if (before >= 0 && after > before && isOver)
      return { from: bytes(series.value(before)), to: bytes(series.value(after)) };
  }
  return null;
}
