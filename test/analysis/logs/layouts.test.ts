import { expect, test } from "vitest";
import { phraseOf } from "../../../src/analysis/logs/phrases.ts";
import { essence, recordOf, recordsOf } from "./read.ts";

/** cases C25: hyperf/hyperf#1604, hyperf-admin/hyperf-admin#25 */
const C25 = `||2024-04-19 00:10:00||app||INFO||vip levels: begin||[]||[]
||2024-04-19 00:10:01||sql||INFO||[8.27] select \`id\` from \`goods\` where \`member_id\` in (15, 17, 22)||[]||[]
||2024-04-19 00:10:01||sys||WARNING||Database connection refreshing.||[]||[]
||2024-04-19 00:10:01||app||ERROR||vip levels: gave up||[]||[]
||2024-04-19 00:10:01||sys||INFO||Crontab task [vip-levels] executed successfully at 2024-04-19 00:10:01.||[]||[]
2024-09-05 10:04:05||default||INFO||Crontab task [stay-signed-in] skipped (singleton) execution at 2024-09-05 10:04:05.||[]||[]
app-1  | [2024-08-27 03:53:14 *30.1]\tNOTICE\tProcessFactory::end() (ERRNO 1005): session#119 does not exists
[2024-08-27 03:53:14 *30.1] NOTICE ProcessFactory::end() (ERRNO 1005): session#119 does not exists`;

test("C25: strokes between the fields, a compose prefix, blanks for tabs", () => {
  const records = recordsOf(C25);
  expect(records.map(({ format, level, channel, pid }) => [format, level, channel, pid])).toEqual([
    ["custom", "info", "app", null],
    ["custom", "info", "sql", null],
    ["custom", "warning", "sys", null],
    ["custom", "error", "app", null],
    ["custom", "info", "sys", null],
    ["custom", "info", "default", null],
    ["swoole", "notice", null, 30],
    ["swoole", "notice", null, 30],
  ]);
  expect(records.map(({ at }) => at)).not.toContain(null);
  expect(records[1]?.message).toBe(
    "[8.27] select `id` from `goods` where `member_id` in (15, 17, 22)",
  );
  expect(records.slice(4, 6).map(({ message }) => phraseOf(message))).toEqual([
    { kind: "crontab-run", task: "vip-levels", due: "2024-04-19 00:10:01" },
    { kind: "crontab-skipped", task: "stay-signed-in", due: "2024-09-05 10:04:05", mutex: "task" },
  ]);
});

const AT = "2026-11-23T05:46:00.000Z";

test.each([
  ["[2026/11/23 05:46:00] app.sql.INFO: hello [] []", AT, "app.sql", "info"],
  ["2026-11-23 05:46:00 | WARNING  | app | hello | [] | []", AT, "app", "warning"],
  ["2026-11-23 05:46:00,000 - app - ERROR - hello", AT, "app", "error"],
  ["2026-11-23 05:46:00\tINFO\tapp\thello\t[]\t[]", AT, "app", "info"],
  ["[2026-11-23 05:46:00][app][INFO] hello", AT, "app", "info"],
  ["[2026-11-23 05:46:00] [INFO] [app] hello", AT, "app", "info"],
  ["[2026-11-23 05:46:00] NOTICE: hello", AT, null, "notice"],
  ["[1795412760] app.INFO: hello [] []", AT, "app", "info"],
  ["2026-11-23T07:46:00+02:00 host app.ALERT: hello", AT, "app", "alert"],
  ["23.11.2026 05:46:00 app.DEBUG: hello", AT, "app", "debug"],
  ["Nov 23 05:46:00 app.INFO: hello", null, "app", "info"],
])("a layout: %s", (line, at, channel, level) => {
  const [format, ...said] = essence(recordOf(line));
  expect(format).toBe("custom");
  expect(said.slice(0, 2)).toEqual([level, at]);
  expect(said[4]).toBe(channel);
  expect(said[5]).toBe("hello");
});

test("one line does not tell a channel before the message from the message", () => {
  const record = recordOf("INFO 2026-11-23 05:46:00 app: hello");
  expect(record).toMatchObject({ format: "custom", channel: null, message: "app: hello" });
});

test("a channel before the message is learned from the first lines, and they are told with it", () => {
  const lines = [
    "app: hello",
    "sql: select",
    "app: Crontab task [x] failed execution at 2026-11-23 05:46:02.",
  ];
  const text = lines.map((line, n) => `2026-11-23 05:46:0${n} [INFO] ${line}`).join("\n");
  expect(recordsOf(text).map(({ channel, message }) => [channel, message])).toEqual([
    ["app", "hello"],
    ["sql", "select"],
    ["app", "Crontab task [x] failed execution at 2026-11-23 05:46:02."],
  ]);
});

test("a word before a colon is no channel where other lines have none", () => {
  const text = ["note: hello", "hello", "note: again"]
    .map((line, n) => `2026-11-23 05:46:0${n} [INFO] ${line}`)
    .join("\n");
  expect(recordsOf(text).map(({ channel }) => channel)).toEqual([null, null, null]);
});

test("while a layout is learned, nothing is lost and nothing comes twice", () => {
  const lines = Array.from({ length: 200 }, (_, n) =>
    n % 3 === 0 ? `plain ${n}` : `2026-11-23 05:46:00 [INFO] name${n}: text`,
  );
  const back = recordsOf(lines.join("\n")).flatMap((record) =>
    record.lines.map(({ text }) => text),
  );
  expect(back).toEqual(lines);
});

test("context, extra and the writer of another layout", () => {
  const record = recordOf(
    '2026-11-23 05:46:00 | INFO | app | hello | {"pid":7} | {"process_id":9}',
  );
  expect(record).toMatchObject({
    message: "hello",
    pid: 9,
    fields: { context: { pid: 7 }, extra: { process_id: 9 } },
  });
  expect(recordOf("[2026-11-23 05:46:00] [pid:123] app.INFO: hello").pid).toBe(123);
});

test("a time and a word like a level make no layout by themselves", () => {
  for (const line of [
    "At 2026-11-23 05:46:00 we saw that there was an ERROR in the code",
    '172.0.0.1 - - [23/Nov/2026:05:46:00 +0000] "GET /ERROR HTTP/1.1" 200',
    "1:M 23 Nov 2026 05:46:00.123 * Ready to accept connections",
    "2026-11-23 05:46:00 all is well",
    "ERROR without a time",
  ])
    expect(recordOf(line).format).toBe("plain");
});
