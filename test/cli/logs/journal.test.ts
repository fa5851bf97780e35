import { expect, test } from "vitest";
import { lineCutter } from "../../../src/analysis/logs/lines.ts";
import { journalCommand, journalLines } from "../../../src/cli/logs/journal.ts";

/** Entries in the form of `journalctl -o json --output-fields=MESSAGE,_PID` of systemd 252. */
const entry = (message: unknown, more: object = {}): string =>
  JSON.stringify({
    __CURSOR: "s=1",
    __REALTIME_TIMESTAMP: "1795756200123456",
    MESSAGE: message,
    _PID: "4711",
    ...more,
  });

const read = (...entries: readonly string[]) =>
  lineCutter()
    .cut(Buffer.from(`${entries.join("\n")}\n`))
    .flatMap(journalLines)
    .map(({ at, writer, text }) => [at, writer, text]);

const AT = 1_795_756_200_123;

test("an entry is a line with its time and its writer", () => {
  expect(read(entry("hello"))).toEqual([[AT, 4711, "hello"]]);
});

test("a message of several lines is several lines", () => {
  expect(read(entry("a\nb"))).toEqual([
    [AT, 4711, "a"],
    [AT, 4711, "b"],
  ]);
});

test("a message that is no UTF-8 comes as bytes, and stays so", () => {
  expect(read(entry([104, 105, 255]))).toEqual([[AT, 4711, "hi\udcff"]]);
});

test("of a field that is there twice the first counts", () => {
  expect(read(entry(["first", "second"]))).toEqual([[AT, 4711, "first"]]);
});

test("what is not said is not known", () => {
  expect(read(entry("x", { _PID: undefined, __REALTIME_TIMESTAMP: undefined }))).toEqual([
    [null, null, "x"],
  ]);
});

test("what is no entry is nothing", () => {
  expect(read("Hint: you are not seeing messages", "[]", "{}", entry(null), "{")).toEqual([]);
});

test("a unit is one word of the command, of the system or of a user", () => {
  expect(journalCommand({ unit: "api@1.service", isUser: false })).toContain(
    "--unit=api@1.service",
  );
  expect(journalCommand({ unit: "api.service", isUser: true })).toContain(
    "--user-unit=api.service",
  );
});
