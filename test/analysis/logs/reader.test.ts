import { expect, test } from "vitest";
import { logReader } from "../../../src/analysis/logs/reader.ts";
import { phraseOf } from "../../../src/analysis/logs/phrases.ts";
import { rawBytes } from "../../../src/analysis/logs/lines.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { aLine, essence, iso, linesOfEach, numbers, READ_AT, recordOf, recordsOf } from "./read.ts";

// shared captures/hyperf-r-h31-swoole518-worker-memlimit/stdout.log, hyperf-h-singleton-no-hyperf-redis/stdout.log, logs-6.2.1-process/main.swoole.log
const DEATH = `[INFO] Crontab task [leaky-import] executed successfully at 2026-11-23 05:55:50.

Fatal error: Allowed memory size of 33554432 bytes exhausted (tried to allocate 6295552 bytes) in /srv/app/app/Crontab/Tasks.php on line 14
[2026-11-23 05:56:00 *5865.1]\tERROR\tphp_swoole_server_rshutdown() (ERRNO 503): Fatal error: Allowed memory size of 33554432 bytes exhausted (tried to allocate 6295552 bytes) in /srv/app/app/Crontab/Tasks.php on line 14
[2026-11-23 05:56:00 @5865.0]\tWARNING\tChannel::~Channel() (ERRNO 10003): channel is destroyed, 5 consumers will be discarded
[2026-11-23 05:56:00 $5854.0]\tWARNING\tServer::check_worker_exit_status(): worker(pid=5865, id=1) abnormal exit, status=255, signal=0
[INFO] Worker#1 started.`;
const THROWABLE = `[WARNING] Hyperf\\Di\\Exception\\NotFoundException: No entry or class found for 'Hyperf\\Redis\\RedisFactory' in /srv/app/vendor/hyperf/src/di/src/Container.php:59
Stack trace:
#0 /srv/app/vendor/hyperf/src/di/src/Container.php(102): Hyperf\\Di\\Container->make()
#18 {main}

Next Hyperf\\Di\\Exception\\DependencyException: Error while injecting dependencies into Hyperf\\Crontab\\Mutex\\RedisTaskMutex: No entry in /srv/app/x.php:52
Stack trace:
#0 /srv/app/vendor/hyperf/src/di/src/Resolver/ObjectResolver.php(52): Hyperf\\Di\\Resolver\\ObjectResolver->createInstance()
#13 {main}`;
const CRASH = `[2026-11-23 05:38:52 $19338.0]\tWARNING\tWorker::report_error(): worker(pid=19344, id=1) abnormal exit, status=0, signal=11
A process crash occurred in Swoole-v6.2.1. Please report this issue.
You can refer to the documentation below, submit an issue to us on GitHub.
>> https://github.com/swoole/swoole-src/blob/master/docs/ISSUE.md

OS: Linux 6.18.44 #1 SMP PREEMPT_DYNAMIC @0 x86_64
GCC_VERSION: 12.2.0
OPENSSL_VERSION: OpenSSL 3.0.22 25 Aug 2026
PHP_VERSION : 8.2.36
`;
/** cases C03: hyperf/hyperf#3263 */
const BANNER = `[2024-02-14 07:46:35 *263.0]\tWARNING\tWorker_reactor_try_to_exit (ERRNO 9012): worker exit timeout, forced termination

===================================================================
 [FATAL ERROR]: all coroutines (count: 1) are asleep - deadlock!
===================================================================

 [Coroutine-3]
--------------------------------------------------------------------
#0  Redis->zRangeByScore() called at [/app/vendor/acme/redis/Conn.php:76]
#1  App\\Queue\\DueList->poll() called at [/app/app/Queue/DueList.php:31]`;
const UNCAUGHT = `PHP Fatal error:  Uncaught Swoole\\ExitException: swoole exit in /srv/plain/server.php:21
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in /srv/plain/server.php on line 21`;

test("a death of a worker: five formats of lines, each its own record", () => {
  expect(recordsOf(DEATH).map((record) => [record.format, record.level, record.pid])).toEqual([
    ["hyperf-stdout", "info", null],
    ["php-error", "error", null],
    ["swoole", "error", 5865],
    ["swoole", "warning", 5865],
    ["swoole", "warning", 5854],
    ["hyperf-stdout", "info", null],
  ]);
});

