import { expect, test } from "vitest";
import { recordOf } from "./read.ts";

const pid = (line: string, pattern: RegExp | null = null): number | null =>
  recordOf(line, { pidPattern: pattern }).pid;

test("Writer's PID from the Swoole head, `extra.process_id`, `pid=`, `[pid:N]`, or `--pid-pattern`", () => {
  expect(pid("[2026-11-23 05:46:00 *30.1]\tINFO\tpid=5")).toBe(30);
  expect(pid('[2026-11-23 05:46:00] app.INFO: pid=5 [] {"process_id":9}')).toBe(9);
  expect(pid('[2026-11-23 05:46:00] app.INFO: pid=5 {"pid":7} []')).toBe(7);
  expect(pid("[INFO] saved, pid=5")).toBe(5);
  expect(pid("[INFO] [pid:123] saved")).toBe(123);
  expect(pid("proc 45: saved", /^proc (\d+):/u)).toBe(45);
  expect(pid("[INFO] pid=5 proc 45: saved", /proc (\d+):/gu)).toBe(5);
});

test("A line without PID belongs to no one and says so", () => {
  expect(pid("[INFO] Crontab task [heartbeat] executed successfully at 2026-11-23 05:46:05.")).toBe(
    null,
  );
  expect(pid("plain")).toBe(null);
});

test("a number that is no PID, or somebody else's, is not taken", () => {
  for (const text of [
    "ppid=5",
    "tid=5",
    "worker(pid=57, id=1) abnormal exit",
    "pid=0",
    "pid=99999999",
    "[pid:x]",
    "pid:12 without brackets",
  ])
    expect(pid(`[INFO] ${text}`)).toBe(null);
  expect(pid("PHP Warning:  pid=5 in /x.php on line 2")).toBe(null);
});

test("a pattern without a group, or with words in it, names nobody", () => {
  expect(pid("abc 12", /abc/u)).toBe(null);
  expect(pid("abc 12", /(abc)/u)).toBe(null);
});

test("a pattern that goes on from where it was begins again with each line", () => {
  const pattern = /p(\d+)/gu;
  expect([pid("p12", pattern), pid("p12", pattern)]).toEqual([12, 12]);
});
