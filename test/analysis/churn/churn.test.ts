import { expect, test } from "vitest";
import {
  followChurn,
  livesOf,
  noChurn,
  rowKeys,
  type Churn,
} from "../../../src/analysis/churn/churn.ts";
import type { Sample } from "../../../src/domain/sample.ts";
import { MIB } from "../../../src/domain/units.ts";
import { memoryOf, sampleOf, second, serverOf, START, type Spec } from "./samples.ts";

/** What a run of samples leaves, and the marks of each as `second kind pid row`. */
function followed(...samples: readonly Sample[]): {
  readonly churn: Churn;
  readonly marks: readonly string[];
} {
  let churn = noChurn;
  const marks = samples.flatMap((sample) => {
    const step = followChurn(churn, sample);
    churn = step.churn;
    return step.marks.map(
      ({ rowKey, mark: { at, kind, pid } }) => `${(at - START) / 1000} ${kind} ${pid} ${rowKey}`,
    );
  });
  return { churn, marks };
}

/** One server; each list is a sample, one second apart. */
const shop = (...lists: readonly (readonly Spec[])[]) =>
  lists.map((specs, at) => sampleOf(at, [serverOf("shop", specs)]));

/** The same with a counter of oom kills per sample. */
const counted = (kills: readonly number[], ...lists: readonly (readonly Spec[])[]) =>
  lists.map((specs, at) =>
    sampleOf(at, [serverOf("shop", specs)], memoryOf({ oomKills: kills[at] ?? null })),
  );

const A: Spec = { pid: 10, slot: "Worker.0", anonMib: 40 };
const B: Spec = { pid: 11, slot: "Worker.1" };
const A2: Spec = { pid: 20, slot: "Worker.0", generation: 2, born: 1 };

test("a respawn keeps its row: a death and a birth, the lives newest first", () => {
  const { churn, marks } = followed(...shop([A, B], [A2, B]));
  expect(marks).toEqual(["1 birth 20 shop/Worker.0", "1 death 10 shop/Worker.0"]);
  expect(livesOf(churn, "shop/Worker.0")).toEqual([
    expect.objectContaining({
      pid: 20,
      generation: 2,
      endedAt: null,
      end: null,
      firstSeenAt: second(1),
      lastSeenAt: second(1),
    }),
    expect.objectContaining({
      pid: 10,
      generation: 1,
      endedAt: second(1),
      end: "death",
      firstSeenAt: second(0),
      lastSeenAt: second(0),
    }),
  ]);
  expect(livesOf(churn, "shop/Worker.1").map(({ pid }) => pid)).toEqual([11]);
  expect(livesOf(churn, "shop/Worker.9")).toEqual([]);
});

test("what was there when we came has no mark; a new slot is a start", () => {
  expect(followed(...shop([A], [A, B])).marks).toEqual(["1 start 11 shop/Worker.1"]);
});

test("a PID that is used again is another life", () => {
  const { churn, marks } = followed(...shop([A], [{ ...A2, pid: 10 }]));
  expect(marks).toEqual(["1 birth 10 shop/Worker.0", "1 death 10 shop/Worker.0"]);
  expect(livesOf(churn, "shop/Worker.0").map(({ startedAt }) => startedAt)).toEqual([
    second(1),
    second(-60),
  ]);
});

test("peak and last are private memory", () => {
  const { churn } = followed(...shop([A], [{ ...A, anonMib: 70 }], [{ ...A, anonMib: 30 }]));
  expect(livesOf(churn, "shop/Worker.0")[0]).toMatchObject({
    peakBytes: 70 * MIB,
    lastBytes: 30 * MIB,
  });
});

