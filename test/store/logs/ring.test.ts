import { describe, expect, test } from "vitest";
import type { LogRecord } from "../../../src/domain/log.ts";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";
import { LogRing, RING_LIMITS } from "../../../src/store/logs/ring.ts";
import { shelfName } from "../../../src/store/logs/shelves.ts";
import { RECORD_BYTES } from "../../../src/store/logs/sizes.ts";
import { START } from "../build.ts";
import { aLine, anEvent, aRecord } from "./build.ts";

const ALL = { isOfShelf: () => true, isOfEvent: () => true };
const records = (ring: LogRing): readonly LogRecord[] =>
  ring.all.flatMap((kept) => ring.record(kept) ?? []);

const cutRecord = (size: number) =>
  aRecord("x", { lines: [aLine("x", 0, { cutBytes: size, cut: new Uint8Array(size) })] });

function filled(ring: LogRing, each: readonly LogRecord[]): LogRing {
  for (const record of each) ring.addRecord(record);
  ring.settle();
  return ring;
}

describe("what is kept comes back as it was", () => {
  const plain = aRecord("ready");
  const cases: readonly (readonly [string, LogRecord])[] = [
    ["one line", plain],
    ["its level, writer and channel", { ...plain, level: "error", pid: 45, workerId: 3 }],
    ["without any time", { ...plain, at: null, seenAt: null }],
    ["with the time of reading only", { ...plain, at: null }],
    ["of a time of its own", { ...plain, at: epochMs(START - 86_400_000) }],
    ["what it carries beside", { ...plain, fields: { a: [1, { b: "\n\u0000 ü" }], c: null } }],
    [
      "a trace, its lines read at several times",
      {
        ...plain,
        lines: [aLine("[x] ready", 1), aLine("#0 a.php(1)", 2), aLine("", 3, { clock: "backlog" })],
      },
    ],
    ["a message that is not in its line", { ...plain, lines: [aLine('{"message":"\\u0041"}')] }],
    ["an empty line", { ...plain, lines: [aLine("")] }],
    [
      "a line that was cut, with its bytes",
      {
        ...plain,
        cutBytes: 3,
        lines: [aLine("x ready"), aLine("y", 0, { cutBytes: 3, cut: Uint8Array.of(1, 255, 0) })],
      },
    ],
    ["a line of the journal, with its writer", { ...plain, lines: [aLine("r", 0, { writer: 9 })] }],
    [
      "bytes that are no UTF-8, controls, and a lone CR",
      { ...plain, lines: [aLine("\udcff\udc80\u001b[31m ready\r\u0000"), aLine("{\r")] },
    ],
  ];
  test.each(cases)("%s", (_, record) => {
    expect(records(filled(new LogRing(), [record]))).toEqual([record]);
  });

  test("of a slot, of a PID without one, and of the server whose source it came from", () => {
    const each = [
      aRecord("a", { slot: "Worker.3", pid: 45 }),
      aRecord("b", { pid: 46 }),
      aRecord("c", { slot: "Worker.3", pid: 47, server: "shop" }),
      aRecord("d", { pid: 46, server: "shop-2" }),
      aRecord("e", { server: "shop" }),
    ];
    expect(records(filled(new LogRing(), each))).toEqual(each);
  });
});

test("bounded in lines and in bytes; what it holds is counted", () => {
  const limits = { mostLines: 10, mostBytes: 6000 };
  const ring = new LogRing(limits);
  const two = aRecord("two", { lines: [aLine("one"), aLine("two")] });
  filled(
    ring,
    Array.from({ length: 9 }, () => two),
  );
  expect(ring.figures(ALL)).toEqual({
    oldestAt: START,
    records: 5,
    lines: 10,
    bytes: 5 * (RECORD_BYTES + 8),
    mostBytes: 6000,
    mostLines: 10,
    evictedLines: 8,
    droppedLines: 0,
    lostBytes: 0,
    gaps: 0,
  });
  filled(ring, [aRecord("large", { lines: [aLine("x".repeat(3000)), aLine("y".repeat(1000))] })]);
  expect(ring.figures(ALL)).toMatchObject({ bytes: 4002 + 4 * 8 + 5 * RECORD_BYTES, lines: 10 });
  filled(ring, [aRecord("wide", { lines: [aLine("\u4e16".repeat(2900))] })]);
  expect(ring.figures(ALL)).toMatchObject({
    bytes: 5802 + RECORD_BYTES,
    records: 1,
    evictedLines: 20,
  });
});

test("the default is 16 MiB and 100 000 lines", () => {
  expect(RING_LIMITS).toEqual({ mostBytes: 16 * 1024 * 1024, mostLines: 100_000 });
});

