import { expect, test } from "vitest";
import { eventsIn, kindsOf, theOne } from "../told.ts";

const RELOAD = "[2026-11-23 05:53:22 $22828.0]\tINFO\tServer is reloading all workers now";
const LEAVES =
  "Event Hyperf\\Framework\\Event\\OnWorkerExit handled by Hyperf\\Signal\\Listener\\SignalDeregisterListener listener.";
const failed = (ms: string, task = "heartbeat"): string =>
  `[2026-11-23 05:53:${ms}] [ERROR] Crontab task [${task}] failed execution at 2026-11-23 05:53:${ms.slice(0, 2)}.`;

test("failures in one instant at a reload were cancelled, and belong to it", () => {
  // captures/hyperf-l-worker-kill-reload/stdout.log:102-114
  const events = eventsIn(
    [RELOAD, failed("22.191"), failed("22.191"), failed("22.194", "leaky-import")].join("\n"),
  );
  const cancelled = events.filter(({ kind }) => kind === "crontab-cancelled");
  expect(cancelled.map(({ task }) => task)).toEqual(["heartbeat", "heartbeat", "leaky-import"]);
  expect(new Set(cancelled.map(({ story }) => story))).toEqual(
    new Set([theOne(events, "reload").story]),
  );
});

test("the reload may be written after them", () => {
  const events = eventsIn([failed("22.191"), failed("22.192"), RELOAD].join("\n"));
  expect(kindsOf(events)).toEqual(["reload", "crontab-cancelled", "crontab-cancelled"]);
});

