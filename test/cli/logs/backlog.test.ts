import { describe, expect, test } from "vitest";
import { Backlog, lacksOf } from "../../../src/cli/logs/backlog.ts";
import type { LogLine } from "../../../src/domain/log.ts";
import type { LogSource } from "../../../src/domain/log-source.ts";
import type { Observation } from "../../../src/domain/observation.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { emptySample } from "../../recording/sample-fixture.ts";

const NOW = 1_795_774_000_000;

const sample = (second: number): Observation => ({
  type: "sample",
  sample: { ...emptySample, at: epochMs(NOW + second * 1000) },
});

function log(second: number, clock: LogLine["clock"] = "source"): Observation {
  const at = epochMs(NOW + second * 1000);
  const text = untrustedText("x");
  return {
    type: "log",
    lines: [{ at, clock, source: "stdout", text, cutBytes: 0, cut: null, writer: null }],
  };
}

const source = (change: Partial<LogSource>): LogSource => ({
  source: "stdout",
  why: "container",
  pid: null,
  server: null,
  state: "followed",
  bytes: null,
  detail: null,
  ...change,
});
const sources: Observation = { type: "log-sources", at: epochMs(NOW), sources: [source({})] };

/** After how many samples it is over, with these observations beside each; null: it is not. */
function samplesUntilOver(beside: (second: number) => readonly Observation[]): number | null {
  const backlog = new Backlog();
  backlog.note(sources);
  for (let second = 0; second < 60; second++) {
    for (const each of [sample(second), ...beside(second)]) backlog.note(each);
    if (backlog.isOver()) return second + 1;
  }
  return null;
}

describe("all that was there came", () => {
  test("when nothing comes any more", () => {
    expect(samplesUntilOver(() => [])).toBe(8);
  });

  test("also where a container or a journal writes on: their times say that it is new", () => {
    expect(samplesUntilOver((second) => [log(second + 0.5)])).toBe(8);
  });

  test("not as long as old lines come, or lines without a time", () => {
    expect(samplesUntilOver((second) => [log(second - 100)])).toBeNull();
    expect(samplesUntilOver((second) => [log(second, "reading")])).toBeNull();
  });
});

describe("what sources lack", () => {
  test("output that cannot be read, once, with its driver", () => {
    const unreadable = { state: "unreadable", detail: untrustedText("none") } as const;
    expect(lacksOf([source(unreadable), source({ ...unreadable, source: "stderr" })], [])).toEqual([
      { kind: "unreadable-output", driver: "none" },
    ]);
  });

  test("output that a cluster forbids, in its words", () => {
    const forbidden = { state: "forbidden", detail: untrustedText("no right") } as const;
    expect(lacksOf([source(forbidden)], [])).toEqual([
      { kind: "forbidden-output", words: "no right" },
    ]);
  });

  test("a command of --log-cmd that failed, by its own words; one that ended well lacks nothing", () => {
    const ended = (name: string, detail: string): LogSource =>
      source({ source: name, why: "option", state: "ended", detail: untrustedText(detail) });
    const all = [
      source({}),
      source({ source: "file:/a", why: "option" }),
      ended("stdout:2", "exit 0"),
      ended("stdout:3", "exit 4: no such pod"),
      ended("stdout:4", "a warning"),
      ended("stdout:5", "signal SIGKILL"),
    ];
    expect(lacksOf(all, ["a", "b", "c", "d"])).toEqual([
      { kind: "failed-command", command: "b", ending: "exit 4: no such pod" },
      { kind: "failed-command", command: "d", ending: "signal SIGKILL" },
    ]);
  });
});
