import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { encodeObservation } from "../../src/recording/encode.ts";
import { Keep, KEEP_BOUNDS, type KeepBounds, type Packing } from "../../src/recording/keep.ts";
import { AT, fullContainer, hello, log, sample, session } from "./sample-fixture.ts";

const gzip: Packing = {
  pack: (text) => gzipSync(text),
  unpack: (member) => gunzipSync(member).toString(),
};
const HELLO = encodeObservation(hello());
const lineAt = (seconds: number) => encodeObservation(sample(seconds * 1000, seconds));

function keptFor(seconds: number, bounds: Partial<KeepBounds> = {}, packing = gzip) {
  const keep = new Keep(packing, { ...KEEP_BOUNDS, ...bounds });
  keep.add(encodeObservation(session(0)), 0);
  for (let at = 0; at < seconds; at += 1) keep.add(lineAt(at), at * 1000);
  return keep;
}

test("hands out all lines in order, a hello first, also those that wait", () => {
  for (const seconds of [0, 1, 59, 60, 61, 200]) {
    const lines = [...keptFor(seconds).lines(HELLO)];
    const samples = Array.from({ length: seconds }, (_, at) => lineAt(at));
    expect(lines).toEqual([HELLO, encodeObservation(session(0)), ...samples]);
  }
});

test("keeps the last 30 minutes, at most a packing more, and the session they stand on", () => {
  const lines = [...keptFor(4 * 3600).lines(HELLO)];
  expect(lines.slice(0, 2)).toEqual([HELLO, encodeObservation(session(0))]);
  expect(lines.at(-1)).toBe(lineAt(4 * 3600 - 1));
  expect(lines.slice(2)).toContain(lineAt(4 * 3600 - 1800));
  expect(lines.length).toBeGreaterThanOrEqual(1800);
  expect(lines.length).toBeLessThanOrEqual(1800 + 2 * KEEP_BOUNDS.lines);
});

test("of dropped sessions the newest is kept", () => {
  const keep = new Keep(gzip, { ...KEEP_BOUNDS, lines: 2, windowMs: 10 });
  for (const at of [0, 1, 2, 3]) keep.add(encodeObservation(session(at)), at);
  keep.add(lineAt(1), 100);
  keep.add(lineAt(2), 101);
  expect([...keep.lines(HELLO)]).toEqual([
    HELLO,
    encodeObservation(session(3)),
    lineAt(1),
    lineAt(2),
  ]);
});

const told = (restartCount: number) =>
  encodeObservation({ type: "container", at: AT, container: { ...fullContainer, restartCount } });

test("of dropped words on the container the newest are kept", () => {
  const keep = new Keep(gzip, { ...KEEP_BOUNDS, lines: 2, windowMs: 10 });
  for (const at of [0, 1, 2, 3]) keep.add(told(at), at);
  keep.add(lineAt(1), 100);
  keep.add(lineAt(2), 101);
  expect([...keep.lines(HELLO)]).toEqual([HELLO, told(3), lineAt(1), lineAt(2)]);
});

test("never holds more bytes than it may; the oldest go", () => {
  const keep = new Keep(
    { pack: (text) => Buffer.from(text), unpack: String },
    { ...KEEP_BOUNDS, bytes: 20_000, lines: 10 },
  );
  for (let at = 0; at < 2000; at += 1) {
    keep.add(lineAt(at), 0);
    expect(keep.bytes).toBeLessThanOrEqual(20_000);
  }
  const lines = [...keep.lines(HELLO)];
  expect(lines.at(-1)).toBe(lineAt(1999));
  expect(lines.length).toBeGreaterThan(30);
});

test("one line above the bound leaves nothing behind", () => {
  const keep = new Keep(
    { pack: (text) => Buffer.from(text), unpack: String },
    { ...KEEP_BOUNDS, bytes: 1000, characters: 100 },
  );
  keep.add(encodeObservation(log(0, "x".repeat(5000))), 0);
  expect(keep.bytes).toBe(0);
  expect([...keep.lines(HELLO)]).toEqual([HELLO]);
});

test("long lines do not wait for their number", () => {
  let packed = 0;
  const pack = (text: string) => {
    packed += 1;
    return gzipSync(text);
  };
  const keep = new Keep({ ...gzip, pack });
  for (let at = 0; at < 10; at += 1) keep.add(encodeObservation(log(at, "x".repeat(300_000))), at);
  expect(packed).toBe(5);
});

test("what is handed out is as of the call, while more is added", () => {
  const keep = keptFor(100);
  const lines = keep.lines(HELLO);
  for (let at = 100; at < 4000; at += 1) keep.add(lineAt(at), at * 1000);
  expect([...lines]).toHaveLength(102);
});

test("a hello that comes by is not kept", () => {
  const keep = new Keep(gzip);
  keep.add(HELLO, 0);
  expect([...keep.lines(HELLO)]).toEqual([HELLO]);
});
