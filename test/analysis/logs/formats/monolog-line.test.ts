import { expect, test } from "vitest";
import { essence, iso, linesOfEach, recordOf, recordsOf } from "../read.ts";

// shared captures/hyperf-a-worker/logs/hyperf.log
test("time, channel, level, message and the context with the writer", () => {
  const line =
    '[2026-11-23 05:48:30] task.INFO: leaky-import appended 1 MiB {"pid":9434,"mem":44040192,"held":16} []';
  const record = recordOf(line);
  expect(essence(record)).toEqual([
    "monolog-line",
    "info",
    "2026-11-23T05:48:30.000Z",
    9434,
    null,
    "task",
    "leaky-import appended 1 MiB",
  ]);
  expect(record.fields).toEqual({ context: { pid: 9434, mem: 44_040_192, held: 16 } });
});

test("the PID of extra comes before that of context", () => {
  const both = '[2026-11-23 05:46:00] app.INFO: m {"pid":7} {"process_id":9}';
  const text = '[2026-11-23 05:46:00] app.INFO: m [] {"process_id":"9"}';
  const wrong = '[2026-11-23 05:46:00] app.INFO: m {"pid":-7} {"process_id":99999999}';
  expect([both, text, wrong].map((line) => recordOf(line).pid)).toEqual([9, 9, null]);
});

test("the date of Monolog itself has microseconds and an offset", () => {
  const { at } = recordOf("[2026-11-23T05:46:00.123456+02:00] app.INFO: m [] []");
  expect(iso(at)).toBe("2026-11-23T03:46:00.123Z");
});

test("braces, quotes and brackets in a context do not end it", () => {
  const context = { text: 'a } " ] b \\', list: [[{}]], more: { "}": "{" } };
  const record = recordOf(
    `[2026-11-23 05:46:00] a.b.ERROR: m [1] {x} ${JSON.stringify(context)} []`,
  );
  expect(record).toMatchObject({ channel: "a.b", message: "m [1] {x}", fields: { context } });
});

test("a message without context and extra stays whole", () => {
  for (const message of ["m", "m {not json}", "m {", "ends with }", 'm {"a":1']) {
    expect(recordOf(`[2026-11-23 05:46:00] app.INFO: ${message}`).message).toBe(message);
  }
});

test("a message of several lines ends where its context and extra stand", () => {
  const text = `[2026-11-23 05:45:59] crontab.INFO: before [] []
[2026-11-23 05:46:00] crontab.ERROR: RuntimeException: upstream said 503 in /srv/app/app/Crontab/Tasks.php:16
Stack trace:
#0 /srv/app/x.php(1): y()
words that look like nothing
#1 {main} [] {"process_id":44}
not of this`;
  const records = recordsOf(text);
  expect(linesOfEach(records).map((lines) => lines.length)).toEqual([1, 5, 1]);
  expect(records[1]).toMatchObject({ pid: 44, fields: { extra: { process_id: 44 } } });
});

test("an exception in the context goes on in the next lines, and is no message", () => {
  const text = `[2026-11-23 05:46:00] local.ERROR: no stock {"userId":1,"exception":"[object] (RuntimeException(code: 0): no stock at /app/x.php:1)
[stacktrace]
#0 /app/x.php(1): y()
#1 {main}
"} 
[2026-11-23 05:46:01] local.INFO: next  `;
  const [error, next] = recordsOf(text);
  expect([error?.message, error?.lines.length]).toEqual(["no stock", 5]);
  expect(next?.format).toBe("monolog-line");
});

test("a context too deep for a reader is left in the message", () => {
  const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
  const record = recordOf(`[2026-11-23 05:46:00] app.INFO: m ${deep} []`);
  expect(record.fields).toEqual({});
});