// Case C30: derailed/k9s #3364, #3281, #994 - the wanted line was outside the window. An eighth of it, in an eighth of the ring.
test("one line of Worker.3 after every 50 lines of others, 1500 lines a minute for 40 minutes: its lines of the whole time are kept", () => {
  const ring = new LogRing({ mostBytes: 4 * MIB, mostLines: 12_500 });
  const text = "request handled for a user in some milliseconds, with the context that a log has";
  const LINES = 60_000;
  let wanted = 0;
  for (let line = 0; line < LINES; line += 1) {
    const at = epochMs(START + line * 40);
    const isWanted = line % 51 === 50;
    wanted += isWanted ? 1 : 0;
    const slot = isWanted ? "Worker.3" : `Worker.${4 + (line % 7)}`;
    ring.addRecord(aRecord(text, { slot, at, level: isWanted ? "error" : "info" }));
    if (line % 200 === 199) ring.settle();
  }
  const own = ring.figures({ ...ALL, isOfShelf: ({ name }) => name === "Worker.3" });
  expect(own).toMatchObject({ records: wanted, evictedLines: 0, oldestAt: START + 50 * 40 });
  const others = ring.figures({ ...ALL, isOfShelf: ({ name }) => name !== "Worker.3" });
  expect(others.evictedLines).toBe(LINES - 12_500);
  expect(records(ring).filter(({ slot }) => slot === "Worker.3")).toHaveLength(wanted);
});

test("lines that name nobody do not push out those that name their writer", () => {
  const ring = new LogRing({ mostLines: 100, mostBytes: 1e6 });
  filled(ring, [aRecord("last words", { slot: "Worker.1" })]);
  filled(
    ring,
    Array.from({ length: 500 }, () => aRecord("noise")),
  );
  expect(records(ring)[0]?.message).toBe("last words");
  expect(ring.attributed).toEqual({ named: 1, of: 100 });
});

test("a new PID in each line: they share one shelf, and slots keep theirs", () => {
  const ring = new LogRing({ mostLines: 2000, mostBytes: 1e7 });
  filled(ring, [aRecord("quiet", { slot: "Worker.1", pid: 7 })]);
  for (let pid = 1; pid <= 3000; pid += 1) filled(ring, [aRecord("loud", { pid })]);
  expect(records(ring).some(({ message }) => message === "quiet")).toBe(true);
  expect(ring.figures(ALL).records).toBe(2000);
  expect(ring.attributed).toEqual({ named: 2000, of: 2000 });
});

test("ids rise over records, events and gaps; events and gaps are bounded, and take no line's place", () => {
  const ring = new LogRing({ mostLines: 2, mostBytes: 1e6 });
  filled(ring, [
    aRecord("a"),
    aRecord("b", { lines: [aLine("b", 0, { lostBytes: bytes(12) })] }),
    aRecord("c", { lines: [aLine("c", 0, { lostBytes: null })] }),
  ]);
  ring.addEvent(anEvent());
  const ids = ring.all.filter(({ content }) => content !== null).map(({ id }) => id);
  expect(ids).toEqual([2, 3, 4, 5, 6]);
  expect(ring.figures(ALL)).toMatchObject({ gaps: 2, lostBytes: 12, lines: 2 });
  for (let count = 0; count < 3000; count += 1) ring.addEvent(anEvent());
  ring.settle();
  const events = ring.all.filter(({ content }) => content !== null && typeof content === "object");
  expect(events).toHaveLength(2000 + 2);
  expect(ring.lastId).toBe(3006);
});

test("what was cut from a line counts; more of it than a quarter of the ring is not kept", () => {
  const ring = new LogRing({ mostLines: 10, mostBytes: 400 + RECORD_BYTES });
  filled(ring, [cutRecord(100)]);
  expect(ring.figures(ALL).bytes).toBe(RECORD_BYTES + 102);
  filled(ring, [cutRecord(138 + 101)]);
  expect(ring.figures(ALL).bytes).toBe(2 * RECORD_BYTES + 104);
  expect(records(ring).map(({ lines }) => lines[0]?.cut?.length ?? null)).toEqual([100, null]);
});

test("a writer is its slot, else its PID, else nobody", () => {
  expect([
    shelfName(aRecord("", { slot: "Worker.0", pid: 4 })),
    shelfName(aRecord("", { pid: 4 })),
    shelfName(aRecord("")),
  ]).toEqual(["Worker.0", "#4", ""]);
});

const at = (second: number) => epochMs(START + second * 1000);

test("since the oldest time of all that is kept, whatever came first; of the events that are meant, too", () => {
  const ring = new LogRing({ mostLines: 3, mostBytes: 1e6 });
  const since = (isOfEvent: boolean) =>
    ring.figures({ ...ALL, isOfEvent: () => isOfEvent }).oldestAt;
  filled(ring, [
    aRecord("late", { at: at(60) }),
    aRecord("early", { at: at(20) }),
    aRecord("untold", { at: null, seenAt: null }),
  ]);
  expect(since(true)).toBe(at(20));
  ring.addEvent(anEvent({ at: at(10) }));
  expect([since(true), since(false)]).toEqual([at(10), at(20)]);
  filled(ring, [aRecord("earlier", { at: at(15) })]);
  expect(since(false)).toBe(at(15));
  filled(ring, [aRecord("new", { at: at(80) }), aRecord("newer", { at: at(90) })]);
  expect(since(false)).toBe(at(15));
  filled(ring, [aRecord("newest", { at: at(95) })]);
  expect(since(false)).toBe(at(80));
});
