import { describe, expect, test } from "vitest";
import {
  canAfford,
  chooseRollups,
  corrected,
  debtMs,
  newBudget,
  priceOfRollup,
  priceOfSurvey,
  refilled,
  spent,
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
