import { expect, test } from "vitest";
import { anAccount, eventsIn, eventsOf, kindsOf, linesOf, readAt, theOne } from "../told.ts";

const LIMIT =
  "Allowed memory size of 33554432 bytes exhausted (tried to allocate 6295552 bytes) in /srv/app/app/Crontab/Tasks.php on line 14";
const rshutdown = (pid: number): string =>
  `[2026-11-23 05:56:00 *${pid}.1]\tERROR\tphp_swoole_server_rshutdown() (ERRNO 503): Fatal error: ${LIMIT}`;
const exit = (pid: number, id: number): string =>
  `[2026-11-23 05:56:00 $5854.0]\tWARNING\tServer::check_worker_exit_status(): worker(pid=${pid}, id=${id}) abnormal exit, status=255, signal=0`;

test("a fatal that is printed twice and then ends a worker is one, and explains the end", () => {
  // captures/hyperf-r-h31-swoole518-worker-memlimit/stdout.log:86-91
  const events = eventsIn(
    [
      "",
      `Fatal error: ${LIMIT}`,
      rshutdown(5865),
      "[2026-11-23 05:56:00 @5865.0]\tWARNING\tChannel::~Channel() (ERRNO 10003): channel is destroyed, 5 consumers will be discarded",
      exit(5865, 1),
      "[INFO] Worker#1 started.",
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["php-fatal", "abnormal-exit", "worker-start"]);
  const [fatal, end] = events;
  const facts = { pid: 5865, workerId: 1, slot: "Worker.1", cause: "php-fatal", detail: LIMIT };
  expect(fatal).toMatchObject(facts);
  expect(end).toMatchObject({ ...facts, status: 255, signal: 0 });
  expect(fatal?.story).not.toBeNull();
  expect(end?.story).toBe(fatal?.story);
});

test("the third copy comes from another source", () => {
  const account = anAccount();
  const told = [
    ...account.lines(readAt(1, `Fatal error: ${LIMIT}\n[INFO] next`, "stdout")),
    ...account.lines(readAt(1, `${rshutdown(5865)}\n${exit(5865, 1)}`, "file:swoole.log")),
    ...account.lines(readAt(2, `PHP Fatal error:  ${LIMIT}\n[INFO] next`, "stderr")),
    ...account.end(),
  ];
  expect(kindsOf(eventsOf(told))).toEqual(["php-fatal", "abnormal-exit"]);
  expect(theOne(eventsOf(told), "php-fatal").pid).toBe(5865);
});

test("files that are read one after the other tell a death once", () => {
  const account = anAccount();
  const told = [
    ...account.lines(linesOf(`${rshutdown(5865)}\n${exit(5865, 1)}`, "file:swoole.log")),
    ...account.lines(linesOf(`PHP Fatal error:  ${LIMIT}`, "file:stderr.log")),
    ...account.end(),
  ];
  expect(kindsOf(eventsOf(told))).toEqual(["php-fatal", "abnormal-exit"]);
});

test("two that die of the same are two", () => {
  // captures/hyperf-x-crashloop-d-taskworker/stdout.log:41-46: they interleave
  const events = eventsIn(
    [
      `Fatal error: ${LIMIT}`,
      rshutdown(13575),
      "",
      `Fatal error: ${LIMIT}`,
      rshutdown(13574),
      exit(13574, 1),
      exit(13575, 1),
    ].join("\n"),
  );
  const fatals = events.filter(({ kind }) => kind === "php-fatal");
  expect(fatals.map(({ pid }) => pid)).toEqual([13575, 13574]);
});

test("a task worker that survives its fatal has no PID and no exit", () => {
  // captures/task-death-6.2.1/stdout.log:6-9
  const events = eventsIn(
    [
      `PHP Fatal error:  ${LIMIT}`,
      `PHP Fatal error:  ${LIMIT}`,
      "onWorkerStop worker_id=0 pid=14768",
    ].join("\n"),
  );
  expect(events.map(({ kind, pid }) => [kind, pid])).toEqual([
    ["php-fatal", null],
    ["php-fatal", null],
  ]);
});

test("a user process never names itself: its exit line is explained, its fatal stays without PID", () => {
  // captures/hyperf-o-memlimit-coroutine/stdout.log:51-57
  const events = eventsIn(
    [
      "[2026-11-23 05:52:55.002] [INFO] Worker#0 started.",
      "",
      `Fatal error: ${LIMIT}`,
      "[2026-11-23 05:53:00 @22768.2]\tWARNING\tChannel::~Channel() (ERRNO 10003): channel is destroyed, 11 consumers will be discarded",
      "[2026-11-23 05:53:00 $22757.0]\tWARNING\tWorker::report_error(): worker(pid=22768, id=2) abnormal exit, status=255, signal=0",
      "[2026-11-23 05:53:00.116] [INFO] Process[crontab-dispatcher.0] start.",
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["worker-start", "php-fatal", "abnormal-exit", "process-start"]);
  expect(theOne(events, "php-fatal").pid).toBeNull();
  expect(theOne(events, "abnormal-exit")).toMatchObject({
    pid: 22768,
    slot: "crontab-dispatcher.0",
    cause: "php-fatal",
    detail: LIMIT,
    story: theOne(events, "php-fatal").story,
  });
});

test("a fatal without PID does not explain the end of a worker", () => {
  const events = eventsIn(
    [
      "[2026-11-23 05:55:59.002] [INFO] Worker#1 started.",
      `PHP Fatal error:  ${LIMIT}`,
      exit(5865, 1),
      "[2026-11-23 05:57:00.116] [INFO] later",
    ].join("\n"),
  );
  expect(theOne(events, "abnormal-exit").cause).toBeNull();
});

test("exit() in a coroutine is an exit, no crash", () => {
  // captures/logs-6.2.1-process/main.swoole.log:12-17
  const events = eventsIn(
    [
      "[2026-11-23 05:38:55 *20575.0]\tERROR\tphp_swoole_server_rshutdown() (ERRNO 503): Fatal error: Uncaught Swoole\\ExitException: swoole exit in /srv/plain/server.php:21",
      "Stack trace:",
      "#0 [internal function]: {closure}()",
      "#1 {main}",
      "  thrown in /srv/plain/server.php on line 21",
      "[2026-11-23 05:38:55 $19338.0]\tWARNING\tWorker::report_error(): worker(pid=20575, id=0) abnormal exit, status=255, signal=0",
    ].join("\n"),
  );
  expect(theOne(events, "abnormal-exit")).toMatchObject({ cause: "exit", slot: "Worker.0" });
  expect(theOne(events, "php-fatal").cause).toBe("exit");
});

test("exit() without a coroutine is no fatal, but the reason of the exit line", () => {
  // swoole:ext-src/swoole_server.cc:115
  const events = eventsIn(
    [
      "[2026-11-23 05:38:55 *20575.0]\tNOTICE\tphp_swoole_server_rshutdown() (ERRNO 9003): worker process is terminated by exit()/die()",
      "[2026-11-23 05:38:55 $19338.0]\tWARNING\tWorker::report_error(): worker(pid=20575, id=0) abnormal exit, status=1, signal=0",
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["abnormal-exit"]);
  expect(events[0]?.cause).toBe("exit");
});

test("C05: PHP's own limit carries the limit", () => {
  // cases.md C05 A, hyperf#2164
  const [event] = eventsIn(
    "PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 98304 bytes) in /app/vendor/r/Parser/Memo.php on line 53",
  );
  expect(event).toMatchObject({ kind: "php-fatal", pid: null, cause: "php-fatal" });
  expect(event?.detail).toContain("Allowed memory size of 134217728 bytes exhausted");
});

test("C05: a refused mmap was refused by the system", () => {
  // cases.md C05 B, hyperf#4226
  const events = eventsIn(
    [
      "mmap() failed: [12] Out of memory",
      "mmap() failed: [12] Out of memory",
      "PHP Fatal error:  Out of memory (allocated 420691968) (tried to allocate 20480 bytes) in /app/vendor/r/Node.php on line 18",
    ].join("\n"),
  );
  expect(theOne(events, "php-fatal").detail).toBe("refused by the system, 420691968 allocated");
});

test("the fatal may come after the exit that it explains", () => {
  const account = anAccount();
  const told = [
    ...account.lines(readAt(1, `${exit(5865, 1)}\n[INFO] next`, "file:manager.log")),
    ...account.lines(readAt(1, `${rshutdown(5865)}\n[INFO] next`, "file:swoole.log")),
    ...account.end(),
  ];
  expect(theOne(eventsOf(told), "abnormal-exit").cause).toBe("php-fatal");
});

test("a copy without time in another file of before is the same end", () => {
  const account = anAccount();
  const undated = "PHP Fatal error:  Uncaught Error: boom in /app/a.php:3";
  const dated =
    "[2026-11-23 05:38:55 *20575.0]\tERROR\tphp_swoole_server_rshutdown() (ERRNO 503): Fatal error: Uncaught Error: boom in /app/a.php:3";
  const later = "[2026-11-23 05:59:00 $19338.0]\tINFO\tServer is reloading all workers now";
  const told = [
    ...account.lines(linesOf(`${dated}\n${later}`, "file:swoole.log")),
    ...account.lines(linesOf(undated, "stdout")),
    ...account.end(),
  ];
  expect(theOne(eventsOf(told), "php-fatal").pid).toBe(20575);
});
