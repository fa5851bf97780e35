// What is asked in one second: the demand, cut to what the budget allows. Pure.
import type { Demand } from "../domain/demand.ts";
import { bytes, KIB, type Bytes } from "../domain/units.ts";
import {
  canAfford,
  chooseRollups,
  priceOfFiles,
  priceOfGroups,
  priceOfRollup,
  priceOfSurvey,
  priceOfTails,
  type Budget,
} from "./budget.ts";
import type { Stat } from "./parse/process.ts";
import { extraWords } from "./extras.ts";
import { ageMs, BOOTING_MS, UNTITLED_MS, type Asked, type Known, type Roster } from "./known.ts";

const SURVEY_MS = 5000;
const LEAST_SURVEY_GAP_MS = 1000;
/** Titles, shared memory, swap and signal masks move slowly. */
const STATUS_MS = 4500;
/** A survey that stays out so long is said. */
const SURVEY_OVERDUE_MS = 12_000;

export type SurveyPlan = { readonly wanted: boolean; readonly refused: boolean };

/** Is it time for a full scan? @param sinceMs since the last one; `null`: there was none, and nothing goes without it */
export function planSurvey(
  budget: Budget,
  processes: number,
  { sinceMs, soon, intervalMs }: { sinceMs: number | null; soon: boolean; intervalMs: number },
): SurveyPlan {
  if (sinceMs === null) return { wanted: true, refused: false };
  const slack = Math.min(intervalMs, SURVEY_MS) / 2;
  const isDue = sinceMs >= (soon ? LEAST_SURVEY_GAP_MS : SURVEY_MS) - slack;
  if (!isDue) return { wanted: false, refused: false };
  const wanted = canAfford(budget, priceOfSurvey(processes));
  return { wanted, refused: !wanted && sinceMs >= SURVEY_OVERDUE_MS };
}

export type TickPlan = {
  readonly asked: Asked;
  readonly extraWords: readonly string[];
  readonly priceMs: number;
  readonly refused: boolean;
};

/** @param groups how many cgroups beside the target's own are read */
export function planTick(
  budget: Budget,
  roster: Roster,
  demand: Demand,
  { nowMs, intervalMs, groups }: { nowMs: number; intervalMs: number; groups: number },
): TickPlan {
  const known = (pids: readonly number[]): readonly Known[] =>
    [...new Set(pids)].map((pid) => roster.get(pid)).filter((each) => each !== undefined);
  const watch = known(demand.watch);
  const descriptors = known(demand.descriptors).filter(
    (each) =>
      each.descriptorsTriedMs === null ||
      (ageMs(each.stat, each.descriptorsTriedMs) < BOOTING_MS &&
        ageMs(each.stat, nowMs) >= BOOTING_MS),
  );
  const basics = {
    watch: pidsOf(watch),
    status: pidsOf(watch.filter(({ statusTriedMs: at }) => at === null || nowMs - at >= STATUS_MS)),
    titles: pidsOf(
      watch.filter(
        ({ stat, titleTriedMs: at }) =>
          at === null || nowMs - at >= STATUS_MS || ageMs(stat, nowMs) < UNTITLED_MS,
      ),
    ),
    descriptors: pidsOf(descriptors),
    openFiles: pidsOf(known(demand.openFiles)),
    cgroup: pidsOf(known(demand.cgroup).filter(({ cgroup }) => cgroup === null)),
  };
  const without = { ...basics, rollup: [] };
  const files = FIXED_FILES + 2 * watch.length + extraWords(without).length * 2;
  const priceMs = priceOfFiles(files) + priceOfGroups(1 + groups);
  const reserveMs = priceMs + priceOfTails(budget);
  const wishes = known(demand.rollup).map(({ stat, rollupTriedMs }) => ({
    pid: stat.pid,
    rssBytes: rssOf(stat),
    triedAt: rollupTriedMs,
  }));
  const { pids, refused } = chooseRollups(budget, wishes, { now: nowMs, intervalMs, reserveMs });
  const asked = { ...basics, rollup: pids };
  const rollupsMs = pids.reduce(
    (total, pid) => total + priceOfRollup(rssOf(roster.get(pid)?.stat)),
    0,
  );
  return { asked, extraWords: extraWords(asked), priceMs: priceMs + rollupsMs, refused };
}

/** For a price, the most common size of a page will do. */
const rssOf = (stat: Stat | undefined): Bytes => bytes((stat?.rssPages ?? 0) * 4 * KIB);

const pidsOf = (all: readonly Known[]): readonly number[] => all.map(({ stat }) => stat.pid);

/** uptime, loadavg, meminfo, the collector's own, cpu. */
const FIXED_FILES = 8;
