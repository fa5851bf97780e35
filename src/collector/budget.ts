// What one second in the target may cost. Pure: a bucket of CPU milliseconds, prices for what can be asked, and their correction by what was really used.
import { MIB, type Bytes } from "../domain/units.ts";

export type Budget = {
  readonly perSecondMs: number;
  /** What may be spent now. Below zero: a debt that time pays back. */
  readonly tokensMs: number;
  /** What the tails of logs may take before all else; below zero: their turn comes when time has paid that back. */
  readonly tailsTokensMs: number;
  /** Listed prices of tails, a second, of late. */
  readonly tailsListedMs: number;
  /** Real cost per listed price on this machine. */
  readonly factor: number;
  /** Listed prices spent since the last correction, and what the collector said it had used then. */
  readonly listedMs: number;
  readonly usedMs: number | null;
};

/** The bucket holds this many seconds: a first reading of every process is a burst. */
const CAPACITY_SECONDS = 5;
/** Lines are to be seen at once, and memory may wait: so much of the budget is theirs first. What is left must do for the readings. */
const TAILS_SHARE = 0.5;
/** They have not saved up more than that: a flood is no reason to be late with a reading. */
const TAILS_CAPACITY_SECONDS = 1;
/** What they took longer ago counts for little. */
const TAILS_LATELY_MS = 3000;
/** The kernel counts in steps of 10 ms: less than this says nothing. */
const ENOUGH_LISTED_MS = 60;
const LEAST_FACTOR = 0.3;
const MOST_FACTOR = 10;

/**
 * CPU milliseconds, on the machine where they were measured (the reference's part 4, coreutils and busybox): one fork+exec, one small file of /proc,
 * one memory.stat or meminfo, a watchdog's second; a smaps_rollup takes as long as the process is large.
 */
const ANSWER_MS = 0.6;
const FILE_MS = 0.018;
const LARGE_FILE_MS = 0.05;
const ROLLUP_MS = 0.1;
const ROLLUP_PER_MIB_MS = 0.025;
const STANDING_MS_PER_SECOND = 0.3;

export const priceOfFiles = (count: number): number => ANSWER_MS + count * FILE_MS;
export const priceOfGroups = (count: number): number => count * (LARGE_FILE_MS + 5 * FILE_MS);
export const priceOfSurvey = (processes: number): number => priceOfFiles(processes);
export const priceOfRollup = (rss: Bytes): number => ROLLUP_MS + (rss / MIB) * ROLLUP_PER_MIB_MS;
/** Memory of a process: one fork+exec of dd. */
export const PRICE_OF_MEMORY = 0.85;
/** Sizes of files: one fork+exec of ls, which loads more than the others. Measured beside them. */
export const PRICE_OF_SIZES = 1.3;
/**
 * Links of descriptors: fork+exec of ls and of head, and a link for each; a table of sockets: 150 bytes for each, slower than any other file.
 * Measured beside the others: 12 us per descriptor, 6 us per socket where a fork+exec takes 0.9 ms.
 */
export const priceOfHeld = (descriptors: number): number => 2.2 + descriptors * 0.008;
export const priceOfSocketTable = (size: number): number => priceOfFiles(3) + (size / MIB) * 27;
/** A beat is one fork without an exec. */
export const PRICE_OF_BEAT = 0.25;

export const newBudget = (perSecondMs: number): Budget => ({
  perSecondMs,
  tokensMs: capacity(perSecondMs),
  tailsTokensMs: TAILS_SHARE * perSecondMs * TAILS_CAPACITY_SECONDS,
  tailsListedMs: 0,
  factor: 1,
  listedMs: 0,
  usedMs: null,
});

/** Time has passed: the bucket fills, and the watchdog has cost what it costs. */
export function refilled(budget: Budget, elapsedMs: number): Budget {
  const seconds = Math.max(0, elapsedMs) / 1000;
  const tokens = budget.tokensMs + seconds * budget.perSecondMs;
  const share = TAILS_SHARE * budget.perSecondMs;
  const full = {
    ...budget,
    tokensMs: Math.min(tokens, capacity(budget.perSecondMs)),
    tailsTokensMs: Math.min(budget.tailsTokensMs + seconds * share, share * TAILS_CAPACITY_SECONDS),
    tailsListedMs: budget.tailsListedMs * Math.exp((-seconds * 1000) / TAILS_LATELY_MS),
  };
  return spent(full, seconds * STANDING_MS_PER_SECOND);
}

export const spent = (budget: Budget, listedMs: number): Budget => ({
  ...budget,
  tokensMs: budget.tokensMs - listedMs * budget.factor,
  listedMs: budget.listedMs + listedMs,
});

export const spentOnTails = (budget: Budget, listedMs: number): Budget => ({
  ...spent(budget, listedMs),
  tailsTokensMs: budget.tailsTokensMs - listedMs * budget.factor,
  tailsListedMs: budget.tailsListedMs + (listedMs * 1000) / TAILS_LATELY_MS,
});