test("the empty line that PHP writes before an error belongs to the error", () => {
  const [, error] = recordsOf(DEATH);
  expect(error?.lines.map(({ text }) => text.slice(0, 12))).toEqual(["", "Fatal error:"]);
});

test("a throwable with its traces is one record, also over an empty line", () => {
  const [record, next] = recordsOf(`${THROWABLE}\n[INFO] next`);
  expect(record?.lines).toHaveLength(9);
  expect(record?.message).toMatch(/^Hyperf\\Di\\Exception\\NotFoundException: .*:59$/u);
  expect(next?.message).toBe("next");
});

test("a throwable whose message has several lines is one record", () => {
  const text = `[ERROR] PDOException: near line 2:\nselect *\nfrom goods in /srv/app/Db.php:9\nStack trace:\n#0 {main}\nafter`;
  expect(linesOfEach(recordsOf(text)).map((lines) => lines.length)).toEqual([5, 1]);
});

test("Swoole's words about a crash belong to the line of the exit, and end", () => {
  const records = recordsOf(`${CRASH}onWorkerError worker_id=1 pid=19344 exit_code=0 signal=11`);
  expect(records.map(({ format, lines }) => [format, lines.length])).toEqual([
    ["swoole", 9],
    ["plain", 1],
  ]);
});

test("C03: the banner of a deadlock with its trace is one record, of no level and of nobody", () => {
  const records = recordsOf(`${BANNER}\nplain`);
  expect(records.map(({ format, lines }) => [format, lines.length])).toEqual([
    ["swoole", 2],
    ["plain", 8],
    ["plain", 1],
  ]);
  expect(records[1]).toMatchObject({ level: null, pid: null });
  expect(phraseOf(records[1]?.message ?? "")).toEqual({ kind: "deadlock", coroutines: 1 });
});

test("two banners in a row are two records", () => {
  const banner = BANNER.slice(BANNER.indexOf("==="));
  expect(linesOfEach(recordsOf(`${banner}\n${banner}\n`)).map((lines) => lines.length)).toEqual([
    8, 8,
  ]);
});

test("a rule of another kind is no banner", () => {
  expect(linesOfEach(recordsOf("==========\n  indented\nplain"))).toEqual([
    ["=========="],
    ["  indented"],
    ["plain"],
  ]);
});

test("an uncaught exception is joined, and what follows is not", () => {
  expect(linesOfEach(recordsOf(`${UNCAUGHT}\nonWorkerError worker_id=0`))).toHaveLength(2);
});

test("everything else is plain: a line each, of nobody", () => {
  const records = recordsOf("bool(true)\nstart\nA colon: 12:00 is when INFO is\n");
  expect(records.map(essence)).toEqual(
    ["bool(true)", "start", "A colon: 12:00 is when INFO is"].map((text) => [
      "plain",
      null,
      null,
      null,
      null,
      null,
      text,
    ]),
  );
});

test("a plain line behind a head of Swoole is not put on its writer", () => {
  const [, plain] = recordsOf("[2026-11-23 05:56:00 *5865.1]\tNOTICE\tx\nan echo of anyone");
  expect(plain).toMatchObject({ format: "plain", pid: null, message: "an echo of anyone" });
});

test("a line knows the time of its source where it has none, and what was there before knows nothing", () => {
  const reading = recordOf("plain", { line: { clock: "reading" } });
  const source = recordOf("plain", { line: { clock: "source" } });
  const backlog = recordOf("plain");
  expect([reading, source, backlog].map(({ at, seenAt }) => [at, seenAt])).toEqual([
    [null, READ_AT],
    [READ_AT, null],
    [null, null],
  ]);
});

test("times without a zone are those of the zone that is told", () => {
  const told = "[2026-07-01 12:00:00] app.INFO: x [] []";
  expect(iso(recordOf(told, { zone: "Europe/Berlin" }).at)).toBe("2026-07-01T10:00:00.000Z");
  expect(iso(recordOf(told, { zone: "Asia/Shanghai" }).at)).toBe("2026-07-01T04:00:00.000Z");
  expect(recordOf(told, { zone: "Nowhere/At all" }).at).toBe(null);
});

const inBerlin = (time: string): string | null =>
  iso(recordOf(`[${time}] app.INFO: x [] []`, { zone: "Europe/Berlin" }).at);

