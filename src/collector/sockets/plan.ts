// Whose sockets are read now. Pure.
import { canAfford, priceOfHeld, priceOfSocketTable, type Budget } from "../budget.ts";
import type { Known, Roster } from "../known.ts";

const EVERY_MS = 60_000;
/** Of who is looked at. */
const OFTEN_MS = 10_000;
/** A reading that comes a little early is on time. */
const SLACK_MS = 500;
/** The table of a machine may cost as much as all else: newcomers wait for each other. */
const LEAST_GAP_MS = 5000;
/** So much of the budget, and no more, is for this. */
const SHARE = 0.2;
/** Somebody who was due for so long and had no turn is said, and read all the same. */
const OVERDUE_MS = 60_000;
/** Several are read at once for so many seconds of the budget: the bucket holds more, and the readings take from it, too. */
const BATCH_SECONDS = 2.5;
/** Of a process whose descriptors were never counted. */
const COMMON_DESCRIPTORS = 60;

/** What is known of the readings before, and their costs as listed. Times by the target's uptime. */
export type SocketsBefore = {
  readonly lastMs: number | null;
  readonly lastCostMs: number;
  /** Bytes of the largest table. */
  readonly tableBytes: number;
  /** Since when somebody is due and nobody was read; null: nobody is. */
  readonly dueSinceMs: number | null;
};

export const NO_SOCKETS_BEFORE: SocketsBefore = {
  lastMs: null,
  lastCostMs: 0,
  tableBytes: 0,
  dueSinceMs: null,
};

export type SocketsPlan = {
  readonly pids: readonly number[];
  readonly dueSinceMs: number | null;
  /** Somebody waits too long, and there was no money. */
  readonly refused: boolean;
};

type Wishes = { readonly sockets: readonly number[]; readonly socketsNow: readonly number[] };

/**
 * Who is due: who is looked at, those never read, then the oldest; as many as can be paid for.
 * @param reserveMs what must be left for the readings
 */
export function planSockets(
  budget: Budget,
  roster: Roster,
  { sockets, socketsNow }: Wishes,
  {
    before,
    nowMs,
    reserveMs,
  }: { readonly before: SocketsBefore; readonly nowMs: number; readonly reserveMs: number },
): SocketsPlan {
  const looked = new Set(socketsNow);
  const due = [...new Set([...socketsNow, ...sockets])]
    .map((pid) => roster.get(pid))
    .filter((known) => known !== undefined)
    .filter((known) => isDue(known, looked, nowMs))
    .toSorted((a, b) => rank(a, looked) - rank(b, looked));
  if (due.length === 0) return { pids: [], dueSinceMs: null, refused: false };
  const dueSinceMs = before.dueSinceMs ?? nowMs;
  const waiting = { pids: [], dueSinceMs, refused: false };
  if (before.lastMs !== null && nowMs - before.lastMs < gapMs(budget, before)) return waiting;
  const fixedMs = priceOfHeld(0) + priceOfSocketTable(before.tableBytes);
  const pids = afforded(budget, due, { reserveMs, fixedMs });
  if (pids.length > 0) return { pids, dueSinceMs: null, refused: false };
  if (nowMs - dueSinceMs < OVERDUE_MS) return waiting;
  return { pids: pidsOf(due.slice(0, 1)), dueSinceMs: null, refused: true };
}

/** The first, when it can be paid for; as many more as a part of the bucket pays. */
function afforded(
  budget: Budget,
  due: readonly Known[],
  { reserveMs, fixedMs }: { readonly reserveMs: number; readonly fixedMs: number },
): readonly number[] {
  const mostMs = (budget.perSecondMs * BATCH_SECONDS) / budget.factor;
  let costMs = fixedMs;
  const out = due.findIndex((known, index) => {
    costMs += priceOfHeld(known.sockets.descriptors ?? COMMON_DESCRIPTORS) - priceOfHeld(0);
    return !canAfford(budget, reserveMs + costMs) || (index > 0 && costMs > mostMs);
  });
  return pidsOf(out === -1 ? due : due.slice(0, out));
}

const pidsOf = (all: readonly Known[]): readonly number[] => all.map(({ stat }) => stat.pid);

const isDue = (
  { stat, sockets: { triedMs } }: Known,
  looked: ReadonlySet<number>,
  nowMs: number,
): boolean => {
  const everyMs = looked.has(stat.pid) ? OFTEN_MS : EVERY_MS;
  return triedMs === null || nowMs - triedMs >= everyMs - SLACK_MS;
};

const rank = ({ stat, sockets: { triedMs } }: Known, looked: ReadonlySet<number>): number =>
  looked.has(stat.pid) ? -1 : (triedMs ?? 0);

/** What was dear is not done again so soon. */
const gapMs = ({ perSecondMs, factor }: Budget, { lastCostMs }: SocketsBefore): number =>
  Math.max(LEAST_GAP_MS, (lastCostMs * factor * 1000) / (SHARE * perSecondMs));
