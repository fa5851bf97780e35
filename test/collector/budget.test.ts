import { describe, expect, test } from "vitest";
import {
  canAfford,
  chooseRollups,
  corrected,
  debtMs,
  newBudget,
  priceOfRollup,
  priceOfSurvey,
  priceOfTails,
  refilled,
  spent,
  spentOnTails,
  untilTurnOfTailsMs,
  type RollupWish,
} from "../../src/collector/budget.ts";
import { bytes, GIB, MIB } from "../../src/domain/units.ts";

describe("the bucket", () => {
  test("holds some seconds, and no more", () => {
    const full = newBudget(10);
    expect(full.tokensMs).toBe(50);
    expect(refilled(full, 3_600_000).tokensMs).toBeLessThanOrEqual(50);
  });

  test("fills with time, less what the watchdog takes", () => {
    const empty = spent(newBudget(10), 50);
    expect(refilled(empty, 1000).tokensMs).toBeCloseTo(9.7);
  });

  test("in debt says how long to wait", () => {
    expect(debtMs(spent(newBudget(10), 70))).toBe(2000);
    expect(debtMs(newBudget(10))).toBe(0);
  });

  test("buys what costs more than it holds when it is full", () => {
    const dear = priceOfSurvey(100_000);
    expect(canAfford(newBudget(10), dear)).toBe(true);
    expect(canAfford(spent(newBudget(10), 10), dear)).toBe(false);
  });
});

const turns = (priceMs: number, seconds: number): number => {
  let budget = newBudget(10);
  let count = 0;
  for (let ms = 0; ms < seconds * 1000; ms += 100) {
    budget = refilled(budget, 100);
    if (untilTurnOfTailsMs(budget, false) > 0) continue;
    budget = spentOnTails(budget, priceMs);
    count += 1;
  }
  return count;
};

describe("the tails of logs", () => {
  test("have their turn once a second for 4 ms, and never more than half", () => {
    expect(turns(4, 60)).toBeGreaterThanOrEqual(60);
    expect(turns(4, 60) * 4).toBeLessThanOrEqual(0.5 * 10 * 60 + 12);
    expect(turns(30, 60) * 30).toBeLessThanOrEqual(0.5 * 10 * 60 + 36);
  });

  test("may bring a turn to its end, a second of the next ones in debt", () => {
    const begun = spentOnTails(newBudget(10), 8);
    expect(untilTurnOfTailsMs(begun, false)).toBe(600);
    expect(untilTurnOfTailsMs(begun, true)).toBe(0);
    expect(untilTurnOfTailsMs(spentOnTails(begun, 10), true)).toBeGreaterThan(0);
  });

  test("are paid from the same bucket", () => {
    expect(spentOnTails(newBudget(10), 8).tokensMs).toBe(42);
  });

  test("keep memory from the money that they will need, as far as their share goes", () => {
    let budget = spent(newBudget(10), 40);
    expect(priceOfTails(budget)).toBe(0);
    for (let second = 0; second < 20; second += 1)
      budget = spentOnTails({ ...refilled(budget, 1000), tokensMs: 10 }, 4);
    expect(priceOfTails(budget)).toBeGreaterThan(3);
    for (let second = 0; second < 20; second += 1) budget = spentOnTails(budget, 40);
    expect(priceOfTails(budget)).toBe(5);
    expect(priceOfTails(refilled(budget, 60_000))).toBeLessThan(0.1);
  });
});

const after = (usedMs: number, listedMs: number) =>
  corrected(spent(corrected(newBudget(10), 1000), listedMs), 1000 + usedMs).factor;

describe("the correction", () => {
  test("moves towards what was really used", () => {
    expect(after(200, 100)).toBe(1.5);
    expect(after(50, 100)).toBe(0.75);
  });

  test("waits until the kernel's clock says something", () => {
    expect(after(30, 10)).toBe(1);
  });

  test("stays within reason", () => {
    expect(after(100_000, 100)).toBe(10);
  });

  test("begins anew with a new collector", () => {
    const old = spent(corrected(newBudget(10), 5000), 100);
    expect(corrected(old, 20)).toMatchObject({ factor: 1, usedMs: 20, listedMs: 0 });
  });
});

const wish = (pid: number, triedAt: number | null, rss = 30 * MIB): RollupWish => ({
  pid,
  triedAt,
  rssBytes: bytes(rss),
});

describe("rollups", () => {
  const at = { now: 100_000, intervalMs: 1000, reserveMs: 2 };

  test("of processes never read come first, in the order wished for", () => {
    const wishes = [wish(1, 99_900), wish(3, null), wish(2, null)];
    expect(chooseRollups(newBudget(10), wishes, at).pids).toEqual([3, 2]);
  });

  test("of the oldest come next", () => {
    const wishes = [wish(1, 81_000), wish(2, 80_000), wish(3, 99_000)];
    expect(chooseRollups(newBudget(10), wishes, at).pids).toEqual([2]);
  });

  test("are refused, and it is said, when there is no money", () => {
    const poor = spent(newBudget(10), 49);
    expect(chooseRollups(poor, [wish(1, null)], at)).toEqual({ pids: [], refused: true });
  });

  test("of a tenth of the budget are read where nothing is left: one, when it has waited for that", () => {
    const poor = spent(newBudget(10), 60);
    const waited = (ms: number, rss = 30 * MIB) =>
      chooseRollups(poor, [wish(1, at.now - ms), wish(2, null, rss)], at);
    expect(waited(800)).toEqual({ pids: [], refused: true });
    expect(waited(900)).toEqual({ pids: [2], refused: true });
    expect(waited(20_000, GIB)).toEqual({ pids: [], refused: true });
    expect(waited(30_000, GIB).pids).toEqual([2]);
  });

  test("cost what the process is large", () => {
    expect(priceOfRollup(bytes(GIB))).toBeGreaterThan(20);
    expect(priceOfRollup(bytes(10 * MIB))).toBeLessThan(0.5);
  });

  test.each([
    [1, 1000],
    [2, 1000],
    [5, 1000],
    [20, 1000],
    [30, 1000],
    [30, 250],
    [30, 5000],
    [30, 10_000],
  ])("of %d processes at %d ms: each again within 20 s, within the budget", (count, intervalMs) => {
    let budget = newBudget(10);
    const triedAt = new Map<number, number>();
    let worst = 0;
    for (let now = 0; now < 200_000; now += intervalMs) {
      budget = refilled(budget, intervalMs);
      const wishes = Array.from({ length: count }, (_, pid) => wish(pid, triedAt.get(pid) ?? null));
      const { pids } = chooseRollups(budget, wishes, { now, intervalMs, reserveMs: 2 });
      budget = spent(budget, 2 + pids.length * priceOfRollup(bytes(30 * MIB)));
      for (const pid of pids) {
        worst = Math.max(worst, now - (triedAt.get(pid) ?? now));
        triedAt.set(pid, now);
      }
      expect(budget.tokensMs).toBeGreaterThanOrEqual(0);
    }
    expect(triedAt.size).toBe(count);
    expect(worst).toBeLessThanOrEqual(20_000);
    expect(worst).toBeGreaterThan(5000);
  });
});
