import { afterEach, expect, test } from "vitest";
import type { Told } from "../../src/domain/log.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes } from "../../src/domain/units.ts";
import { logsText } from "../../src/report/logs-text.ts";
import { event, line, record } from "./logs-fixture.ts";

const TIME = "2026-11-23T05:56:00.000Z";
const told = (change: Parameters<typeof record>[0] = {}): Told => ({
  type: "record",
  record: record(change),
});
let areSeveral = false;
afterEach(() => {
  areSeveral = false;
});
const text = (...all: readonly Told[]): readonly string[] => {
  const textOf = logsText({ isAscii: false, areSeveral: () => areSeveral });
  return all.flatMap((each) => textOf(each).split("\n"));
};

test("a record: when, who, how bad, what", () => {
  expect(text(told())).toEqual([`${TIME} Worker.1     warning   a slow query`]);
});

test("without a slot it is the pid, and what is unknown is a dash", () => {
  expect(text(told({ slot: null, pid: 39 }), told({ slot: null, pid: null, level: null }))).toEqual(
    [`${TIME} pid 39       warning   a slow query`, `${TIME} -            -         a slow query`],
  );
  expect(text(told({ at: null }))[0]).toMatch(/^- {24}Worker\.1/);
});

test("where several servers are, each is named; one that is not told has no name", () => {
  areSeveral = true;
  const server = "shop";
  const nobody = { pid: null, slot: null, workerId: null };
  expect(
    text(
      told({ server }),
      told({ server, slot: null, pid: 39 }),
      told({ server, ...nobody }),
      told(),
      happened({ server }),
      happened({ server, slot: null }),
      happened({ server, ...nobody, kind: "reload" }),
      happened({}),
    ).map((each) => each.slice(TIME.length + 1)),
  ).toEqual([
    "shop/Worker.1        warning   a slow query",
    "shop pid 39          warning   a slow query",
    "shop                 warning   a slow query",
    "Worker.1             warning   a slow query",
    "\u2500\u2500 shop/Worker.1 pid 5865: killed by signal 9, by whom is unknown",
    "\u2500\u2500 shop worker #1 pid 5865: killed by signal 9, by whom is unknown",
    "\u2500\u2500 shop: reload",
    "\u2500\u2500 Worker.1 pid 5865: killed by signal 9, by whom is unknown",
  ]);
  areSeveral = false;
  expect(text(told({ server }))[0]).toContain(" Worker.1     warning");
});

test("further lines stand below their head, context behind it", () => {
  const trace = [line(""), line("Fatal error: out"), line("#0 a.php(1)"), line("")];
  expect(text(told({ message: untrustedText("out"), lines: trace, fields: { a: 1 } }))).toEqual([
    `${TIME} Worker.1     warning   out {"a":1}`,
    "    #0 a.php(1)",
    "",
  ]);
  const pretty = [line("{"), line('"message": "out"'), line("}")];
  expect(text(told({ format: "monolog-json", lines: pretty }))).toHaveLength(1);
});

test("what is missing is said in its place", () => {
  expect(text(told({ cutBytes: 99 }))[0]).toMatch(/a slow query \[\+99 bytes\]$/);
  const lines = [line("a", { lostBytes: bytes(7) })];
  expect(text(told({ lines }))[0]).toBe("\u2500\u2500 7 bytes before this were not read");
  expect(text(told({ lines: [line("a", { lostBytes: null })] }))[0]).toMatch(/lines .* lost/);
});

const happened = (change: Parameters<typeof event>[0]): Told => ({
  type: "event",
  event: event(change),
});

test("an event is a rule, and what follows from it branches off", () => {
  const all = [
    happened({ kind: "reload", pid: null, slot: null, workerId: null, story: "s1" }),
    happened({ story: "s1" }),
    happened({ story: null }),
  ];
  expect(text(...all)).toEqual([
    `${TIME} \u2500\u2500 reload`,
    `${TIME}  \u2514\u2500 Worker.1 pid 5865: killed by signal 9, by whom is unknown`,
    `${TIME} \u2500\u2500 Worker.1 pid 5865: killed by signal 9, by whom is unknown`,
  ]);
  const ascii = logsText({ isAscii: true, areSeveral: () => false });
  expect(all.map(ascii).join("\n")).toMatch(/^[\n -~]+$/);
});

// of the prototype's vectors: each kind of sequence, C1 controls, bidi
const HOSTILE = [
  "\u001b[31mred\u001b[0m",
  "a\u001b[2J\u001b[Hb",
  "\u001b]0;pwn\u0007x",
  "\u001b]52;c;cm0gLXJm\u0007x",
  "\u001bP$qm\u001b\\x",
  "\u009b31mred",
  "abc\b\b\bxyz",
  "a\u0000b",
  "abc\u202edcb\u202c",
  "a\u2028b",
  "a\rb",
  "\ud83d",
];

test.each(HOSTILE)("%j reaches no terminal, in whatever it stands", (vector) => {
  const hostile = untrustedText(vector);
  const shown = text(
    told({
      message: hostile,
      slot: hostile,
      fields: { [vector]: vector },
      lines: [line("head"), line(vector)],
    }),
    { type: "event", event: event({ slot: hostile, detail: hostile, task: hostile }) },
  );
  expect(shown).toHaveLength(3);
  expect(shown.join("")).not.toMatch(
    /\p{Cc}|\p{Surrogate}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u,
  );
});

test("what reverses its neighbours is named", () => {
  expect(text(told({ message: untrustedText("abc\u202edcb") }))[0]).toContain("abc<U+202E>dcb");
});

test("no line is a command to a CI that prints it", () => {
  expect(text(told({ lines: [line("head"), line("::error::a")] }))[1]).toBe("    : :error::a");
});
