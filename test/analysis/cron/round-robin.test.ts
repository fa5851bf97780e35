import { describe, expect, test } from "vitest";
import { dispatches, nextWorker, rotationOf } from "../../../src/analysis/cron/round-robin.ts";
import { parseRule } from "../../../src/analysis/cron/rule.ts";
import { epochMs } from "../../../src/domain/units.ts";

/** Literal: getNextWorkerId of hyperf:src/crontab/src/Strategy/{Worker,TaskWorker,Process}Strategy.php, v3.1.71. */
function getNextWorkerId(
  strategy: "worker" | "task-worker" | "process",
  workerNum: number,
  taskWorkerNum: number,
): () => number {
  let currentWorkerId = -1;
  return () => {
    ++currentWorkerId;
    if (strategy === "task-worker") {
      const minWorkerId = workerNum;
      const maxWorkerId = minWorkerId + taskWorkerNum - 1;
      if (currentWorkerId < minWorkerId || currentWorkerId > maxWorkerId)
        currentWorkerId = minWorkerId;
      return currentWorkerId;
    }
    const maxWorkerId = strategy === "worker" ? workerNum - 1 : workerNum + taskWorkerNum - 1;
    if (currentWorkerId > maxWorkerId) currentWorkerId = 0;
    return currentWorkerId;
  };
}

test.each(["worker", "task-worker", "process"] as const)(
  "%s goes round as Hyperf's counter does",
  (strategy) => {
    for (const [workerNum, taskWorkerNum] of [
      [1, 1],
      [4, 2],
      [3, 5],
    ] as const) {
      const rotation = rotationOf(strategy, { workerNum, taskWorkerNum }) ?? [];
      const next = getNextWorkerId(strategy, workerNum, taskWorkerNum);
      const wanted = Array.from({ length: 20 }, () => next()).map(
        (id) => `${id < workerNum ? "Worker" : "TaskWorker"}.${id}`,
      );
      expect(wanted.map((_, turn) => rotation[turn % rotation.length])).toEqual(wanted);
    }
  },
);

test("there is no rotation without workers, or without knowing how many", () => {
  expect(rotationOf("coroutine", { workerNum: 4, taskWorkerNum: 2 })).toBeNull();
  expect(rotationOf("custom", { workerNum: 4, taskWorkerNum: 2 })).toBeNull();
  expect(rotationOf(null, { workerNum: 4, taskWorkerNum: 2 })).toBeNull();
  expect(rotationOf("worker", { workerNum: null, taskWorkerNum: 2 })).toBeNull();
  expect(rotationOf("process", { workerNum: 4, taskWorkerNum: null })).toBeNull();
  expect(rotationOf("task-worker", { workerNum: 4, taskWorkerNum: 0 })).toBeNull();
});

const time = (text: string) => epochMs(Date.parse(`2026-11-26T${text}Z`));
const task = (name: string, rule: string) => ({ name, rule: parseRule(rule, null), zone: "UTC" });
const TASKS = [
  task("import", "30,0 * * * * *"),
  task("report", "*/2 * * * *"),
  task("twice", "5,5 */3 * * * *"),
];
const RANGE = { from: time("12:00:00"), to: time("12:03:00") };

test("a dispatcher hands out minute by minute, task by task, second by second as written", () => {
  const told = dispatches(TASKS, RANGE).map(
    ({ task: name, at }) => `${name} ${new Date(at).toISOString().slice(14, 19)}`,
  );
  expect(told).toEqual([
    "import 00:30",
    "import 00:00",
    "report 00:00",
    "twice 00:05",
    "twice 00:05",
    "import 01:30",
    "import 01:00",
    "import 02:30",
    "import 02:00",
    "report 02:00",
  ]);
});

describe("the next worker", () => {
  const rotation = rotationOf("worker", { workerNum: 4, taskWorkerNum: 0 }) ?? [];
  const sequence = dispatches([task("stock", "* * * * *"), task("report", "*/2 * * * *")], {
    from: time("12:00:00"),
    to: time("12:10:00"),
  });
  // stock report stock stock report stock stock report …; this dispatcher has counted to 2 before
  const slots = [
    "Worker.2",
    "Worker.3",
    "Worker.0",
    "Worker.1",
    "Worker.2",
    "Worker.3",
    "Worker.0",
  ];
  const seen = sequence
    .slice(0, slots.length)
    .map((run, turn) => ({ ...run, slot: slots[turn] ?? "" }));
  const ofStock = seen.filter((run) => run.task === "stock");

  test("is told once two ticks have come where the first said", () => {
    expect(nextWorker(ofStock.slice(0, 2), sequence, rotation, "stock")).toBeNull();
    // the first three: turns 0, 2, 3; the next of stock is turn 5
    expect(nextWorker(ofStock.slice(0, 3), sequence, rotation, "stock")).toBe("Worker.3");
    expect(nextWorker(seen, sequence, rotation, "report")).toBe("Worker.1");
  });

  test("is not told when a run came elsewhere", () => {
    const strayed = [
      ...ofStock.slice(0, 3),
      { task: "stock", at: time("12:03:00"), slot: "Worker.0" },
    ];
    expect(nextWorker(strayed, sequence, rotation, "stock")).toBeNull();
  });

  test("is told again when a dispatcher that began anew has fitted", () => {
    const anew = [
      ["12:03:00", 5],
      ["12:04:00", 6],
      ["12:05:00", 8],
    ] as const;
    const runs = anew.map(([at, turn]) => ({
      task: "stock",
      at: time(at),
      slot: rotation[(turn + 1) % 4] ?? "",
    }));
    expect(nextWorker([...ofStock.slice(0, 3), ...runs], sequence, rotation, "stock")).toBe(
      "Worker.2",
    );
  });

  test("is not told for a slot or run that nobody knows, and when the task does not come any more", () => {
    expect(
      nextWorker(
        ofStock.slice(0, 3).map((run) => ({ ...run, slot: "crontab-dispatcher.0" })),
        sequence,
        rotation,
        "other",
      ),
    ).toBeNull();
    expect(
      nextWorker(
        ofStock.slice(0, 3).map((run) => ({ ...run, task: "other" })),
        sequence,
        rotation,
        "stock",
      ),
    ).toBeNull();
    expect(nextWorker(ofStock, sequence.slice(0, 7), rotation, "stock")).toBeNull();
    expect(nextWorker(ofStock, sequence, [], "stock")).toBeNull();
  });

  test("is not told from slots that are not in the rotation, even when they agree", () => {
    const outside = sequence
      .filter((run) => run.task === "stock")
      .slice(0, 3)
      .map((run) => ({ ...run, slot: "TaskWorker.9" }));
    const single = rotationOf("worker", { workerNum: 1, taskWorkerNum: 0 }) ?? [];
    expect(nextWorker(outside, sequence, single, "stock")).toBeNull();
  });
});
