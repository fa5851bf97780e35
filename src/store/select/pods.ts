// What a cluster tells of pods and containers without a shell in them: rows under the table, and in its place where no shell is to be had.
import type { Known } from "../state.ts";
import type { Geometry, PodsView } from "../view.ts";

/** The rule over them, and one of them. */
const LEAST_LINES = 2;
/** Of the lines for rows, so many go to what is not attached to. */
const SHARE = 3;

/** Null: no cluster tells anything, or nothing beside what is watched. `ourNow`: our clock, for ages where no sample has come. */
export function podsView(known: Known, geometry: Geometry, ourNow: number): PodsView | null {
  const lines = podLines(known, geometry);
  const told = known.container?.container.pod ?? null;
  if (lines === 0 || told === null) return null;
  const rows = rowsOf(known);
  return {
    pod: told.name,
    workload: told.workload,
    isWithoutShell: isWithoutShell(known),
    rows: rows.slice(0, lines - 1),
    hidden: Math.max(0, rows.length - (lines - 1)),
    at: known.sample?.at ?? ourNow,
  };
}

/** They stand under the rows and take some of them. */
export function abovePods(known: Known, geometry: Geometry): Geometry {
  return { ...geometry, tableRows: geometry.tableRows - podLines(known, geometry) };
}

function podLines(known: Known, { tableRows }: Geometry): number {
  const count = rowsOf(known).length;
  if (count === 0) return 0;
  const most = isWithoutShell(known) ? tableRows - 1 : Math.floor(tableRows / SHARE);
  return most < LEAST_LINES ? 0 : Math.min(count + 1, most);
}

function rowsOf(known: Known): PodsView["rows"] {
  const pod = known.container?.container.pod ?? null;
  if (pod === null) return [];
  const siblings = (pod.siblings ?? []).map((seen) => ({ kind: "pod" as const, seen }));
  if (!isWithoutShell(known)) return siblings;
  return [...pod.containers.map((seen) => ({ kind: "container" as const, seen })), ...siblings];
}

/** Something keeps us from running a shell there, and nothing was read yet. */
export const isWithoutShell = ({ sample, session }: Known): boolean =>
  sample === null && session !== null && session.fault !== null;
