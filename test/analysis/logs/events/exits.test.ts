import { expect, test } from "vitest";
import { epochMs } from "../../../../src/domain/units.ts";
import { aMemory, aProcess, aSample, aServer, START } from "../../../store/build.ts";
import { anAccount, eventsIn, eventsOf, readAt, swoole, theOne } from "../told.ts";

/** Heads have the clock of the server: `second` seconds after START (2025-11-24T16:00:00Z). */
const exit = (second: number, pid: number, rest: string): string =>
  swoole(
    `2025-11-24 16:00:0${second} $28.0`,
    "WARNING",
    `Worker::report_error(): worker(pid=${pid}, id=${rest}`,
  );
const KILLED = "4) abnormal exit, status=0, signal=9";
const worker = aProcess({ pid: 1049, nsPid: 49, slot: "Worker.4", mib: 51 });
const other = aProcess({ pid: 1050, nsPid: 50, slot: "Worker.5", mib: 900 });
/** It writes the exit lines. */
const manager = aProcess({ pid: 1028, nsPid: 28, slot: "Manager" });
const server = aServer([manager, worker, other]);
const own = (oomKills: number) => aMemory({ oomKills, oomEvents: oomKills });
const oomCounts = (oomKills: number | null, oomEvents: number | null) => ({
  memory: aMemory({ oomKills, oomEvents, limitBytes: null }),
});

test("C01: from a log alone a signal 9 is killed, by whom is unknown", () => {
  // cases.md C01, swoole-src#4776
  const events = eventsIn(
    "[2024-03-11 08:59:52 $28.0]\tWARNING\tServer::check_worker_exit_status(): worker(pid=49, id=4) abnormal exit, status=0, signal=9",
  );
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    kind: "abnormal-exit",
    at: Date.UTC(2024, 2, 11, 8, 59, 52),
    pid: 49,
    workerId: 4,
    slot: null,
    status: 0,
    signal: 9,
    cause: "killed",
    reason: null,
    story: null,
  });
});

test("a signal 9 waits for the sample after it: a counter that stood still makes it killed", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(2, 2)));
  const before = account.lines(readAt(1, `${exit(1, 49, KILLED)}\n[INFO] next`));
  expect(eventsOf(before)).toEqual([]);
  const [event] = eventsOf(account.sample(aSample(2, [aServer([other])], oomCounts(2, 2))));
  expect(event).toMatchObject({ pid: 49, slot: "Worker.4", cause: "killed", detail: null });
});

test("a counter that rose with it makes it oom, and the hits of the own limit say whose limit it was", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(2, 1)));
  account.lines(readAt(1, `${exit(1, 49, KILLED)}\n[INFO] next`));
  const counts = { memory: aMemory({ oomKills: 3, oomEvents: 2, limitBytes: worker.rssBytes }) };
  const [event] = eventsOf(account.sample(aSample(2, [aServer([other])], counts)));
  expect(event).toMatchObject({ cause: "oom", detail: `own limit, ${51 * 1024 * 1024} bytes` });
});

test("a kill that no hit of the own limit explains was the machine's", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(2, 1)));
  account.lines(readAt(1, `${exit(1, 49, KILLED)}\n[INFO] next`));
  const [event] = eventsOf(account.sample(aSample(2, [aServer([other])], oomCounts(3, 1))));
  expect(event).toMatchObject({ cause: "oom", detail: "the machine, or a group above" });
});

test("where nobody counts the hits, nobody says whose limit it was", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(2, null)));
  account.lines(readAt(1, `${exit(1, 49, KILLED)}\n[INFO] next`));
  const [event] = eventsOf(account.sample(aSample(2, [aServer([other])], oomCounts(3, null))));
  expect(event).toMatchObject({ cause: "oom", detail: null });
});

test("a counter that rose before the line was read explains it, too", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(2, 1)));
  account.sample(aSample(1, [aServer([other])], oomCounts(3, 2)));
  const told = account.lines(readAt(1.5, `${exit(1, 49, KILLED)}\n[INFO] next`));
  expect(theOne(eventsOf(told), "abnormal-exit")).toMatchObject({ cause: "oom", slot: "Worker.4" });
});

test("one kill of the kernel explains one death: the one who held most", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(0, 0)));
  account.lines(
    readAt(1, `${exit(1, 49, KILLED)}\n${exit(1, 50, "5) abnormal exit, status=0, signal=9")}`),
  );
  const events = eventsOf(account.sample(aSample(2, [], oomCounts(1, 1))));
  expect(events.map(({ pid, cause }) => [pid, cause])).toEqual([
    [49, "killed"],
    [50, "oom"],
  ]);
});

test("an old death is not explained by a kill of today", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(2, 1)));
  const old =
    "[2025-11-20 09:00:00 $28.0]\tWARNING\tWorker::report_error(): worker(pid=49, id=4) abnormal exit, status=0, signal=9";
  account.lines(readAt(0, `${old}\n[INFO] next`).map((line) => ({ ...line, clock: "backlog" })));
  const told = [1, 2].flatMap((second) =>
    account.sample(aSample(second, [server], oomCounts(3, 2))),
  );
  expect(theOne(eventsOf(told), "abnormal-exit")).toMatchObject({ cause: "killed", slot: null });
});