test("an hour that comes twice is taken for the first, one that is skipped for what follows", () => {
  expect(inBerlin("2026-10-25 02:30:00")).toBe("2026-10-25T00:30:00.000Z");
  expect(inBerlin("2026-03-29 02:30:00")).toBe("2026-03-29T01:30:00.000Z");
});

test("the writer that the source names is taken where the line names none", () => {
  expect(recordOf("plain", { line: { writer: 77 } }).pid).toBe(77);
  expect(recordOf("[2026-11-23 05:56:00 *5.1]\tINFO\tx", { line: { writer: 77 } }).pid).toBe(5);
});

test("what was cut of the lines of a record is summed up", () => {
  const long = "x".repeat(70_000);
  expect(recordOf(`[INFO] ${long}\n#0 ${long}`).cutBytes).toBe(2 * 70_000 + 7 + 3 - 2 * 65_536);
});

test("a record that nothing follows comes with the flush, once", () => {
  const reader = logReader({ zone: null, pidPattern: null });
  const line = aLine({ text: untrustedText("[INFO] x"), cutBytes: 0, cut: null });
  expect(reader.read(line)).toEqual([]);
  expect(reader.flush()).toHaveLength(1);
  expect(reader.flush()).toEqual([]);
});

test("a record that never ends does not take all that follows", () => {
  const text = `[INFO] x\n${"#0 y\n".repeat(5000)}`;
  const records = recordsOf(text);
  expect(records.length).toBeGreaterThan(1);
  expect(records.flatMap(({ lines }) => lines)).toHaveLength(5001);
});

const STREAM = [
  DEATH,
  THROWABLE,
  CRASH,
  BANNER,
  UNCAUGHT,
  "[2026-11-23 05:58:12.306] \u001b[32m[DEBUG]\u001b[39m [command] Commands registered\r",
  "||2026-11-23 05:46:00||app||INFO||vip levels: begin||[]||[]",
  '{\n    "message": "m",\n    "level": 200,\n    "channel": "c"\n}',
  "app-1  | [INFO] x\napp-1  | #0 y\nапи | каждый 漢字🙂",
].join("\n");
const BYTES = new Uint8Array([
  ...new TextEncoder().encode(STREAM),
  0xff,
  0xfe,
  0x0a,
  0x80,
  0x0d,
  0x0a,
  0x00,
  0x1b,
  0x5b,
  0x0a,
  ...new TextEncoder().encode("[INFO] no end"),
]);

test("cut the stream 500 times at random points: nothing lost, nothing twice", () => {
  const whole = JSON.stringify(recordsOf(BYTES));
  const next = numbers(1);
  const cuts = Array.from({ length: 500 }, () => Math.floor(next() * BYTES.length));
  expect(JSON.stringify(recordsOf(BYTES, { cuts: cuts.toSorted((a, b) => a - b) }))).toBe(whole);
  for (const cut of cuts) expect(JSON.stringify(recordsOf(BYTES, { cuts: [cut] }))).toBe(whole);
});

test("binary garbage: all its bytes come back, in their order", () => {
  const next = numbers(3);
  const noise = Uint8Array.from({ length: 100_000 }, () => Math.floor(next() * 256)).map((byte) =>
    byte === 13 ? 0 : byte,
  );
  const back = recordsOf(noise).flatMap(({ lines }) => lines.map((line) => [...rawBytes(line)]));
  expect(back.flatMap((line) => [...line, 10]).slice(0, noise.length)).toEqual([...noise]);
});

/** The work of a line must not grow faster than its length: these took seconds with a careless pattern. */
test("hostile lines are read: brackets, braces, quotes, stamps and words without end", () => {
  const heads = [
    "",
    "[2026-11-23 05:46:00] app.INFO: ",
    "||2026-11-23 05:46:00||app||INFO||",
    "  200    GET /",
    "[pod/",
    "a-12345 ",
  ];
  const bodies = ["[", "]", "{}", '"', '\\"', "12:00 ", "INFO ", "||", "pid=", "Error: ", "\\x"];
  for (const head of heads)
    for (const body of bodies) {
      const text = head + body.repeat(100_000 / body.length);
      expect(recordsOf(text).flatMap(({ lines }) => lines)).toHaveLength(1);
    }
});
