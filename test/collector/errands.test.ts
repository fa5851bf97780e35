import { expect, test } from "vitest";
import { newErrands, type Errand } from "../../src/collector/errands.ts";

const errand = (more: Partial<Errand> = {}): Errand => ({
  request: () => Buffer.of(),
  priceMs: 1,
  ...more,
});
const rich = (nowMs: number) => ({ nowMs, canAfford: () => true });
const poor = (nowMs: number) => ({ nowMs, canAfford: () => false });

test("what somebody waits for goes before what can wait", () => {
  const errands = newErrands();
  void errands.add(errand({ isPatient: true, priceMs: 2 }));
  void errands.add(errand());
  expect(errands.next(poor(0))?.priceMs).toBe(1);
  expect(errands.next(rich(0))?.priceMs).toBe(2);
});

test("what can wait is asked when three times its price is there, or after five seconds", async () => {
  const errands = newErrands();
  const answer = errands.add(errand({ isPatient: true }));
  const having = (nowMs: number, tokensMs: number) =>
    errands.next({ nowMs, canAfford: (priceMs) => tokensMs >= priceMs });
  expect(having(0, 2.9)).toBeNull();
  expect(having(1000, 3)).not.toBeNull();
  expect(having(4999, 0)).toBeNull();
  const next = having(5000, 0);
  expect(next).not.toBeNull();
  if (next !== null) errands.done(next, new Map());
  expect(await answer).toEqual(new Map());
});

test("nobody is woken for what has to wait", async () => {
  const errands = newErrands();
  let wakes = 0;
  void errands.add(errand({ isPatient: true }));
  const arrival = errands.arrival(poor(0)).then(() => (wakes += 1));
  await Promise.resolve();
  expect(wakes).toBe(0);
  void errands.add(errand());
  await arrival;
  expect(wakes).toBe(1);
});