/** Two servers in groups of their own; only the second's counter moves. */
const pair = (kills: number) => [
  aServer([worker], { memory: own(0) }),
  aServer([other], { id: "shop-2", memory: own(kills) }),
];

test("a server's own counter counts for its own processes", () => {
  const account = anAccount();
  account.sample(aSample(0, pair(0), oomCounts(0, 0)));
  account.lines(readAt(1, `${exit(1, 49, KILLED)}\n[INFO] next`));
  const [event] = eventsOf(account.sample(aSample(2, pair(1), oomCounts(1, 1))));
  expect(event).toMatchObject({ pid: 49, cause: "killed" });
});

test("without an answer of a sample it is told at the end", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(2, 1)));
  account.lines(readAt(1, exit(1, 49, KILLED)));
  expect(theOne(eventsOf(account.end()), "abnormal-exit").cause).toBe("killed");
});

test.each([
  ["status=0, signal=11", "crash"],
  ["status=0, signal=6", "crash"],
  ["status=0, signal=15", "terminated"],
  ["status=0, signal=10", null],
  ["status=255, signal=0", null],
])("%s alone is %s", (ending, cause) => {
  const events = eventsIn(exit(1, 49, `4) abnormal exit, ${ending}`));
  expect(theOne(events, "abnormal-exit").cause).toBe(cause);
});

test("a death of a former version without PID", () => {
  // swoole v4.8.13 src/os/process_pool.cc:754
  const [event] = eventsIn(
    "[2026-11-23 05:40:53 $321.0]\tWARNING\tProcessPool::wait(): worker#0 abnormal exit, status=0, signal=9",
  );
  expect(event).toMatchObject({ pid: null, workerId: 0, cause: "killed" });
});

test("a user process gets its name from the start that follows its end, and keeps it", () => {
  // captures/term-dispatcher/stdout.log
  const events = eventsIn(
    [
      "[2026-11-23 06:06:10.296] [INFO] Process[crontab-dispatcher.0] start.",
      "[2026-11-23 06:06:10.299] [INFO] Process[queue-consumer.0] start.",
      "[2026-11-23 06:06:14 $1474.0]\tWARNING\tWorker::report_error(): worker(pid=1486, id=2) abnormal exit, status=0, signal=15",
      "[2026-11-23 06:06:14.114] [INFO] Process[crontab-dispatcher.0] start.",
      "[2026-11-23 06:06:22 $1474.0]\tWARNING\tWorker::report_error(): worker(pid=1513, id=2) abnormal exit, status=0, signal=9",
    ].join("\n"),
  );
  const exits = events.filter(({ kind }) => kind === "abnormal-exit");
  expect(exits.map(({ pid, slot, cause }) => [pid, slot, cause])).toEqual([
    [1486, "crontab-dispatcher.0", "terminated"],
    [1513, "crontab-dispatcher.0", "killed"],
  ]);
});

test("two that end together are not told apart by their starts", () => {
  const events = eventsIn(
    [
      exit(1, 1486, "2) abnormal exit, status=0, signal=9"),
      exit(1, 1487, "3) abnormal exit, status=0, signal=9"),
      "[2025-11-24 16:00:01.114] [INFO] Process[queue-consumer.0] start.",
      "[2025-11-24 16:00:01.115] [INFO] Process[crontab-dispatcher.0] start.",
    ].join("\n"),
  );
  const exits = events.filter(({ kind }) => kind === "abnormal-exit");
  expect(exits.map(({ slot }) => slot)).toEqual([null, null]);
});

test("a worker that starts in the place of a death says what died", () => {
  const events = eventsIn(
    [
      exit(1, 49, KILLED),
      "[2025-11-24 16:00:01.114] [INFO] Process[queue-consumer.0] stopped.",
      "[2025-11-24 16:00:01.115] [INFO] TaskWorker#4 started.",
    ].join("\n"),
  );
  expect(theOne(events, "abnormal-exit").slot).toBe("TaskWorker.4");
});

test("the seen time is kept for a line without time", () => {
  const account = anAccount();
  const told = account.lines(readAt(3, "[INFO] Worker#0 started.\n[INFO] next"));
  expect(theOne(eventsOf(told), "worker-start")).toMatchObject({ seenAt: START + 3000 });
});

test("where there are several servers, a worker id alone names nobody", () => {
  const account = anAccount();
  account.sample(aSample(0, [server, aServer([], { id: "other" })], oomCounts(0, 0)));
  const died = exit(1, 99, "4) abnormal exit, status=0, signal=15");
  const told = [...account.lines(readAt(1, `[INFO] Worker#4 started.\n${died}`)), ...account.end()];
  expect(theOne(eventsOf(told), "abnormal-exit").slot).toBeNull();
});

