import { expect, test } from "vitest";
import { newErrands, type Errand } from "../../src/collector/errands.ts";

const errand = (more: Partial<Errand> = {}): Errand => ({
  request: () => Buffer.of(),
  priceMs: 1,
  ...more,
});
const never = { untilTurnMs: () => 1_000_000 };
const turn = (nowMs: number, beginsInMs: number) => ({
  nowMs,
  canAfford: () => false,
  untilTurnMs: (isContinued: boolean) => (isContinued ? 0 : beginsInMs),
});
const rich = (nowMs: number) => ({ nowMs, canAfford: () => true, ...never });
const poor = (nowMs: number) => ({ nowMs, canAfford: () => false, ...never });

test("what somebody waits for goes before what can wait", () => {
  const errands = newErrands();
  void errands.add(errand({ isOfTails: true, priceMs: 2 }));
  void errands.add(errand());
  expect(errands.next(poor(0))?.priceMs).toBe(1);
  expect(errands.next(rich(0))?.priceMs).toBe(2);
});

test("what is not at its turn is asked when three times its price is there, or after five seconds", async () => {
  const errands = newErrands();
  const answer = errands.add(errand({ isOfTails: true }));
  const having = (nowMs: number, tokensMs: number) =>
    errands.next({ nowMs, canAfford: (priceMs) => tokensMs >= priceMs, ...never });
  expect(having(0, 2.9)).toBeNull();
  expect(having(1000, 3)).not.toBeNull();
  expect(having(4999, 0)).toBeNull();
  const next = having(5000, 0);
  expect(next).not.toBeNull();
  if (next !== null) errands.done(next, new Map(), 5000);
  expect(await answer).toEqual(new Map());
});

test("nobody is woken for what has to wait", async () => {
  const errands = newErrands();
  let wakes = 0;
  void errands.add(errand({ isOfTails: true }));
  const arrival = errands.arrival(poor(0)).then(() => (wakes += 1));
  await Promise.resolve();
  expect(wakes).toBe(0);
  void errands.add(errand());
  await arrival;
  expect(wakes).toBe(1);
});

test("tails are asked at their turn, whatever is left; a turn that has begun is brought to its end", () => {
  const errands = newErrands();
  void errands.add(errand({ isOfTails: true }));
  expect(errands.next(turn(0, 300))).toBeNull();
  expect(errands.waitMs(turn(0, 300))).toBe(300);
  const look = errands.next(turn(300, 0));
  expect(look).not.toBeNull();
  if (look !== null) errands.done(look, new Map(), 310);
  void errands.add(errand({ isOfTails: true, priceMs: 2 }));
  const part = errands.next(turn(320, 900));
  expect(part?.priceMs).toBe(2);
  if (part !== null) errands.done(part, new Map(), 330);
  expect(errands.waitMs(turn(330, 900))).toBeNull();
  void errands.add(errand({ isOfTails: true }));
  expect(errands.waitMs(turn(1330, 900))).toBe(900);
});