test("a graceful reload: two rows, and the younger takes over the row of its slot", () => {
  expect([...rowKeys(serverOf("shop", [A, A2, B]))]).toEqual([
    [10, "shop/Worker.0"],
    [20, "shop/Worker.0#20"],
    [11, "shop/Worker.1"],
  ]);
  const { churn, marks } = followed(...shop([A], [A, A2], [A2]));
  expect(marks).toEqual([
    "1 birth 20 shop/Worker.0#20",
    "2 birth 20 shop/Worker.0",
    "2 death 10 shop/Worker.0",
  ]);
  expect(livesOf(churn, "shop/Worker.0").map(({ pid, firstSeenAt }) => [pid, firstSeenAt])).toEqual(
    [
      [20, second(1)],
      [10, second(0)],
    ],
  );
});

test("an orphan gives way to whoever has its slot now", () => {
  expect([...rowKeys(serverOf("shop", [{ ...A, orphan: true }, A2])).values()]).toEqual([
    "shop/Worker.0#10",
    "shop/Worker.0",
  ]);
  expect([...rowKeys(serverOf("shop", [{ ...A, orphan: true }])).values()]).toEqual([
    "shop/Worker.0",
  ]);
});

test("a process without a slot has a row of its own until it gets one", () => {
  const fresh: Spec = { ...A2, slot: null };
  const { marks, churn } = followed(...shop([A], [fresh], [A2]));
  expect(marks).toEqual([
    "1 start 20 shop/#20",
    "1 death 10 shop/Worker.0",
    "2 birth 20 shop/Worker.0",
  ]);
  expect(livesOf(churn, "shop/#20")).toEqual([]);
});

test("a death is oom when the counter rose with it", () => {
  const { churn, marks } = followed(...counted([0, 1], [A, B], [A2, B]));
  expect(marks).toEqual(["1 birth 20 shop/Worker.0", "1 oom 10 shop/Worker.0"]);
  expect(livesOf(churn, "shop/Worker.0")[1]).toMatchObject({ pid: 10, end: "oom" });
  expect(churn.kills).toMatchObject([
    { at: second(1), count: 1, victims: [{ pid: 10, slot: "Worker.0" }] },
  ]);
  expect(churn.baselineKills).toBe(0);
});

test.each([1, 2])(
  "a counter that rises %i samples after the death makes it an oom, with the time of the death",
  (late) => {
    const kills = [0, 0, late === 1 ? 1 : 0, 1];
    const { churn, marks } = followed(...counted(kills, [A, B], [A2, B], [A2, B], [A2, B]));
    expect(marks).toEqual([
      "1 birth 20 shop/Worker.0",
      "1 death 10 shop/Worker.0",
      "1 oom 10 shop/Worker.0",
    ]);
    expect(livesOf(churn, "shop/Worker.0")[1]?.end).toBe("oom");
    expect(churn.kills).toMatchObject([{ at: second(1 + late), victims: [{ pid: 10 }] }]);
  },
);

test("a death up to two samples after the rise, too; later it is none of it", () => {
  const early = followed(...counted([0, 1, 1, 1], [A, B], [A, B], [A, B], [B]));
  expect(early.marks).toEqual(["3 oom 10 shop/Worker.0"]);
  expect(early.churn.kills).toMatchObject([{ at: second(1), victims: [{ pid: 10 }] }]);
  const late = followed(...counted([0, 1, 1, 1, 1], [A, B], [A, B], [A, B], [A, B], [B]));
  expect(late.marks).toEqual(["4 death 10 shop/Worker.0"]);
  expect(late.churn.kills).toMatchObject([{ count: 1, victims: [] }]);
  const old = followed(...counted([0, 0, 0, 0, 1], [A, B], [B], [B], [B], [B]));
  expect(old.marks).toEqual(["1 death 10 shop/Worker.0"]);
});

test("more deaths than kills: the largest is the victim", () => {
  const { marks } = followed(...counted([0, 1], [A, B], []));
  expect(marks.toSorted()).toEqual(["1 death 11 shop/Worker.1", "1 oom 10 shop/Worker.0"]);
});