test("at a stop that no line tells of, the workers that leave give it away", () => {
  // captures/hyperf-k-base-onoff-oneserver/stdout.log, its last lines
  const events = eventsIn(
    [
      `[2026-11-23 05:53:33.402] [DEBUG] ${LEAVES}`,
      failed("33.402"),
      failed("33.402"),
      failed("33.402", "leaky-import"),
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(Array.from({ length: 3 }, () => "crontab-cancelled"));
});

test("a single one in the instant in which a worker leaves was cancelled as well", () => {
  // captures/hyperf-l-worker-kill-reload/stdout.log:166-169
  const events = eventsIn(
    [`[2026-11-23 05:53:52.584] [DEBUG] ${LEAVES}`, failed("52.584")].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["crontab-cancelled"]);
});

test("a single failure near a reload may be true", () => {
  const events = eventsIn([RELOAD, failed("23.500")].join("\n"));
  expect(kindsOf(events)).toEqual(["reload", "crontab-failed"]);
});

test("failures far from any stop are failures", () => {
  const events = eventsIn([RELOAD, failed("52.191"), failed("52.192")].join("\n"));
  expect(kindsOf(events)).toEqual(["reload", "crontab-failed", "crontab-failed"]);
});

test("a failure with its exception is true, whatever else happens", () => {
  // captures/hyperf-a-worker, ground-truth.md part 4
  const events = eventsIn(
    [
      RELOAD,
      failed("22.191", "always-fails"),
      "[2026-11-23 05:53:22.191] [ERROR] RuntimeException: upstream said 503 in /srv/app/app/Crontab/Tasks.php:16",
      "Stack trace:",
      "#0 {main}",
      failed("22.194"),
      failed("22.194"),
    ].join("\n"),
  );
  expect(theOne(events, "crontab-failed")).toMatchObject({
    task: "always-fails",
    detail: "RuntimeException: upstream said 503 in /srv/app/app/Crontab/Tasks.php:16",
  });
  expect(kindsOf(events).filter((kind) => kind === "crontab-cancelled")).toHaveLength(2);
});

test("without any time, failures of one second beside a reload were cancelled", () => {
  // as captures/hyperf-l, written by Hyperf 3.1, which prints no time
  const line = "[ERROR] Crontab task [heartbeat] failed execution at 2026-11-23 05:53:22.";
  expect(kindsOf(eventsIn([RELOAD, line, line].join("\n")))).toEqual([
    "reload",
    "crontab-cancelled",
    "crontab-cancelled",
  ]);
  const between = Array.from({ length: 100 }, (_, i) => `[INFO] request ${i}`);
  expect(kindsOf(eventsIn([RELOAD, ...between, line, line].join("\n")))).toEqual([
    "reload",
    "crontab-failed",
    "crontab-failed",
  ]);
});

test("a lock that cannot be had blocks the task, whose name nobody says", () => {
  // captures/hyperf-h-singleton-no-hyperf-redis/stdout.log:31-68, shortened
  const events = eventsIn(
    [
      "[WARNING] Hyperf\\Di\\Exception\\NotFoundException: No entry or class found for 'Hyperf\\Redis\\RedisFactory' in /srv/app/vendor/hyperf/src/di/src/Container.php:59",
      "Stack trace:",
      "#12 /srv/app/vendor/hyperf/src/crontab/src/Strategy/Executor.php(148): Hyperf\\Di\\Container->get()",
      "#13 /srv/app/vendor/hyperf/src/crontab/src/Strategy/Executor.php(131): Hyperf\\Crontab\\Strategy\\Executor->getTaskMutex()",
      "#18 {main}",
      "",
      "Next Hyperf\\Di\\Exception\\DependencyException: Error while injecting dependencies into Hyperf\\Crontab\\Mutex\\RedisTaskMutex: No entry or class found for 'Hyperf\\Redis\\RedisFactory' in /srv/app/vendor/hyperf/src/di/src/Resolver/ObjectResolver.php:56",
      "[INFO] next",
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["crontab-blocked"]);
  expect(events[0]?.task).toBeNull();
  expect(events[0]?.detail).toContain("No entry or class found for 'Hyperf\\Redis\\RedisFactory'");
});

test("Redis down blocks a lock, and only a lock", () => {
  const refused =
    "[2026-11-23 05:46:00.238] [WARNING] RedisException: Connection refused in /srv/app/vendor/hyperf/src/redis/src/RedisConnection.php:318";
  const trace = (frame: string): string => [refused, "Stack trace:", `#0 ${frame}`].join("\n");
  const lock =
    "/srv/app/vendor/hyperf/src/crontab/src/Mutex/RedisTaskMutex.php(35): Hyperf\\Redis\\Redis->__call()";
  expect(kindsOf(eventsIn(trace(lock)))).toEqual(["crontab-blocked"]);
  expect(
    eventsIn(trace("/srv/app/app/Controller/Shop.php(3): Hyperf\\Redis\\Redis->__call()")),
  ).toEqual([]);
  expect(eventsIn(refused)).toEqual([]);
});

test("C25: a success that was none is a run, and an old version's skip names its mutex", () => {
  // cases.md C25, hyperf#1604
  const events = eventsIn(
    [
      "||2024-04-19 00:10:00||app||INFO||vip levels: begin||[]||[]",
      "||2024-04-19 00:10:01||sql||INFO||[8.27] select `id` from `goods` where `member_id` in (15, 17, 22)||[]||[]",
      "||2024-04-19 00:10:01||sys||WARNING||Database connection refreshing.||[]||[]",
      "||2024-04-19 00:10:01||app||ERROR||vip levels: gave up||[]||[]",
      "||2024-04-19 00:10:01||sys||INFO||Crontab task [vip-levels] executed successfully at 2024-04-19 00:10:01.||[]||[]",
      "2024-09-05 10:04:05||default||INFO||Crontab task [stay-signed-in] skipped (singleton) execution at 2024-09-05 10:04:05.||[]||[]",
    ].join("\n"),
  );
  expect(events.map(({ kind, task, reason, at }) => [kind, task, reason, at])).toEqual([
    ["crontab-run", "vip-levels", null, Date.UTC(2024, 3, 19, 0, 10, 1)],
    ["crontab-skipped", "stay-signed-in", "task-mutex", Date.UTC(2024, 8, 5, 10, 4, 5)],
  ]);
});

test("C24: before 3.1.7 a skip does not say why", () => {
  // cases.md C24, hyperf#7385
  const [event] = eventsIn("[INFO] Crontab task [rates] skipped execution at 2024-05-19 10:05:00.");
  expect(event).toMatchObject({ kind: "crontab-skipped", task: "rates", reason: null });
});

test("a tick is the dispatcher's own line, a sentence that is quoted is nothing", () => {
  const events = eventsIn(
    [
      "[2026-11-23 05:52:00.095] [DEBUG] Current microtime: 1795413120 0.09519700. Crontab dispatcher sleep 59.905s.",
      "[2026-11-23 05:52:01.000] [INFO] they said: Crontab task [x] failed execution at 2026-11-23 05:52:01.",
    ].join("\n"),
  );
  expect(kindsOf(events)).toEqual(["crontab-tick"]);
});
