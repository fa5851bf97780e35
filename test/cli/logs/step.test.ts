import { expect, test } from "vitest";
import type { FollowedPiece } from "../../../src/cli/logs/following.ts";
import { joined, stepOf, stepsOfBytes, type LogStep } from "../../../src/cli/logs/step.ts";
import { line } from "../../report/logs-fixture.ts";
import { aSample } from "../../store/build.ts";

const lines = (text: string): LogStep => ({ type: "lines", lines: [line(text)] });
const textsOf = (step: LogStep): readonly string[] =>
  step.type === "lines" ? step.lines.map(({ text }) => text) : [`(${step.type})`];

async function all(steps: AsyncIterable<LogStep>): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const step of steps) texts.push(...textsOf(step));
  return texts;
}

async function* given<Value>(...values: readonly Value[]): AsyncGenerator<Value> {
  yield* values;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

test("an observation is a step where it says something to an account", () => {
  expect(stepOf({ type: "log", lines: [line("a")] })).toEqual(lines("a"));
  const sample = aSample(1, []);
  expect(stepOf({ type: "sample", sample })).toEqual({ type: "sample", sample });
  expect(stepOf({ type: "log-sources", at: sample.at, sources: [] })).toEqual({
    type: "sources",
    zone: null,
    sources: [],
  });
  expect(stepOf({ type: "other", at: null, name: "x", json: "{}" })).toBeNull();
});

test("bytes become lines; one without end ends with its file", async () => {
  const pieces = given<FollowedPiece>(bytes("one\ntw"), bytes("o\nhalf"), "anew", bytes("three"));
  const texts = await all(stepsOfBytes(pieces, "file:a", () => 5));
  expect(texts).toEqual(["one", "two", "half", "three"]);
});

test("what was there before the first end is backlog, what comes then is read when it is written", async () => {
  const pieces = given<FollowedPiece>(bytes("one\n"), "idle", bytes("two\n"));
  const told: unknown[] = [];
  for await (const step of stepsOfBytes(pieces, "file:a", () => 5))
    told.push(step.type === "lines" ? step.lines[0] : step.type);
  expect(told).toMatchObject([
    { text: "one", source: "file:a", clock: "backlog" },
    "idle",
    { text: "two", source: "file:a", clock: "reading", at: 5 },
  ]);
});

test("several are read in turn", async () => {
  const parts = [given(lines("a"), lines("b")), given(lines("c"))];
  expect(await all(joined(parts, false))).toEqual(["a", "b", "c"]);
});

test("several without an end come as they come", async () => {
  const late = Promise.withResolvers<void>();
  const slow = (async function* () {
    await late.promise;
    yield lines("slow");
  })();
  const fast = (async function* () {
    yield lines("a");
    yield lines("b");
    late.resolve();
  })();
  expect(await all(joined([slow, fast], true))).toEqual(["a", "b", "slow"]);
});

test("who leaves early ends them all, also those that wait", async () => {
  const ended: string[] = [];
  const endless = async function* (name: string): AsyncGenerator<LogStep> {
    try {
      for (;;) yield lines(name);
    } finally {
      ended.push(name);
    }
  };
  for await (const step of joined([endless("a"), endless("b")], true))
    if (step.type === "lines") break;
  await expect.poll(() => ended.toSorted()).toEqual(["a", "b"]);
});

test("what one of them throws is thrown", async () => {
  const broken = (async function* (): AsyncGenerator<LogStep> {
    yield lines("a");
    throw new RangeError("torn");
  })();
  await expect(all(joined([broken, given(lines("b"))], true))).rejects.toThrow("torn");
});
