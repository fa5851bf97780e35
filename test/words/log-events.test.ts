import { describe, expect, test } from "vitest";
import { LOG_EVENT_KINDS, type LogEvent } from "../../src/domain/log.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { logEventSubject, logEventText, lostManagerText } from "../../src/words/log-events.ts";
import { aLogEvent as event } from "../fixtures/log-event.ts";

describe("whom it is about", () => {
  test.each<[Partial<LogEvent>, string]>([
    [{ slot: untrustedText("Worker.0"), pid: 39, workerId: 0 }, "Worker.0 pid 39"],
    [{ pid: 39, workerId: 4 }, "worker #4 pid 39"],
    [{ workerId: 4 }, "worker #4"],
    [{ pid: 39 }, "pid 39"],
    [{ kind: "manager-lost", pid: 38 }, "Manager pid 38"],
    [{ kind: "crontab-run", task: untrustedText("sync-stock"), pid: 39 }, "task sync-stock"],
    [{ kind: "reload" }, ""],
  ])("%j", (facts, text) => {
    expect(logEventSubject(event(facts))).toBe(text);
  });
});

describe("how a process ended", () => {
  test.each<[Partial<LogEvent>, string]>([
    [{ cause: "killed", signal: 9 }, "killed by signal 9, by whom is unknown"],
    [
      { cause: "killed", signal: 9, reason: "exit-timeout" },
      "did not leave within max_wait_time, killed by the manager",
    ],
    [
      { cause: "oom", signal: 9, detail: untrustedText("its own limit") },
      "killed for memory by the kernel: its own limit",
    ],
    [
      { cause: "php-fatal", status: 255, detail: untrustedText("Allowed memory size exhausted") },
      "died of a PHP fatal error: Allowed memory size exhausted",
    ],
    [{ cause: "exit", status: 255 }, "ended by exit() in its code"],
    [{ cause: "crash", signal: 11 }, "crashed by signal 11"],
    [{ cause: "terminated", signal: 15 }, "terminated by signal 15, nobody says by whom"],
    [{ cause: null, status: 255, signal: 0 }, "ended with status 255, why is not told"],
    [{ cause: null }, "ended, why is not told"],
  ])("%j", (facts, text) => {
    expect(logEventText(event(facts))).toBe(text);
  });
});

describe("what became of a task", () => {
  test.each<[Partial<LogEvent>, string]>([
    [{ kind: "crontab-cancelled" }, "cancelled by a reload or stop, did not run"],
    [
      { kind: "crontab-blocked", detail: untrustedText("Connection refused") },
      "its lock failed: Connection refused",
    ],
    [{ kind: "crontab-blocked" }, "its lock failed, it did not run"],
    [
      { kind: "crontab-skipped", reason: "task-mutex" },
      "skipped: its run before was not over (task mutex)",
    ],
    [
      { kind: "crontab-skipped", reason: "server-mutex" },
      "skipped: another server has it (server mutex)",
    ],
    [{ kind: "crontab-skipped" }, "skipped, by which mutex is not told"],
    [{ kind: "crontab-failed" }, "failed, and the log does not say why"],
  ])("%j", (facts, text) => {
    expect(logEventText(event(facts))).toBe(text);
  });
});

test("every kind has words of its own, and what the log says is printed harmlessly", () => {
  const detail = untrustedText("a\u001b[2Jb\u202e");
  const texts = LOG_EVENT_KINDS.map((kind) => logEventText(event({ kind, detail })));
  for (const text of texts) expect(text).toMatch(/^\w.{2,}: ab$/);
  // a worker and a user process both just start
  expect(new Set(texts).size).toBe(LOG_EVENT_KINDS.length - 1);
});

test("the manager's death says what follows from it", () => {
  expect(logEventText(event({ kind: "manager-lost", status: 0, signal: 9 }))).toBe(
    "the manager died by signal 9: nothing is started again, its workers are orphans",
  );
});

describe("what the line above the table says of a manager that is gone", () => {
  const lost = { serverId: "shop", pids: [39, 40], event: null };

  test("who is left, and the way out", () => {
    expect(lostManagerText(lost)).toBe(
      "the manager of shop is gone: 2 orphans (PID 39 40), and nothing starts or stops its workers any more; end them, then start the server",
    );
  });

  test("how it ended, where the log tells; of many a few are named", () => {
    const pids = [1, 2, 3, 4, 5, 6, 7, 8];
    const killed = event({ kind: "manager-lost", signal: 9 });
    expect(lostManagerText({ ...lost, pids, event: killed })).toMatch(
      /^the manager of shop died by signal 9: 8 orphans \(PID 1 2 3 4 5 6 and 2 more\)/,
    );
  });
});
