import { describe, expect, test } from "vitest";
import { logAccount, type LogAccount } from "../../../src/analysis/logs/account.ts";
import { aProcess, aSample, aServer } from "../../store/build.ts";
import { anAccount, eventsOf, kindsOf, linesOf, readAt, recordsOf } from "./told.ts";

const HEAD =
  "[2026-11-23 05:41:23 *464.0]\tNOTICE\tProcessFactory::end() (ERRNO 1005): session#6 does not exists";

test("each source has its own records, however their lines come", () => {
  const account = anAccount();
  const [one = [], two = []] = ["a", "b"].map((name) =>
    linesOf(
      `[2026-11-23 05:46:00.1${name === "a" ? 1 : 2}0] [ERROR] ${name}\n#0 ${name}`,
      `file:${name}`,
    ),
  );
  const told = [
    ...account.lines([one[0], two[0], one[1], two[1]].flatMap((line) => line ?? [])),
    ...account.end(),
  ];
  expect(recordsOf(told).map(({ source, lines }) => [source, lines.length])).toEqual([
    ["file:a", 2],
    ["file:b", 2],
  ]);
});

test("every line is told once, in its order", () => {
  const account = anAccount();
  const lines = linesOf([HEAD, "[INFO] a", "", "plain", "[INFO] b", "#0 x"].join("\n"));
  const told = [...lines.flatMap((line) => account.lines([line])), ...account.end()];
  expect(recordsOf(told).flatMap((record) => record.lines)).toEqual(lines);
});

test("the writer's slot is known by its head", () => {
  const account = anAccount();
  const task = HEAD.replace("*464.0", "^465.2");
  const [first, second] = recordsOf([
    ...account.lines(linesOf(`${HEAD}\n${task}`)),
    ...account.end(),
  ]);
  expect([first?.slot, second?.slot]).toEqual(["Worker.0", "TaskWorker.2"]);
});

test("a PID that a line names is known by the heads before it", () => {
  const account = anAccount();
  const monolog = '[2026-11-23 05:41:24] task.INFO: imported {"pid":464} []';
  const stranger = monolog.replace("464", "999");
  const records = recordsOf([
    ...account.lines(linesOf([HEAD, monolog, stranger].join("\n"))),
    ...account.end(),
  ]);
  expect(records.map(({ pid, slot }) => [pid, slot])).toEqual([
    [464, "Worker.0"],
    [464, "Worker.0"],
    [999, null],
  ]);
});

test("a PID of a user process is known by the samples", () => {
  const account = anAccount();
  const dispatcher = aProcess({ pid: 9507, nsPid: 77, slot: "crontab-dispatcher.0" });
  account.sample(aSample(0, [aServer([dispatcher])]));
  const line =
    "[2025-11-24 16:00:01 @77.2]\tWARNING\tChannel::~Channel() (ERRNO 10003): channel is destroyed";
  const [record] = recordsOf([...account.lines(readAt(1, line)), ...account.end()]);
  expect(record).toMatchObject({ pid: 77, workerId: null, slot: "crontab-dispatcher.0" });
});

test("a record that waits for more lines is told with the sample a second later", () => {
  const account = anAccount();
  expect(account.lines(readAt(1, "[INFO] Worker#0 started."))).toEqual([]);
  expect(account.sample(aSample(1, []))).toEqual([]);
  const told = account.sample(aSample(2, []));
  expect(recordsOf(told).map(({ message }) => message)).toEqual(["Worker#0 started."]);
  expect(kindsOf(eventsOf(told))).toEqual(["worker-start"]);
});

test("a record that goes on waits one sample longer: its next lines may come with the next look at the file", () => {
  const account = anAccount();
  const told = [
    ...account.lines(readAt(1, "[2026-11-23 05:46:00.110] [ERROR] broken")),
    ...account.lines(readAt(1, "#0 a.php(1)")),
    ...account.sample(aSample(1.9, [])),
    ...account.lines(readAt(2, "#1 b.php(2)")),
    ...account.sample(aSample(2.9, [])),
  ];
  expect(recordsOf(told)).toEqual([]);
  const [record, ...others] = recordsOf(account.sample(aSample(3.9, [])));
  expect(record?.lines).toHaveLength(3);
  expect(others).toEqual([]);
});

test("without samples, quiet does it", () => {
  const account = anAccount();
  account.lines(readAt(1, "[INFO] Worker#0 started."));
  const told = [...account.quiet(), ...account.quiet()];
  expect(recordsOf(told)).toHaveLength(1);
});

test("a flood of deaths without end is told, and kept within bounds", () => {
  const account = anAccount();
  const exits = Array.from(
    { length: 3000 },
    (_, i) =>
      `[2026-11-23 05:38:50 $19338.0]\tWARNING\tWorker::report_error(): worker(pid=${i + 1}, id=${i}) abnormal exit, status=255, signal=0`,
  ).join("\n");
  const during = eventsOf(account.lines(linesOf(exits))).length;
  expect(during).toBeGreaterThan(2000);
  expect(during + eventsOf(account.end()).length).toBe(3000);
});

const wrote = (second: number): string =>
  `[2026-11-23 05:41:${second}] task.INFO: imported {"pid":464} []`;

test("what a process wrote before its end is its own, even behind the line that tells it", () => {
  const account = anAccount();
  const end =
    "[2026-11-23 05:41:25 $28.0]\tWARNING\tWorker::report_error(): worker(pid=464, id=0) abnormal exit, status=0, signal=9";
  const records = recordsOf([
    ...account.lines(linesOf([HEAD, end, wrote(24), wrote(40)].join("\n"))),
    ...account.end(),
  ]);
  expect(records.map(({ slot }) => slot)).toEqual(["Worker.0", null, "Worker.0", null]);
});

const at = (account: LogAccount, second: number): string | undefined => {
  const text = `[2026-11-23 05:46:0${second}] app.INFO: at ${second} [] []`;
  const [record] = recordsOf([
    ...account.lines(linesOf(text)),
    ...account.quiet(),
    ...account.quiet(),
  ]);
  return record?.at === undefined || record.at === null
    ? undefined
    : new Date(record.at).toISOString().slice(11, 19);
};

const open = (zone: string | null) => logAccount({ zone, pidPattern: null });

describe("the zone of times that name none", () => {
  test("is the one that the target tells, from then on, also of a source that is read already", () => {
    const account = open(null);
    expect(at(account, 0)).toBe("05:46:00");
    account.sources([], "Asia/Shanghai");
    expect(at(account, 0)).toBe("21:46:00");
    account.sources([]);
    expect(at(account, 1)).toBe("21:46:01");
    expect(
      recordsOf(account.earlier(linesOf("[2026-11-23 01:00:00] app.INFO: x [] []")))[0]?.at,
    ).toBe(Date.UTC(2026, 10, 22, 17));
  });

  test("is what the user says, whatever is told", () => {
    const account = open("Europe/Berlin");
    account.sources([], "Asia/Shanghai");
    expect(at(account, 0)).toBe("04:46:00");
  });

  test("stays UTC where the name is none", () => {
    const account = open(null);
    account.sources([], "localtime");
    account.sources([], "No/Where");
    expect(at(account, 0)).toBe("05:46:00");
  });
});
