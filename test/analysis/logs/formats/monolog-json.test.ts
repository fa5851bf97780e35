import { expect, test } from "vitest";
import { essence, iso, recordOf, recordsOf } from "../read.ts";

/** @source Monolog\Formatter\JsonFormatter 2 and 3 */
const RECORD = {
  message: "Crontab task [a] executed successfully at 2026-11-23 05:46:00.",
  context: { order: 5 },
  level: 200,
  level_name: "INFO",
  channel: "crontab",
  datetime: "2026-11-23T05:46:00.123456+00:00",
  extra: { process_id: 12 },
};
const SAID = [
  "monolog-json",
  "info",
  "2026-11-23T05:46:00.123Z",
  12,
  null,
  "crontab",
  RECORD.message,
];

test("an object per line", () => {
  const record = recordOf(JSON.stringify(RECORD));
  expect(essence(record)).toEqual(SAID);
  expect(record.fields).toEqual({ context: RECORD.context, extra: RECORD.extra });
});

test("Monolog JSON over several lines", () => {
  const text = `[INFO] before\n${JSON.stringify(RECORD, null, 4)}\n[INFO] after`;
  const [, record, after] = recordsOf(text);
  expect(record === undefined ? null : essence(record)).toEqual(SAID);
  expect(record?.lines).toHaveLength(13);
  expect(after?.message).toBe("after");
});

test("several in a row, pretty printed, are several records", () => {
  const one = JSON.stringify(RECORD, null, 2);
  expect(recordsOf(`${one}\n${one}\n${one}\n`).map(({ pid }) => pid)).toEqual([12, 12, 12]);
});

test("an object over several lines that is no record is plain, and so is one that is torn", () => {
  const records = recordsOf('{\n  "foo": 1\n}\n{\n  "foo":\n[INFO] x');
  expect(records.map(({ format, lines }) => [format, lines.length])).toEqual([
    ["plain", 3],
    ["plain", 2],
    ["hyperf-stdout", 1],
  ]);
});

function at(timezone_type: number, timezone: string): string | null {
  const datetime = { date: "2026-11-23 05:46:00.123456", timezone_type, timezone };
  return iso(recordOf(JSON.stringify({ ...RECORD, datetime })).at);
}

test("Monolog JSON: `datetime` objects", () => {
  expect(at(3, "Asia/Shanghai")).toBe("2026-11-22T21:46:00.123Z");
  expect(at(1, "+02:00")).toBe("2026-11-23T03:46:00.123Z");
  expect(at(3, "UTC")).toBe("2026-11-23T05:46:00.123Z");
  expect(at(3, "Nowhere")).toBe(null);
});

test("a level in numbers, and the keys of Logstash", () => {
  const { level_name: _, ...numbered } = RECORD;
  expect(recordOf(JSON.stringify({ ...numbered, level: 550 })).level).toBe("alert");
  const stash = {
    "@timestamp": "2026-11-23T05:46:00.5+00:00",
    message: "m",
    channel: "c",
    level: "ERROR",
  };
  expect(essence(recordOf(JSON.stringify(stash)))).toEqual([
    "monolog-json",
    "error",
    "2026-11-23T05:46:00.500Z",
    null,
    null,
    "c",
    "m",
  ]);
});

test("JSON that is no record of a logger is plain", () => {
  for (const line of ['{"foo":1}', '{"message":"m"}', '{"message":1,"level":200,"channel":"c"}'])
    expect(recordOf(line).format).toBe("plain");
});

test("keys of a prototype are keys", () => {
  const record = recordOf('{"message":"m","level":200,"channel":"c","__proto__":{"pid":1}}');
  expect([record.pid, Object.keys(record.fields)]).toEqual([null, ["__proto__"]]);
});

test("an object too deep for a reader is plain", () => {
  const deep = `{"message":"m","level":200,"channel":"c","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  expect(recordOf(deep).format).toBe("plain");
});
