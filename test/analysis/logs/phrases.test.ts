import { expect, test } from "vitest";
import { phraseOf } from "../../../src/analysis/logs/phrases.ts";

const exit = (pid: number | null, workerId: number, status: number, signal: number | null) => ({
  kind: "abnormal-exit",
  pid,
  workerId,
  status,
  signal,
});
const forced = (by: string, pid: number | null = null, workerId: number | null = null) => ({
  kind: "forced-stop",
  by,
  pid,
  workerId,
});

// From the tags of swoole-src; 4.8.13, 5.1.8 and 6.2.1 also from the captures logs-*.
test.each([
  [
    "4.2",
    "swManager_check_exit_status: worker#3 abnormal exit, status=0, signal=9",
    exit(null, 3, 0, 9),
  ],
  [
    "4.3-4.5.2",
    "swManager_check_exit_status: worker#3[pid=44] abnormal exit, status=255, signal=0",
    exit(44, 3, 255, 0),
  ],
  [
    "4.5.3-4.6.7",
    "check_worker_exit_status: worker#3[pid=44] abnormal exit, status=0, signal=11",
    exit(44, 3, 0, 11),
  ],
  [
    "4.7-5.1.8",
    "Server::check_worker_exit_status(): worker(pid=5865, id=1) abnormal exit, status=255, signal=0",
    exit(5865, 1, 255, 0),
  ],
  [
    "6.0-6.2",
    "Worker::report_error(): worker(pid=19343, id=0) abnormal exit, status=0, signal=9",
    exit(19343, 0, 0, 9),
  ],
  [
    "BASE up to 5.0.2",
    "ProcessPool::wait(): worker#0 abnormal exit, status=0, signal=9",
    exit(null, 0, 0, 9),
  ],
  ["a thread", "Server::x(): worker(tid=12, id=0) abnormal exit, status=3", exit(null, 0, 3, null)],
])("an abnormal exit as %s writes it", (_, message, phrase) => {
  expect(phraseOf(message)).toEqual(phrase);
});

test.each([
  [
    "swManager_kill_timeout_process: [Manager] Worker#7[pid=908] exit timeout, forced kill",
    forced("manager", 908, 7),
  ],
  [
    "kill_timeout_process (ERRNO 9012): [Manager] Worker#7[pid=908] exit timeout, force kill the process",
    forced("manager", 908, 7),
  ],
  [
    "Manager::kill_timeout_process() (ERRNO 9101): worker(pid=908, id=7) exit timeout, force kill the process",
    forced("manager", 908, 7),
  ],
  [
    "ProcessPool::kill_timeout_worker(): force kill worker process(pid=908, id=7)",
    forced("manager", 908, 7),
  ],
  [
    "Manager::terminate_all_worker() (ERRNO 9101): wait timeout, all worker processes will be forcibly terminated",
    forced("all"),
  ],
  [
    "Worker_reactor_try_to_exit (ERRNO 9012): worker exit timeout, forced termination",
    forced("worker"),
  ],
  [
    "swWorker_reactor_try_to_exit (ERRNO 9012): worker exit timeout, forced to terminate",
    forced("worker"),
  ],
  [
    "Server::shutdown() (ERRNO 9101): graceful shutdown failed, forced termination",
    forced("master"),
  ],
])("who could not leave: %s", (message, phrase) => {
  expect(phraseOf(message)).toEqual(phrase);
});

test.each([
  ["Server is reloading all workers now", { kind: "reload", of: "all" }],
  ["Server is reloading task workers now", { kind: "reload", of: "task" }],
  ["reload workers", { kind: "reload", of: null }],
  ["Server is shutdown now", { kind: "shutdown" }],
  [
    "Server_signal_handler(): Fatal Error: manager process exit. status=0, signal=[Killed: 9]",
    { kind: "manager-lost", status: 0, signal: 9 },
  ],
  [
    "Server::signal_handler_child_exit(): Fatal Error: manager process exit. status=255, signal=[Unknown signal 0: 0]",
    { kind: "manager-lost", status: 255, signal: 0 },
  ],
  [
    "php_swoole_server_rshutdown() (ERRNO 9003): worker process is terminated by exit()/die()",
    { kind: "exit-called" },
  ],
  [
    "[FATAL ERROR]: all coroutines (count: 12) are asleep - deadlock!",
    { kind: "deadlock", coroutines: 12 },
  ],
  ["Worker#0 started.", { kind: "worker-start", workerId: 0, role: "worker" }],
  ["TaskWorker#2 started.", { kind: "worker-start", workerId: 2, role: "task-worker" }],
  [
    "Process[crontab-dispatcher.0] start.",
    { kind: "process-start", name: "crontab-dispatcher", index: 0 },
  ],
  ["Process[a.b.3] stopped.", { kind: "process-stop", name: "a.b", index: 3 }],
  ["WebSocket Server listening at 0.0.0.0:9502", { kind: "listening" }],
])("what happens to processes: %s", (message, phrase) => {
  expect(phraseOf(message)).toEqual(phrase);
});