test("no counter, no oom", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(null, null)));
  account.lines(readAt(1, `${exit(1, 49, KILLED)}\n[INFO] next`));
  const [event] = eventsOf(account.sample(aSample(2, [], oomCounts(7, 7))));
  expect(event?.cause).toBe("killed");
});

test("quiet is no answer where samples decide", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(2, 1)));
  account.lines(readAt(1, `${exit(1, 49, KILLED)}\n[INFO] next`));
  expect(eventsOf([account.quiet(), account.quiet(), account.quiet()].flat())).toEqual([]);
  const told = account.sample(aSample(2, [aServer([other])], oomCounts(3, 1)));
  expect(theOne(eventsOf(told), "abnormal-exit").cause).toBe("oom");
});

const LATE =
  "[2025-11-24 16:00:02 $28.0]\tWARNING\tWorker::report_error(): worker(pid=49, id=9) abnormal exit, status=0, signal=9";

test("a death that is read ten seconds later is of whoever lived then", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(0, 0)));
  account.sample(aSample(3, [aServer([manager, other])], oomCounts(0, 0)));
  const successor = aProcess({
    pid: 1049,
    nsPid: 49,
    slot: "Worker.5",
    startedAt: epochMs(START + 9000),
  });
  account.sample(aSample(11, [aServer([manager, successor])], oomCounts(0, 0)));
  account.lines(readAt(12, `${LATE}\n[INFO] next`));
  const told = [13, 14].flatMap((second) =>
    account.sample(aSample(second, [aServer([manager, successor])], oomCounts(0, 0))),
  );
  expect(theOne(eventsOf(told), "abnormal-exit").slot).toBe("Worker.4");
});

test("the kill of the kernel that it was is found as well", () => {
  const account = anAccount();
  account.sample(aSample(1, [server], oomCounts(0, 0)));
  for (const second of [3, 5, 7, 9, 11]) {
    account.sample(aSample(second, [aServer([manager, other])], oomCounts(1, 1)));
  }
  const told = account.lines(readAt(12, `${LATE}\n[INFO] next`));
  expect(theOne(eventsOf(told), "abnormal-exit")).toMatchObject({
    slot: "Worker.4",
    cause: "oom",
  });
});

test("id 0 is an event worker's, and ids below a known one are", () => {
  // captures/logs-4.8.13-process/main.swoole.log, shortened
  const events = eventsIn(
    [
      exit(0, 32205, "0) abnormal exit, status=0, signal=9"),
      exit(1, 32206, "1) abnormal exit, status=0, signal=11"),
      exit(1, 32207, "3) abnormal exit, status=0, signal=11"),
      swoole("2025-11-24 16:00:02 *464.2", "NOTICE", "ProcessFactory::end() (ERRNO 1005): x"),
      swoole("2025-11-24 16:00:02 ^465.3", "NOTICE", "ProcessFactory::end() (ERRNO 1005): x"),
      exit(3, 32208, "1) abnormal exit, status=0, signal=9"),
      exit(3, 32209, "4) abnormal exit, status=0, signal=9"),
    ].join("\n"),
  );
  expect(events.map(({ pid, slot }) => [pid, slot])).toEqual([
    [32205, "Worker.0"],
    [32206, "Worker.1"],
    [32207, "TaskWorker.3"],
    [32208, "Worker.1"],
    [32209, null],
  ]);
});

test("a pool's id 0 without a PID may be no server's", () => {
  const [event] = eventsIn(
    "[2026-11-23 05:40:53 $321.0]\tWARNING\tProcessPool::wait(): worker#0 abnormal exit, status=0, signal=9",
  );
  expect(event?.slot).toBeNull();
});

test("what follows a death that waits is told after it", () => {
  // captures/logs-4.8.13-process/main.swoole.log:38-39
  const events = eventsIn(
    [
      exit(1, 584, "4) abnormal exit, status=255, signal=0"),
      swoole("2025-11-24 16:00:02 $28.0", "INFO", "Server is reloading all workers now"),
      "[2025-11-24 16:00:02.100] [INFO] Worker#0 started.",
      "[2025-11-24 16:00:01.500] [INFO] Worker#1 started.",
    ].join("\n"),
  );
  expect(events.map(({ kind, workerId }) => [kind, workerId])).toEqual([
    ["abnormal-exit", 4],
    ["worker-start", 1],
    ["reload", null],
    ["worker-start", 0],
  ]);
});

test("a start in another file waits for the death that came before it", () => {
  const account = anAccount();
  account.sample(aSample(0, [server], oomCounts(0, 0)));
  const told = [
    ...account.lines(readAt(1, `${exit(1, 49, KILLED)}\n[INFO] next`, "file:swoole.log")),
    ...account.lines(
      readAt(1, "[2025-11-24 16:00:01.286] [INFO] Worker#4 started.\n[INFO] next", "stdout"),
    ),
  ];
  expect(eventsOf(told)).toEqual([]);
  const later = eventsOf(account.sample(aSample(2, [server], oomCounts(0, 0))));
  expect(later.map(({ kind }) => kind)).toEqual(["abnormal-exit", "worker-start"]);
});
