import { expect, test } from "vitest";
import { lineCutter, rawBytes, type RawLine } from "../../../src/analysis/logs/lines.ts";
import { MOST_LINE_BYTES } from "../../../src/domain/log.ts";
import { numbers } from "./read.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function cutUp(...parts: readonly (string | Uint8Array)[]): readonly RawLine[] {
  const cutter = lineCutter();
  const lines = parts.flatMap((part) =>
    cutter.cut(typeof part === "string" ? bytesOf(part) : part),
  );
  return [...lines, ...cutter.end()];
}
const texts = (lines: readonly RawLine[]): readonly string[] => lines.map(({ text }) => text);

test("LF and CRLF end a line, a lone CR does not", () => {
  expect(texts(cutUp("one\ntwo\r\n10%\r20%\n\nlast\r"))).toEqual([
    "one",
    "two",
    "10%\r20%",
    "",
    "last\r",
  ]);
  expect(cutUp("")).toEqual([]);
  expect(texts(cutUp("\n\n"))).toEqual(["", ""]);
});

test("a half-written line waits for its end", () => {
  const cutter = lineCutter();
  expect(cutter.cut(bytesOf("[INFO] ha"))).toEqual([]);
  expect(texts(cutter.cut(bytesOf("lf\r")))).toEqual([]);
  expect(texts(cutter.cut(bytesOf("\nnext")))).toEqual(["[INFO] half"]);
  expect(texts(cutter.end())).toEqual(["next"]);
  expect(cutter.end()).toEqual([]);
});

test("the caller may use its buffer again", () => {
  const cutter = lineCutter();
  const buffer = bytesOf("kept");
  cutter.cut(buffer);
  buffer.fill(0x78);
  expect(texts(cutter.end())).toEqual(["kept"]);
});

test("bytes that are no UTF-8 become U+DC80..U+DCFF, and the valid parts stay", () => {
  const bytes = new Uint8Array([0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82, 0xc3, 0xa9, 0x0a]);
  expect(texts(cutUp(bytes))).toEqual(["a\udcff\udcc3(\udce2\udc82é"]);
});

test("surrogates, overlong forms and what is beyond Unicode are no UTF-8", () => {
  const bytes = new Uint8Array([0xed, 0xb2, 0x80, 0xc0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xf5]);
  expect(texts(cutUp(bytes))).toEqual([
    String.fromCharCode(...[...bytes].map((byte) => 0xdc00 + byte)),
  ]);
});

test("a BOM, NUL and C1 controls stay", () => {
  expect(texts(cutUp("\ufeffa\0b\u009bc\n"))).toEqual(["\ufeffa\0b\u009bc"]);
});

test("any bytes come back as they were", () => {
  const next = numbers(7);
  for (let round = 0; round < 50; round++) {
    const bytes = Uint8Array.from({ length: 400 }, () => Math.floor(next() * 256)).map((byte) =>
      byte === 10 || byte === 13 ? 0x20 : byte,
    );
    const [line] = cutUp(bytes);
    expect(line === undefined ? null : [...rawBytes(line)]).toEqual([...bytes]);
  }
});

test("a long line is cut at the byte limit, between two characters, and its rest is kept raw", () => {
  const line = `${"x".repeat(MOST_LINE_BYTES - 1)}é and more`;
  const [first, second] = cutUp(`${line}\r\nnext\n`);
  expect(first?.text).toBe("x".repeat(MOST_LINE_BYTES - 1));
  expect(first?.cutBytes).toBe(bytesOf("é and more").length);
  expect(new TextDecoder().decode(first?.cut ?? undefined)).toBe("é and more");
  expect(second).toEqual({ text: "next", cutBytes: 0, cut: null });
});

test("a line of the very limit is whole, with its CRLF", () => {
  const text = "x".repeat(MOST_LINE_BYTES);
  expect(cutUp(`${text}\r\n`)).toEqual([{ text, cutBytes: 0, cut: null }]);
});

test("10 MB line: it comes whole, and so do its neighbours", () => {
  const long = new Uint8Array(10_000_000).fill(0x61);
  const parts = Array.from({ length: 160 }, (_, index) =>
    long.subarray(index * 62_500, (index + 1) * 62_500),
  );
  const lines = cutUp("before\n", ...parts, "\nafter\n");
  expect(lines.map(({ text, cutBytes }) => [text.length, cutBytes])).toEqual([
    [6, 0],
    [MOST_LINE_BYTES, 10_000_000 - MOST_LINE_BYTES],
    [5, 0],
  ]);
  expect(lines[1] === undefined ? 0 : rawBytes(lines[1]).length).toBe(10_000_000);
});

test("of a line without end only so much is kept, and the rest is counted", () => {
  const cutter = lineCutter();
  const part = new Uint8Array(4 * 1024 * 1024).fill(0x61);
  for (let index = 0; index < 6; index++) cutter.cut(part);
  const [line] = cutter.end();
  expect(line).toMatchObject({ cutBytes: 6 * part.length - MOST_LINE_BYTES, cut: null });
});
