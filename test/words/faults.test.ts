import { describe, expect, test } from "vitest";
import { FAULT_KINDS, type Fault } from "../../src/domain/fault.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { epochMs } from "../../src/domain/units.ts";
import { faultText } from "../../src/words/faults.ts";

const said = (kind: Fault["kind"], more: Omit<Partial<Fault>, "kind" | "detail"> = {}): string =>
  faultText({ kind, detail: untrustedText("api"), ...more });
const named = (count: number) =>
  Array.from({ length: count }, (_, index) => untrustedText(`api-${index}`));
const life = (exitCode: number | null, oomKilled: boolean | null = null) => ({
  startedAt: null,
  endedAt: epochMs(Date.UTC(2026, 10, 27, 9, 12, 11)),
  exitCode,
  oomKilled,
});

test.each(FAULT_KINDS)(
  "%s: a sentence, with and without its detail, and nothing that moves the cursor",
  (kind) => {
    for (const detail of [null, untrustedText("a\u001b[2J b")]) {
      const text = faultText({ kind, detail });
      expect(text).toMatch(/[.?]$/);
      expect(text).not.toContain("\u001b");
      expect(text).not.toContain("undefined");
    }
  },
);

describe("a container that does not run", () => {
  test.each<[string, Fault["kind"], Partial<Fault>]>([
    [
      "api was created and never started. Start it, or name one that runs.",
      "not-running",
      { life: null },
    ],
    ["api is not running. Start it, or name one that runs.", "not-running", {}],
    [
      "api is not running: it ended with exit 0 at 2026-11-27 09:12:11 UTC. Start it, or name one that runs.",
      "not-running",
      { life: life(0) },
    ],
    [
      "api is not running: it ended with exit 137 (killed) at 2026-11-27 09:12:11 UTC.",
      "container-ended",
      { life: life(137, false) },
    ],
    [
      "api was started again, after it ended with exit 137 (killed for want of memory) at 2026-11-27 09:12:11 UTC.",
      "restarted",
      { life: life(137, true) },
    ],
    ["api was started again.", "restarted", {}],
    [
      "api ended with exit 1 at 2026-11-27 09:12:11 UTC, and is being started again.",
      "restarting",
      { life: life(1) },
    ],
    ["api ended, and is being started again.", "restarting", {}],
  ])("%s", (sentence, kind, more) => {
    expect(said(kind, more)).toBe(sentence);
  });
});

describe("what a fault is about makes another sentence", () => {
  test.each<[string, Fault["kind"], Partial<Fault>]>([
    // nobody can start a pod
    ["api is not running. Name one that runs.", "not-running", { about: "pod" }],
    [
      "api is not running: it ended with exit 137 (killed) at 2026-11-27 09:12:11 UTC. Name one that runs.",
      "not-running",
      { about: "pod", life: life(137, false) },
    ],
    [
      "there is no namespace api. There is: api-0.",
      "no-such-pod",
      { about: "namespace", others: named(1) },
    ],
    // the directory was named already
    ["no PHP project is found in api.", "no-project", { about: "directory" }],
  ])("%s", (sentence, kind, more) => {
    expect(said(kind, more)).toBe(sentence);
  });
});

test("a name that nobody has: those that may have been meant, and how many more", () => {
  expect(said("no-such-target")).toBe("there is no container or service api.");
  expect(said("no-such-target", { others: named(2) })).toBe(
    "there is no container or service api. There is: api-0, api-1.",
  );
  expect(said("no-such-target", { others: named(11) })).toMatch(/api-7, 3 more\.$/);
  expect(said("ambiguous-target", { others: named(2) })).toBe(
    "api may be several: api-0, api-1. Name one of them.",
  );
});

test("an engine's own question is not asked twice", () => {
  const detail = untrustedText("Cannot connect.");
  expect(faultText({ kind: "engine-unreachable", detail })).toMatch(
    /: Cannot connect\. Is it running,/,
  );
});
