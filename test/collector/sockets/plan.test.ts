// Whose sockets are read, and when.
import { expect, test } from "vitest";
import { newBudget, spent, type Budget } from "../../../src/collector/budget.ts";
import { NO_SOCKETS, type Known, type Roster } from "../../../src/collector/known.ts";
import {
  NO_SOCKETS_BEFORE,
  planSockets,
  type SocketsBefore,
} from "../../../src/collector/sockets/plan.ts";
import { parseStat } from "../../../src/collector/parse/process.ts";
import { surveyed } from "../../../src/collector/roster.ts";
import { epochMs } from "../../../src/domain/units.ts";

const line = (pid: number): string =>
  `${pid} (php) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5000 1 2560 1 1\n`;

/** Processes, each with when it was asked last and how many descriptors it had. */
function rosterOf(
  all: readonly (readonly [pid: number, triedMs: number | null, held?: number])[],
): Roster {
  expect(parseStat(line(7))).not.toBeNull();
  const answer = new Map(all.map(([pid]) => [`${pid}/stat`, line(pid)]));
  const moment = { at: epochMs(0), uptimeMs: 100_000 };
  const { roster } = surveyed(new Map(), answer, moment, () => false);
  return new Map(
    all.map(([pid, triedMs, descriptors = null]) => {
      const known = roster.get(pid) as Known;
      return [pid, { ...known, sockets: { ...NO_SOCKETS, triedMs, descriptors } }];
    }),
  );
}

function plan(
  all: Parameters<typeof rosterOf>[0],
  {
    now = [],
    nowMs = 100_000,
    before = {},
    budget = newBudget(10),
    reserveMs = 1,
  }: {
    readonly now?: readonly number[];
    readonly nowMs?: number;
    readonly before?: Partial<SocketsBefore>;
    readonly budget?: Budget;
    readonly reserveMs?: number;
  } = {},
) {
  const wishes = { sockets: all.map(([pid]) => pid), socketsNow: now };
  const context = { before: { ...NO_SOCKETS_BEFORE, ...before }, nowMs, reserveMs };
  return planSockets(budget, rosterOf(all), wishes, context);
}

test("each is read once a minute: those never read, then the oldest", () => {
  expect(
    plan([
      [1, 39_000],
      [2, 41_000],
      [3, null],
      [4, 20_000],
    ]).pids,
  ).toEqual([3, 4, 1]);
  expect(plan([[1, 90_000]])).toEqual({ pids: [], dueSinceMs: null, refused: false });
});

test("who is looked at is first, and read each 10 s", () => {
  expect(
    plan(
      [
        [1, null],
        [2, 89_000],
        [3, 89_000],
      ],
      { now: [2] },
    ).pids,
  ).toEqual([2, 1]);
  expect(plan([[1, 95_000]], { now: [1] }).pids).toEqual([]);
  expect(plan([[1, null]], { now: [99] }).pids).toEqual([1]);
});

test("newcomers wait for each other", () => {
  const before = { lastMs: 96_000, lastCostMs: 3 };
  expect(plan([[1, null]], { before })).toEqual({ pids: [], dueSinceMs: 100_000, refused: false });
  expect(plan([[1, null]], { before, nowMs: 101_000 }).pids).toEqual([1]);
});

test("what was dear is not done again so soon: a fifth of the budget is for this", () => {
  // 40 ms at 10 ms a second: 20 s at a fifth
  const before = { lastMs: 85_000, lastCostMs: 40 };
  expect(plan([[1, 0]], { before }).pids).toEqual([]);
  expect(plan([[1, 0]], { before, nowMs: 105_000 }).pids).toEqual([1]);
});

test("of many with many descriptors only so many are read at once as can be paid for", () => {
  const many = Array.from({ length: 60 }, (_, pid) => [pid + 1, pid, 200] as const);
  const { pids } = plan(many);
  expect(pids.length).toBeGreaterThan(5);
  expect(pids.length).toBeLessThan(20);
  expect(pids).toEqual(many.slice(0, pids.length).map(([pid]) => pid));
});

test("without money nobody is read; after a minute in vain one is, and that is said", () => {
  const budget = spent(newBudget(10), 60);
  const first = plan(
    [
      [1, null],
      [2, null],
    ],
    { budget },
  );
  expect(first).toEqual({ pids: [], dueSinceMs: 100_000, refused: false });
  const before = { dueSinceMs: 100_000 };
  expect(plan([[1, null]], { budget, before, nowMs: 159_000 })).toMatchObject({
    pids: [],
    refused: false,
  });
  expect(
    plan(
      [
        [1, null],
        [2, null],
      ],
      { budget, before, nowMs: 160_000 },
    ),
  ).toEqual({
    pids: [1],
    dueSinceMs: null,
    refused: true,
  });
});