test("deaths of several samples: the one nearest to the rise is the victim", () => {
  const large = { ...B, anonMib: 30 };
  const { marks } = followed(...counted([0, 0, 1], [A, large], [large], []));
  expect(marks).toEqual(["1 death 10 shop/Worker.0", "2 oom 11 shop/Worker.1"]);
});

test("who is small beside another one is not the victim, though only it is seen to be gone yet", () => {
  const small = { ...B, anonMib: 4 };
  const { churn, marks } = followed(...counted([0, 1, 1], [A, small], [A], []));
  expect(marks).toEqual(["1 death 11 shop/Worker.1", "2 oom 10 shop/Worker.0"]);
  expect(churn.kills).toMatchObject([{ victims: [{ pid: 10 }] }]);
});

test("a counter above zero when we came explains no death", () => {
  const { churn, marks } = followed(...counted([3, 3], [A, B], [B]));
  expect(marks).toEqual(["1 death 10 shop/Worker.0"]);
  expect(churn.kills).toEqual([]);
  expect(churn.baselineKills).toBe(3);
});

test("a counter that went back belongs to a new group", () => {
  const { churn } = followed(...counted([5, 0, 0], [A, B], [A, B], [B]));
  expect(churn.kills).toEqual([]);
  expect(churn.baselineKills).toBe(0);
});

test("no counter, no oom", () => {
  const { churn, marks } = followed(...counted([], [A, B], [B]));
  expect(marks).toEqual(["1 death 10 shop/Worker.0"]);
  expect(churn.baselineKills).toBeNull();
});

test("a server's own counter names its own dead; the target's does not tell the kill twice", () => {
  const at = (seconds: number, own: number, host: number, specs: readonly Spec[]) =>
    sampleOf(
      seconds,
      [
        serverOf("shop", specs, memoryOf({ oomKills: own })),
        serverOf("admin", seconds === 0 ? [{ ...A, pid: 30 }] : []),
      ],
      memoryOf({ source: "host", oomKills: host }),
    );
  const { churn, marks } = followed(at(0, 0, 0, [A, B]), at(1, 1, 1, [B]));
  expect(marks).toEqual(["1 death 30 admin/Worker.0", "1 oom 10 shop/Worker.0"]);
  expect(churn.kills).toMatchObject([{ source: "shop", count: 1, victims: [{ pid: 10 }] }]);
});

test("a whole server is started anew: its rows go on", () => {
  const { churn, marks } = followed(...shop([A, B], [], [{ ...A2, born: 2 }]));
  expect(marks).toEqual([
    "1 death 10 shop/Worker.0",
    "1 death 11 shop/Worker.1",
    "2 birth 20 shop/Worker.0",
  ]);
  expect(livesOf(churn, "shop/Worker.0").map(({ pid }) => pid)).toEqual([20, 10]);
});

test("what is remembered is bounded: 32 lives per row, 640 rows, and slots outlast the nameless", () => {
  let churn = noChurn;
  for (let at = 0; at < 2000; at += 1) {
    const nameless = Array.from({ length: 2 }, (_, index): Spec => ({
      pid: 10_000 + at * 2 + index,
      slot: null,
      born: at,
    }));
    const named: Spec = { pid: 100 + at, slot: "Worker.0", generation: at, born: at };
    const hostile: Spec = { pid: 5000 + at, slot: `x${at}.0`, born: at };
    churn = followChurn(
      churn,
      sampleOf(at, [serverOf("shop", [named, hostile, ...nameless])], memoryOf({ oomKills: at })),
    ).churn;
  }
  expect(livesOf(churn, "shop/Worker.0")).toHaveLength(33);
  expect(churn.ended.size).toBeLessThanOrEqual(512);
  expect([...churn.ended.keys()].filter((key) => key.includes("/#"))).toHaveLength(128);
  expect(churn.kills).toHaveLength(64);
  expect(churn.recentDeaths.length).toBeLessThan(20);
});
