import { expect, test } from "vitest";
import { essence, iso, linesOfEach, recordOf, recordsOf } from "./read.ts";

const SAID = essence(recordOf("[2026-11-23 05:45:06.615] [INFO] Worker#0 started."));

test.each([
  "[pod/api-7d9f8b6c5-x2x4z/app] ",
  "app-1  | ",
  "shop_app_1  | ",
  "web | ",
  "api-7d9f8b6c5-x2x4z app ",
  "prod api-0 app ",
  "2026-11-23T05:45:07.123456789Z ",
  "2026-11-23T05:45:07.123456789Z stdout F ",
])("prefixes of compose, kubectl and stern: %s", (prefix) => {
  const text = `${prefix}[2026-11-23 05:45:06.615] [INFO] Worker#0 started.`;
  const record = recordOf(text);
  expect(essence(record)).toEqual(SAID);
  expect(record.lines[0]?.text).toBe(text);
});

test("a trace behind a prefix stays with its head, another writer's does not", () => {
  const text = "app-1  | [ERROR] x\napp-1  | #0 y\napp-2  | #0 z\napp-1  | plain";
  expect(linesOfEach(recordsOf(text)).map((lines) => lines.length)).toEqual([2, 1, 1]);
  expect(recordsOf(text).at(-1)?.message).toBe("plain");
});

test("a name without a number is a prefix once a head stood behind it", () => {
  const text = "web  | words\nweb  | [INFO] x\nweb  | words";
  expect(recordsOf(text).map(({ message }) => message)).toEqual(["web  | words", "x", "words"]);
});

test("the engine's time stands for a line without one", () => {
  const record = recordOf("2026-11-23T05:45:07.123456789Z [INFO] Worker#0 started.");
  expect([record.format, iso(record.at)]).toEqual(["hyperf-stdout", "2026-11-23T05:45:07.123Z"]);
});

test("words before a head are a quotation, not a prefix", () => {
  for (const text of [
    "I quote: [INFO] Worker#0 started.",
    "hello world [INFO] Worker#0 started.",
    "well-known says [INFO] Worker#0 started.",
    "[x] [INFO] Worker#0 started.",
  ])
    expect(recordOf(text)).toMatchObject({ format: "plain", message: text });
});
