import { expect, test } from "vitest";
import type { LogAccount } from "../../../src/analysis/logs/account.ts";
import { LogFilter } from "../../../src/cli/logs/filter.ts";
import { Telling } from "../../../src/cli/logs/telling.ts";
import type { Told } from "../../../src/domain/log.ts";
import { record, line } from "../../report/logs-fixture.ts";
import { aSample } from "../../store/build.ts";

const told = (count: number): readonly Told[] =>
  Array.from({ length: count }, () => ({ type: "record", record: record() }));

/** An account that tells one record per call, and says by what it was called. */
function telling({ count = null as number | null, of = 1 } = {}) {
  const calls: string[] = [];
  const written: string[] = [];
  const by = (name: string) => () => {
    calls.push(name);
    return told(of);
  };
  const account: LogAccount = {
    lines: by("lines"),
    sample: by("sample"),
    quiet: by("quiet"),
    end: by("end"),
  };
  const wish = { slot: null, pid: null, role: null, level: null, grep: null };
  const clock = { ms: 0 };
  const ports = {
    account,
    filter: new LogFilter({ ...wish, hasRecords: true, hasEvents: true }, null),
    text: () => "x",
    helloText: () => "hello",
    write: (lines: string) => {
      written.push(lines);
      return Promise.resolve();
    },
    monotonic: () => clock.ms,
  };
  return { calls, written, clock, telling: new Telling(ports, count) };
}
const HELLO = { swtop: "1", target: "stdin", at: aSample(0, []).at };

test("each step is told to the account, and what it tells is written", async () => {
  const { calls, written, telling: one } = telling();
  await one.hello(HELLO);
  await one.take({ type: "lines", lines: [line("a")] });
  await one.take({ type: "sample", sample: aSample(1, []) });
  await one.end();
  expect(calls).toEqual(["lines", "sample", "end"]);
  expect(written).toEqual(["hello", "x", "x", "x"]);
});

test("what is pending is asked for, but not at each end of a file", async () => {
  const { calls, clock, telling: one } = telling();
  for (clock.ms = 0; clock.ms < 1000; clock.ms += 200) await one.take({ type: "idle" });
  expect(calls).toEqual(["quiet", "quiet"]);
});

test("--count ends it, in the middle of what came", async () => {
  const { written, telling: one } = telling({ count: 3, of: 2 });
  await one.take({ type: "lines", lines: [line("a")] });
  expect(one.isDone).toBe(false);
  await one.take({ type: "lines", lines: [line("a")] });
  expect(one.isDone).toBe(true);
  await one.end();
  expect(written.join("\n").split("\n")).toHaveLength(3);
});

test("much is written in parts, waiting for its reader", async () => {
  const { written, telling: one } = telling({ of: 4500 });
  await one.take({ type: "lines", lines: [line("a")] });
  expect(written.map((text) => text.split("\n").length)).toEqual([2000, 2000, 500]);
});