/** @param isContinued a turn that has begun is brought to its end, and owes a second of the next ones for that */
export const untilTurnOfTailsMs = (
  { tailsTokensMs, perSecondMs }: Budget,
  isContinued: boolean,
): number => {
  const share = TAILS_SHARE * perSecondMs;
  const lacking = -tailsTokensMs - (isContinued ? share : 0);
  return lacking <= 0 ? 0 : Math.ceil((lacking / share) * 1000);
};

/** What they will take in the next second, by what they took of late: a listed price that memory leaves to them. */
export const priceOfTails = ({ tailsListedMs, perSecondMs, factor }: Budget): number =>
  Math.min(tailsListedMs, (TAILS_SHARE * perSecondMs) / factor);

/** What costs more than the bucket holds can be had when it is full. */
export const canAfford = (budget: Budget, listedMs: number): boolean =>
  budget.tokensMs >= Math.min(listedMs * budget.factor, capacity(budget.perSecondMs) * 0.98);

/** How long to wait until nothing is owed. */
export const debtMs = (budget: Budget): number =>
  budget.tokensMs >= 0 ? 0 : (-budget.tokensMs / budget.perSecondMs) * 1000;

/** @param usedMs CPU time of the collector since it was started, by its own account: it only grows */
export function corrected(budget: Budget, usedMs: number): Budget {
  if (budget.usedMs === null || usedMs < budget.usedMs) return { ...budget, usedMs, listedMs: 0 };
  if (budget.listedMs < ENOUGH_LISTED_MS) return budget;
  const seen = (usedMs - budget.usedMs) / budget.listedMs;
  const factor = (budget.factor + seen) / 2;
  return {
    ...budget,
    factor: Math.min(Math.max(factor, LEAST_FACTOR), MOST_FACTOR),
    listedMs: 0,
    usedMs,
  };
}

const capacity = (perSecondMs: number): number => perSecondMs * CAPACITY_SECONDS;

/** One process whose private memory should be known. `triedAt`: when that was last asked for, in ms of any steady clock. */
export type RollupWish = {
  readonly pid: number;
  readonly rssBytes: Bytes;
  readonly triedAt: number | null;
};

/** In this time it is everybody's turn: with up to 30 processes each is to be read again within 20 s. */
const ROUND_MS = 17_000;
const RECENT_MS = 2000;
/** Where nothing is left, so much of the budget is still theirs: memory that is old is better than none. */
const ROLLUPS_SHARE = 0.1;

/**
 * Whose smaps_rollup is read in this second: first those never read, in the order wished for; then the oldest, as many as keeps the round even.
 * @param reserveMs what must be left for the rest of the second
 * @returns refused: somebody was due and there was no money
 */
export function chooseRollups(
  budget: Budget,
  wishes: readonly RollupWish[],
  { now, intervalMs, reserveMs }: { now: number; intervalMs: number; reserveMs: number },
): { readonly pids: readonly number[]; readonly refused: boolean } {
  const fresh = wishes.filter(({ triedAt }) => triedAt === null);
  const read = wishes
    .filter(({ triedAt }) => triedAt !== null)
    .toSorted((a, b) => (a.triedAt ?? 0) - (b.triedAt ?? 0));
  const recent = read.filter(({ triedAt }) => now - (triedAt ?? 0) < RECENT_MS).length;
  const owed = Math.round((read.length * (RECENT_MS + intervalMs)) / ROUND_MS) - recent;
  const share = Math.ceil((read.length * intervalMs) / ROUND_MS);
  const due = read
    .filter(({ triedAt }, rank) => rank < owed || now - (triedAt ?? 0) >= ROUND_MS - intervalMs / 2)
    .slice(0, share);
  const pids: number[] = [];
  let rest = spent(budget, reserveMs);
  for (const { pid, rssBytes } of [...fresh, ...due]) {
    const price = priceOfRollup(rssBytes);
    if (!canAfford(rest, price)) {
      const isOverdue = pids.length === 0 && hasWaited(budget, price, now - lastMs(wishes));
      return { pids: isOverdue ? [pid] : pids, refused: true };
    }
    rest = spent(rest, price);
    pids.push(pid);
  }
  return { pids, refused: false };
}

const hasWaited = ({ perSecondMs, factor }: Budget, listedMs: number, forMs: number): boolean =>
  forMs >= (listedMs * factor * 1000) / (ROLLUPS_SHARE * perSecondMs);

/** When one was last read; before the first one the bucket is full. */
const lastMs = (wishes: readonly RollupWish[]): number => {
  const tried = wishes.map(({ triedAt }) => triedAt ?? Number.NEGATIVE_INFINITY);
  const last = Math.max(...tried);
  return last === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : last;
};
