import { expect, test } from "vitest";
import type { Observation } from "../../src/domain/observation.ts";
import { LONGEST_GAP_MS, play } from "../../src/recording/play.ts";
import { hello, log, sample, session } from "./sample-fixture.ts";

/** A clock that moves only when someone sleeps, or takes long. */
function newClock() {
  let now = 5000;
  return {
    monotonic: () => now,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

async function* from(observations: readonly Observation[]): AsyncGenerator<Observation> {
  yield* observations;
}

async function times(
  observations: readonly Observation[],
  speed: number | null,
): Promise<readonly number[]> {
  const clock = newClock();
  const begin = clock.monotonic();
  const at: number[] = [];
  const played: Observation[] = [];
  for await (const each of play(
    from(observations),
    { speed, clock },
    new AbortController().signal,
  )) {
    at.push(clock.monotonic() - begin);
    played.push(each);
  }
  expect(played).toEqual(observations);
  return at;
}

test("each comes when it is due, at the speed asked for", async () => {
  const recorded = [hello(), session(500), sample(1000), log(1300), sample(2000), sample(3000)];
  expect(await times(recorded, 1)).toEqual([0, 500, 1000, 1300, 2000, 3000]);
  expect(await times(recorded, 20)).toEqual([0, 25, 50, 65, 100, 150]);
  expect(await times(recorded, 0.5)).toEqual([0, 1000, 2000, 2600, 4000, 6000]);
  expect(await times(recorded, null)).toEqual([0, 0, 0, 0, 0, 0]);
});

test("a long pause is cut, the longest interval is not", async () => {
  expect(await times([sample(0), sample(66_000), sample(67_000)], 1)).toEqual([0, 66_000, 67_000]);
  expect(await times([sample(0), sample(8 * 3_600_000), sample(8 * 3_600_000 + 1000)], 10)).toEqual(
    [0, LONGEST_GAP_MS / 10, LONGEST_GAP_MS / 10 + 100],
  );
});

test("a clock that was set back a little waits for nothing, and for nobody twice", async () => {
  expect(
    await times([sample(1000), log(900), sample(2000), sample(1500), sample(3000)], 1),
  ).toEqual([0, 0, 1000, 1000, 2000]);
});

test("another recording that begins earlier is played on", async () => {
  expect(
    await times(
      [sample(9_000_000), sample(9_001_000), hello(0), session(0), sample(0), sample(1000)],
      1,
    ),
  ).toEqual([0, 1000, 1000, 1000, 1000, 2000]);
});

test("log lines of another zone neither hold up the samples nor hurry them", async () => {
  const zone = 8 * 3_600_000;
  const recorded = [
    hello(),
    sample(1000),
    log(1500 + zone),
    sample(2000),
    log(2500 - zone),
    sample(3000),
  ];
  expect(await times(recorded, 1)).toEqual([0, 1000, 1000, 2000, 2000, 3000]);
});

test("logs alone are played by their own times", async () => {
  expect(await times([hello(), log(1000), log(400_000), log(401_000)], 1)).toEqual([
    0, 1000, 71_000, 72_000,
  ]);
});

test("what has no time comes at once", async () => {
  const other: Observation = { type: "other", at: null, name: "x", json: '{"type":"x"}' };
  expect(await times([sample(0), other, sample(1000)], 1)).toEqual([0, 0, 1000]);
});

test("after a long stop it goes on from where it was; a short delay is made good", async () => {
  const clock = newClock();
  const at: number[] = [];
  const recorded = [0, 1, 2, 3, 4, 5].map((seconds) => sample(seconds * 1000));
  for await (const each of play(
    from(recorded),
    { speed: 1, clock },
    new AbortController().signal,
  )) {
    at.push(clock.monotonic() - 5000);
    if (each === recorded[1]) clock.pass(1500);
    if (each === recorded[3]) clock.pass(60_000);
  }
  expect(at).toEqual([0, 1000, 2500, 3000, 63_000, 63_000]);
});

test("an abort ends it, also while nothing comes", async () => {
  const stop = new AbortController();
  const hanging: AsyncIterable<Observation> = {
    [Symbol.asyncIterator]: () => {
      let isFirst = true;
      return {
        next: () => {
          if (!isFirst) return Promise.withResolvers<IteratorResult<Observation>>().promise;
          isFirst = false;
          return Promise.resolve({ done: false, value: hello() });
        },
      };
    },
  };
  const played: Observation[] = [];
  for await (const each of play(hanging, { speed: 1, clock: newClock() }, stop.signal)) {
    played.push(each);
    setImmediate(() => stop.abort());
  }
  expect(played).toEqual([hello()]);
});

test("an abort while it waits gives nothing more; the source is closed", async () => {
  const stop = new AbortController();
  const clock = newClock();
  let isClosed = false;
  const source = (async function* () {
    try {
      yield* [sample(0), sample(10_000), sample(20_000)];
    } finally {
      isClosed = true;
    }
  })();
  const sleep = (ms: number) => {
    stop.abort();
    return clock.sleep(ms);
  };
  const played: Observation[] = [];
  for await (const each of play(source, { speed: 1, clock: { ...clock, sleep } }, stop.signal))
    played.push(each);
  expect(played).toEqual([sample(0)]);
  await expect.poll(() => isClosed).toBe(true);
});

test("what the source throws is thrown", async () => {
  const broken = (async function* () {
    yield hello();
    throw new RangeError("broken");
  })();
  const played = play(broken, { speed: 20, clock: newClock() }, new AbortController().signal);
  await played.next();
  await expect(played.next()).rejects.toThrow(RangeError);
});

test("one observation is read ahead at most", async () => {
  let taken = 0;
  const source = (async function* () {
    for (; taken < 100; taken += 1) yield sample(taken * 1000);
  })();
  const played = play(source, { speed: null, clock: newClock() }, new AbortController().signal);
  for (let i = 0; i < 5; i += 1) await played.next();
  expect(taken).toBeLessThanOrEqual(5);
});
