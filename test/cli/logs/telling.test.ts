import { expect, test } from "vitest";
import type { LogAccount } from "../../../src/analysis/logs/account.ts";
import { LogFilter } from "../../../src/cli/logs/filter.ts";
import { ServersSeen, Telling } from "../../../src/cli/logs/telling.ts";
import type { Told } from "../../../src/domain/log.ts";
import { record, line } from "../../report/logs-fixture.ts";
import { aSample, aServer } from "../../store/build.ts";

const told = (count: number): readonly Told[] =>
  Array.from({ length: count }, () => ({ type: "record", record: record() }));

/** An account that tells one record per call, and says by what it was called. */
function telling({ count = null as number | null, of = 1, slot = null as string | null } = {}) {
  const calls: string[] = [];
  const written: string[] = [];
  const by = (name: string) => () => {
    calls.push(name);
    return told(of);
  };
  const account: LogAccount = {
    lines: by("lines"),
    earlier: by("earlier"),
    sample: by("sample"),
    sources: () => {
      calls.push("sources");
    },
    quiet: by("quiet"),
    end: by("end"),
  };
  const wish = { slot, pid: null, role: null, level: null, grep: null };
  const said: string[] = [];
  const clock = { ms: 0 };
  const ports = {
    account,
    filter: new LogFilter(
      { ...wish, hasRecords: true, hasEvents: true },
      { from: null, eventText: () => "" },
    ),
    text: () => "x",
    helloText: () => "hello",
    write: (lines: string) => {
      written.push(lines);
      return Promise.resolve();
    },
    monotonic: () => clock.ms,
    complain: (sentence: string) => {
      said.push(sentence);
    },
    servers: new ServersSeen(),
  };
  return { calls, written, said, clock, ports, telling: new Telling(ports, count) };
}
const HELLO = { swtop: "1", target: "stdin", at: aSample(0, []).at };

test("each step is told to the account, and what it tells is written", async () => {
  const { calls, written, telling: one } = telling();
  await one.hello(HELLO);
  await one.take({ type: "lines", lines: [line("a")] });
  await one.take({ type: "sample", sample: aSample(1, []) });
  await one.take({ type: "sources", zone: null, sources: [] });
  await one.end();
  expect(calls).toEqual(["lines", "sample", "sources", "end"]);
  expect(written).toEqual(["hello", "x", "x", "x"]);
});

test("a slot that nobody has is said at the end, once", async () => {
  const { said, written, telling: one } = telling({ slot: "Worker.7" });
  await one.take({ type: "lines", lines: [line("a")] });
  expect(said).toEqual([]);
  await one.end();
  expect([written, said]).toEqual([
    [],
    ["nothing here is of --slot Worker.7; slots seen: Worker.1."],
  ]);
});

const sampleOf = (...ids: readonly string[]) =>
  aSample(
    1,
    ids.map((id) => aServer([], { id })),
  );

test("servers are several by what samples and sources say", async () => {
  const { ports, telling: one } = telling();
  await one.take({ type: "sample", sample: sampleOf("shop") });
  await one.take({ type: "lines", lines: [line("a")] });
  expect(ports.servers.areSeveral).toBe(false);
  await one.take({ type: "sample", sample: sampleOf("shop", "shop-2") });
  expect(ports.servers.areSeveral).toBe(true);
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
