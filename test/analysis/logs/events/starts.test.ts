import { expect, test } from "vitest";
import { aProcess, aSample, aServer } from "../../../store/build.ts";
import { anAccount, eventsIn, eventsOf, kindsOf, linesOf, readAt, theOne } from "../told.ts";

// captures/hyperf-l-worker-kill-reload/stdout.log:2-28
const BOOT = [
  "[2026-11-23 05:51:08.042] [DEBUG] Crontab heartbeat have been registered.",
  "[2026-11-23 05:51:08.042] [DEBUG] Crontab leaky-import have been registered.",
  "[2026-11-23 05:51:08.111] [INFO] Worker#0 started.",
  "[2026-11-23 05:51:08.111] [INFO] HTTP Server listening at 127.0.0.1:19531",
  "[2026-11-23 05:51:08.115] [INFO] Process[queue-consumer.0] start.",
  "[2026-11-23 05:51:08.118] [INFO] Worker#1 started.",
  "[2026-11-23 05:51:08.120] [INFO] Process[crontab-dispatcher.0] start.",
];

test("an application that boots and starts its processes is one server", () => {
  const events = eventsIn(BOOT.join("\n"));
  expect(theOne(events, "server-start").at).toBe(Date.UTC(2026, 10, 23, 5, 51, 8, 42));
  expect(events.filter(({ kind }) => kind === "process-start").map(({ slot }) => slot)).toEqual([
    "queue-consumer.0",
    "crontab-dispatcher.0",
  ]);
  expect(
    events.filter(({ kind }) => kind === "crontab-registered").map(({ task }) => task),
  ).toEqual(["heartbeat", "leaky-import"]);
});

test("a worker that starts again and listens is no server start", () => {
  const events = eventsIn(
    [
      "[2026-11-23 05:53:22.197] [INFO] Worker#0 started.",
      "[2026-11-23 05:53:22.197] [INFO] HTTP Server listening at 127.0.0.1:19531",
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["worker-start"]);
});

test("a command that registers tasks starts no server", () => {
  const later = "[2026-11-23 06:20:14.114] [INFO] Process[crontab-dispatcher.0] start.";
  expect(kindsOf(eventsIn([BOOT[0], later].join("\n")))).toEqual([
    "crontab-registered",
    "process-start",
  ]);
});

test("a reload's workers belong to it once, a later start does not", () => {
  const events = eventsIn(
    [
      "[2026-11-23 05:53:22 $22828.0]\tINFO\tServer is reloading all workers now",
      "[2026-11-23 05:53:22.197] [INFO] Worker#0 started.",
      "[2026-11-23 05:53:22.199] [INFO] Worker#1 started.",
      "[2026-11-23 05:53:40.000] [INFO] Worker#0 started.",
    ].join("\n"),
  );
  const story = theOne(events, "reload").story;
  expect(events.map((event) => event.story)).toEqual([story, story, story, null]);
});

test("a reload of task workers restarts no event worker", () => {
  const events = eventsIn(
    [
      "[2026-11-23 05:41:32 $32200.0]\tINFO\tServer is reloading task workers now",
      "[2026-11-23 05:41:32.100] [INFO] Worker#0 started.",
      "[2026-11-23 05:41:32.200] [INFO] TaskWorker#2 started.",
    ].join("\n"),
  );
  expect(events.map(({ kind, slot, story }) => [kind, slot, story !== null])).toEqual([
    ["reload", null, true],
    ["worker-start", "Worker.0", false],
    ["worker-start", "TaskWorker.2", true],
  ]);
});

test("a stop and a lost manager", () => {
  // captures/logs-4.8.13-process/mgr.swoole.log
  const events = eventsIn(
    [
      "[2026-11-23 05:42:00 #1385.2]\tWARNING\tServer_signal_handler(): Fatal Error: manager process exit. status=0, signal=[Killed: 9]",
      "[2026-11-23 05:42:05 #1385.2]\tINFO\tServer is shutdown now",
      "[2026-11-23 05:42:05 #1385.2]\tWARNING\tProcessFactory::shutdown(): kill(1386) failed, Error: No such process[3]",
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["manager-lost", "server-stop"]);
  expect(events[0]).toMatchObject({ pid: null, slot: "Manager", status: 0, signal: 9 });
});

test("the manager that is lost has the PID that the samples saw", () => {
  const account = anAccount();
  account.sample(aSample(0, [aServer([aProcess({ pid: 5, nsPid: 2, slot: "Manager" })])]));
  const line =
    "[2025-11-24 16:00:01 #1.2]\tWARNING\tServer::signal_handler_child_exit(): Fatal Error: manager process exit. status=0, signal=[Killed: 9]";
  const told = [...account.lines(readAt(1, line)), ...account.end()];
  expect(theOne(eventsOf(told), "manager-lost").pid).toBe(2);
});

test("one sentence that two sources keep is one event", () => {
  const line = "[2025-11-24 16:00:01 $28.0]\tINFO\tServer is reloading all workers now";
  const account = anAccount();
  const told = [
    ...account.lines(linesOf(line, "file:swoole.log")),
    ...account.lines(linesOf(line, "journal")),
    ...account.end(),
  ];
  expect(kindsOf(eventsOf(told))).toEqual(["reload"]);
  expect(kindsOf(eventsIn([line, line].join("\n")))).toEqual(["reload", "reload"]);
});

test("two servers of one machine may say the same in the same second", () => {
  const account = anAccount();
  const told = [
    ...account.lines(readAt(1, "[INFO] Worker#0 started.\n[INFO] next", "file:a.log")),
    ...account.lines(readAt(1, "[INFO] Worker#0 started.\n[INFO] next", "file:b.log")),
  ];
  expect(kindsOf(eventsOf(told))).toEqual(["worker-start", "worker-start"]);
});
