import { expect, test } from "vitest";
import { anAccount, eventsIn, eventsOf, kindsOf, readAt, theOne } from "../told.ts";

const BANNER = [
  "",
  "===================================================================",
  " [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!",
  "===================================================================",
  "",
  " [Coroutine-3]",
  "--------------------------------------------------------------------",
  "#0  Redis->zRangeByScore() called at [/app/vendor/acme/redis/Conn.php:76]",
  "#1  App\\Queue\\DueList->poll() called at [/app/app/Queue/DueList.php:31]",
].join("\n");
const COROUTINE =
  "[Coroutine-3] #0  Redis->zRangeByScore() called at [/app/vendor/acme/redis/Conn.php:76] #1  App\\Queue\\DueList->poll() called at [/app/app/Queue/DueList.php:31]";

test("C03: a recycled worker that could not leave is no restart and no crash", () => {
  // cases.md C03, hyperf#3263
  const events = eventsIn(
    [
      "[INFO] Crontab task [ws-heartbeat] executed successfully at 2024-02-14 07:46:30.",
      "[INFO] Worker#0 started.",
      "[WARNING] WebSocket: fd[2762998] does not exist.",
      "[INFO] WebSocket Server listening at 0.0.0.0:9502",
      "[INFO] HTTP Server listening at 0.0.0.0:9501",
      "[WARNING] WebSocket: fd[2762932] does not exist.",
      "[2024-02-14 07:46:35 *263.0]\tWARNING\tWorker_reactor_try_to_exit (ERRNO 9012): worker exit timeout, forced termination",
      BANNER,
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["crontab-run", "worker-start", "forced-stop"]);
  expect(theOne(events, "worker-start")).toMatchObject({ workerId: 0, slot: "Worker.0" });
  expect(theOne(events, "forced-stop")).toMatchObject({
    pid: 263,
    workerId: 0,
    slot: "Worker.0",
    detail: COROUTINE,
  });
});

const RELOAD = "[2026-11-23 05:53:22 $228.0]\tINFO\tServer is reloading all workers now";
const TIMEOUT =
  "[2026-11-23 05:53:25 *263.0]\tWARNING\tWorker::try_to_exit() (ERRNO 9101): worker exit timeout, forced termination";
// swoole v5.1.8 src/server/manager.cc:72
const MANAGER_KILLS =
  "[2026-11-23 05:53:26 $228.0]\tWARNING\tManager::kill_timeout_process() (ERRNO 9101): worker(pid=263, id=0) exit timeout, force kill the process";
const KILLED =
  "[2026-11-23 05:53:26 $228.0]\tWARNING\tServer::check_worker_exit_status(): worker(pid=263, id=0) abnormal exit, status=0, signal=9";

test("a reload, who could not leave, the manager's kill, its signal 9 and the banner are one story", () => {
  const events = eventsIn(
    [
      RELOAD,
      "[2026-11-23 05:53:22.197] [INFO] Worker#0 started.",
      TIMEOUT,
      MANAGER_KILLS,
      KILLED,
      BANNER,
      "[2026-11-23 05:53:27.197] [INFO] WebSocket: fd[88121] does not exist.",
    ].join("\n"),
  );
  expect(kindsOf(events).toSorted()).toEqual([
    "abnormal-exit",
    "forced-stop",
    "reload",
    "worker-start",
  ]);
  const story = theOne(events, "reload").story;
  expect(story).not.toBeNull();
  expect(new Set(events.map((event) => event.story))).toEqual(new Set([story]));
  expect(theOne(events, "forced-stop")).toMatchObject({ pid: 263, detail: COROUTINE });
  expect(theOne(events, "abnormal-exit")).toMatchObject({
    cause: "killed",
    reason: "exit-timeout",
    slot: "Worker.0",
  });
});

test("the reason is the manager's only where the manager said so", () => {
  const events = eventsIn([RELOAD, TIMEOUT, KILLED].join("\n"));
  expect(theOne(events, "abnormal-exit")).toMatchObject({ cause: "killed", reason: null });
  expect(theOne(events, "abnormal-exit").story).toBe(theOne(events, "reload").story);
});

test("a process that nobody named was killed by someone else", () => {
  const events = eventsIn(
    [MANAGER_KILLS, KILLED.replaceAll("263", "264").replace("id=0", "id=1")].join("\n"),
  );
  expect(theOne(events, "abnormal-exit").reason).toBeNull();
});

test("the manager that kills all that is left speaks of each", () => {
  // captures of hyperf-j, ground-truth.md part 4: swoole v6.2 manager.cc:324
  const events = eventsIn(
    [
      "[2026-11-23 05:48:38 $9477.0]\tWARNING\tManager::terminate_all_worker() (ERRNO 9101): wait timeout, all worker processes will be forcibly terminated",
      "[2026-11-23 05:48:38 $9477.0]\tWARNING\tWorker::report_error(): worker(pid=9480, id=0) abnormal exit, status=0, signal=9",
    ].join("\n"),
  );
  expect(theOne(events, "forced-stop").pid).toBeNull();
  expect(theOne(events, "abnormal-exit")).toMatchObject({
    reason: "exit-timeout",
    story: theOne(events, "forced-stop").story,
  });
});

test("the banner may come first, on another stream", () => {
  const account = anAccount();
  const told = [
    ...account.lines(readAt(1, `${BANNER}\n[INFO] next`, "stdout")),
    ...account.lines(readAt(1, `${TIMEOUT}\n${RELOAD}`, "file:swoole.log")),
    ...account.end(),
  ];
  expect(theOne(eventsOf(told), "forced-stop").detail).toBe(COROUTINE);
});

test("a banner alone is no event", () => {
  expect(eventsIn(BANNER)).toEqual([]);
});

test("what a later worker did to leave is a story of its own", () => {
  const later = TIMEOUT.replace("05:53:25", "09:10:00");
  const events = eventsIn([RELOAD, later].join("\n"));
  expect(theOne(events, "forced-stop").story).not.toBe(theOne(events, "reload").story);
});