const due = "2026-11-23 05:46:00";
test.each([
  [
    `Crontab task [leaky-import] executed successfully at ${due}.`,
    { kind: "crontab-run", task: "leaky-import", due },
  ],
  [
    `Crontab task [a] b] failed execution at ${due}.`,
    { kind: "crontab-failed", task: "a] b", due },
  ],
  [
    `Crontab task [s] skipped execution at ${due}.`,
    { kind: "crontab-skipped", task: "s", due, mutex: null },
  ],
  [
    `Crontab task [s] skipped (singleton) execution at ${due}.`,
    { kind: "crontab-skipped", task: "s", due, mutex: "task" },
  ],
  [
    `Crontab task [s] skipped execution at ${due} caused by task mutex.`,
    { kind: "crontab-skipped", task: "s", due, mutex: "task" },
  ],
  [
    `Crontab task [s] skipped execution at ${due} caused by server mutex.`,
    { kind: "crontab-skipped", task: "s", due, mutex: "server" },
  ],
  ["Crontab slow-sync have been registered.", { kind: "crontab-registered", task: "slow-sync" }],
  ["Crontab a b is invalid.", { kind: "crontab-invalid", task: "a b" }],
  ["Crontab x is disabled.", { kind: "crontab-disabled", task: "x" }],
  ["Crontab x is disabled in prod environment.", { kind: "crontab-disabled", task: "x" }],
  ["Crontab dispatcher sleep 60s.", { kind: "crontab-tick", sleepS: 60 }],
  [
    "Current microtime: 1795412760 0.14948400. Crontab dispatcher sleep 59.851s.",
    { kind: "crontab-tick", sleepS: 59.851 },
  ],
])("Hyperf's crontab: %s", (message, phrase) => {
  expect(phraseOf(message)).toEqual(phrase);
});

test("C05: memory that PHP refused, and memory that the system refused", () => {
  const limit =
    "Allowed memory size of 134217728 bytes exhausted (tried to allocate 98304 bytes) in /app/vendor/r/Parser/Memo.php on line 53";
  const system =
    "Out of memory (allocated 420691968) (tried to allocate 20480 bytes) in /app/vendor/r/Node.php on line 18";
  expect(phraseOf(`PHP Fatal error:  ${limit}`)).toEqual({
    kind: "php-fatal",
    detail: limit,
    memory: { refusedBy: "limit", bytes: 134_217_728, triedBytes: 98_304 },
    isExit: false,
  });
  expect(phraseOf(`PHP Fatal error:  ${system}`)).toMatchObject({
    memory: { refusedBy: "system", bytes: 420_691_968, triedBytes: 20_480 },
  });
  expect(phraseOf(`PHP Fatal error:  ${system.replace("8)", "8 bytes)")}`)).toMatchObject({
    memory: { refusedBy: "system", bytes: 420_691_968 },
  });
});

test("the same fatal error in PHP's two ways and in Swoole's says the same", () => {
  const detail = "Uncaught Swoole\\ExitException: swoole exit in /srv/plain/server.php:21";
  const said = { kind: "php-fatal", detail, memory: null, isExit: true };
  expect(phraseOf(`PHP Fatal error:  ${detail}`)).toEqual(said);
  expect(phraseOf(`Fatal error: ${detail}`)).toEqual(said);
  expect(phraseOf(`php_swoole_server_rshutdown() (ERRNO 503): Fatal error: ${detail}`)).toEqual(
    said,
  );
  expect(phraseOf(`php_swoole_server_rshutdown (ERRNO 503): Fatal error: ${detail}`)).toEqual(said);
});

test("a throwable at the start of a message", () => {
  expect(phraseOf("RedisException: Connection refused in /srv/app/x.php:318")).toEqual({
    kind: "exception",
    name: "RedisException",
    detail: "Connection refused in /srv/app/x.php:318",
  });
  expect(phraseOf("Hyperf\\Di\\Exception\\NotFoundException: No entry")).toMatchObject({
    name: "Hyperf\\Di\\Exception\\NotFoundException",
  });
});

test("a sentence inside a message is a quotation", () => {
  for (const message of [
    `the log says: Crontab task [x] executed successfully at ${due}.`,
    "user wrote worker(pid=1, id=0) abnormal exit, status=0, signal=9",
    '"Worker#0 started."',
    "Worker#0 started. Really",
    "I read: Server::check_worker_exit_status(): worker(pid=5, id=1) abnormal exit, status=255, signal=0",
    "see Fatal error: x",
    "x Server is reloading all workers now",
    "Server is reloading all workers now, they say",
    "my_function(): Fatal error: x",
    "an Exception: x",
    "",
  ])
    expect(phraseOf(message)).toBe(null);
});
