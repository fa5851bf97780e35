import { expect, test } from "vitest";
import { epochMs } from "../../../../src/domain/units.ts";
import { aProcess, aSample, aServer, START } from "../../../store/build.ts";
import { anAccount, eventsOf, kindsOf, readAt, recordsOf } from "../told.ts";

const old = aProcess({ pid: 107, nsPid: 7, slot: "Worker.0" });
const young = aProcess({
  pid: 108,
  nsPid: 8,
  slot: "Worker.0",
  startedAt: epochMs(START + 1200),
});
const wrote = (pid: number, rest = ""): string => `[INFO] imported pid=${pid}${rest}\n[INFO] next`;

test("the first line of a new worker waits for the sample that knows it", () => {
  const account = anAccount();
  account.sample(aSample(0, [aServer([old])]));
  expect(account.lines(readAt(1.3, `${wrote(8)}\n[INFO] Worker#0 started.`))).toEqual([]);
  const told = account.sample(aSample(2, [aServer([young])]));
  expect(recordsOf(told).map(({ pid, slot }) => [pid, slot])).toEqual([
    [8, "Worker.0"],
    [null, null],
    [null, null],
  ]);
  expect(kindsOf(eventsOf(told))).toEqual(["worker-start"]);
});

test("a sample that was taken before the line was read says nothing of it", () => {
  const account = anAccount();
  account.sample(aSample(0, [aServer([old])]));
  account.lines(readAt(1.3, wrote(8)));
  expect(account.sample(aSample(1, [aServer([old])]))).toEqual([]);
  const told = account.sample(aSample(2, [aServer([young])]));
  expect(recordsOf(told)[0]?.slot).toBe("Worker.0");
});

test("a stranger's lines wait once", () => {
  const account = anAccount();
  account.sample(aSample(0, [aServer([old])]));
  account.lines(readAt(1.3, wrote(99)));
  const told = account.sample(aSample(2, [aServer([old])]));
  expect(recordsOf(told)[0]?.slot).toBeNull();
  expect(recordsOf(account.lines(readAt(2.1, wrote(99))))[0]?.pid).toBe(99);
});

test("no line waits for long while others come, or nothing does", () => {
  const account = anAccount();
  account.sample(aSample(0, [aServer([old])]));
  account.lines(readAt(1, wrote(99)));
  expect(recordsOf(account.lines(readAt(2.6, "[INFO] later\n[INFO] last")))).toHaveLength(3);
  account.lines(readAt(3, wrote(98)));
  expect(recordsOf([1, 2, 3, 4].flatMap(() => account.quiet())).length).toBeGreaterThan(0);
});

test("a line that is read long after its writer died, and says no time, is of the only one who had the PID", () => {
  const account = anAccount();
  account.sample(aSample(0, [aServer([old])]));
  account.sample(aSample(5, [aServer([young])]));
  account.lines(readAt(20, wrote(7)));
  const told = account.sample(aSample(21, [aServer([young])]));
  expect(recordsOf(told)[0]).toMatchObject({ pid: 7, slot: "Worker.0" });
});

test("one who died hours ago is not meant", () => {
  const account = anAccount();
  account.sample(aSample(0, [aServer([old])]));
  account.sample(aSample(5, [aServer([young])]));
  account.lines(readAt(7200, wrote(7)));
  const told = account.sample(aSample(7201, [aServer([young])]));
  expect(recordsOf(told)[0]).toMatchObject({ pid: 7, slot: null });
});
