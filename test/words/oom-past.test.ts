import { expect, test } from "vitest";
import type { OomDeath, OomKilled, OomPast } from "../../src/domain/conclusion.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs, GIB, HOUR_MS, KIB, MIB, MINUTE_MS } from "../../src/domain/units.ts";
import { conclusionText } from "../../src/words/conclusions.ts";
import { moment } from "../../src/words/format.ts";

const NOW = Date.UTC(2026, 10, 25, 10, 0);
const say = (conclusion: OomKilled) => conclusionText(conclusion, (at) => moment(at, NOW, 0));

const death = (endedAt: number | null, lifeMs: number | null, isSure = true): OomDeath => ({
  endedAt: endedAt === null ? null : epochMs(endedAt),
  lifeMs,
  isSure,
});
const MORNING = Date.UTC(2026, 10, 25, 9, 12, 7);
const BEFORE = Date.UTC(2026, 10, 23, 3, 40);
const TWO = [death(BEFORE, 42 * HOUR_MS), death(MORNING, 41 * HOUR_MS)];

const past = (facts: Partial<OomPast>): OomPast => ({
  unit: null,
  deaths: TWO,
  limitBytes: bytes(1.5 * GIB),
  bytesPerHour: (1.5 * GIB) / 41.5,
  restarts: null,
  ...facts,
});
const told = (facts: Partial<OomPast>, more: Partial<OomKilled> = {}): OomKilled => ({
  kind: "oom-killed",
  confidence: "high",
  by: "own-limit",
  limitBytes: bytes(1.5 * GIB),
  kills: 0,
  formerKills: 0,
  unseenKills: 0,
  seen: [],
  past: past(facts),
  children: [],
  ...more,
});

test("two deaths, their lives, and the rate that these and the limit give", () => {
  expect(say(told({}))).toEqual({
    headline: "OOM: killed 09:12:07 and 11-23 03:40, after lives of 41 h and 42 h",
    evidence: "at the limit of 1.5 GiB: about 37 MiB/h if linear",
  });
});

test.each([
  [[death(MORNING, 95 * MINUTE_MS)], "OOM: killed 09:12:07, after a life of 95 min"],
  [[death(MORNING, null)], "OOM: killed 09:12:07"],
  [[death(null, null)], "OOM: killed at a time that is not told"],
  [
    [...TWO, ...TWO],
    "OOM: killed 4 times, last 09:12:07, 11-23 03:40 and 09:12:07, after lives of 41 h, 42 h and 41 h",
  ],
  [
    [death(MORNING, 41 * HOUR_MS, false)],
    "Killed 09:12:07 (exit 137), perhaps for want of memory, after a life of 41 h",
  ],
  [
    [death(BEFORE, HOUR_MS, false), death(MORNING, 12_000)],
    "OOM: killed 09:12:07, after a life of 12 s",
  ],
] as const)("deaths %#", (deaths, headline) => {
  expect(say(told({ deaths })).headline).toBe(headline);
});

test.each([
  [
    { limitBytes: null, bytesPerHour: null },
    "it has no limit of its own: the machine's or a parent group's was reached",
  ],
  [
    { limitBytes: bytes(100 * MIB), bytesPerHour: null },
    "at the limit of 100 MiB, within a minute of its start",
  ],
  [{ deaths: [death(MORNING, null)], bytesPerHour: null }, "at the limit of 1.5 GiB"],
  [{ bytesPerHour: 20 * GIB }, "at the limit of 1.5 GiB: about 20 GiB/h if linear"],
  [{ bytesPerHour: 400 * KIB }, "at the limit of 1.5 GiB: about 0.4 MiB/h if linear"],
  [
    { deaths: [death(MORNING, HOUR_MS, false)] },
    "neither its engine nor a counter tells who sent the SIGKILL",
  ],
  [
    { deaths: [death(BEFORE, HOUR_MS, false), death(MORNING, 41 * HOUR_MS)] },
    "at the limit of 1.5 GiB: about 37 MiB/h if linear; 1 more by exit 137, perhaps for want of memory",
  ],
])("what that stands on %#", (facts, evidence) => {
  expect(say(told(facts)).evidence).toBe(evidence);
});

const kill = (at: number) => ({
  at: epochMs(at),
  count: 1,
  victims: [{ pid: 12, slot: untrustedText("Worker.0\u001b[31m\u202e") }],
});

test("what happened last is told first: a kill that was seen after those deaths", () => {
  expect(say(told({}, { kills: 1, seen: [kill(MORNING + 60_000)] }))).toEqual({
    headline: "OOM: the kernel killed Worker.0 (PID 12) at 09:13:07",
    evidence:
      "its own memory limit of 1.5 GiB was reached; the kernel's counter stands at 1 kill; " +
      "besides, killed 09:12:07 and 11-23 03:40, after lives of 41 h and 42 h; at the limit of 1.5 GiB: about 37 MiB/h if linear",
  });
});

test("and one that was seen before them", () => {
  expect(say(told({}, { kills: 1, formerKills: 1, seen: [kill(MORNING - 60_000)] }))).toEqual({
    headline: "OOM: killed 09:12:07 and 11-23 03:40, after lives of 41 h and 42 h",
    evidence:
      "at the limit of 1.5 GiB: about 37 MiB/h if linear; besides, Worker.0 (PID 12) at 09:11:07; " +
      "the kernel counted 1 kill before its restart and 0 since",
  });
});

test("kills of a group that is gone, which nobody saw", () => {
  const conclusion = told({}, { kills: 3, formerKills: 2, unseenKills: 3, past: null });
  expect(say(conclusion)).toEqual({
    headline: "OOM: the kernel killed 3 processes while swtop did not see it",
    evidence:
      "the kernel counted 2 kills before its restart and 1 since; its own memory limit of 1.5 GiB was reached; whom and when is not known",
  });
});

test("what is sure comes before what may have been", () => {
  const deaths = [death(MORNING, 41 * HOUR_MS, false)];
  const unsure =
    "besides, killed 09:12:07 (exit 137), perhaps for want of memory, after a life of 41 h";
  const { headline, evidence } = say(
    told({ deaths }, { kills: 1, seen: [kill(MORNING - 60_000)] }),
  );
  expect(headline).toBe("OOM: the kernel killed Worker.0 (PID 12) at 09:11:07");
  expect(evidence).toContain(unsure);
  const counted = say(told({ deaths }, { kills: 1, unseenKills: 1 }));
  expect(counted.headline).toBe("OOM: the kernel killed 1 process before swtop came");
  expect(counted.evidence).toContain(unsure);
});

test("a unit is named, as a machine has many", () => {
  const unit = untrustedText("api\u202e.service");
  expect(say(told({ unit, deaths: [death(MORNING, 41 * HOUR_MS)] })).headline).toBe(
    "OOM: api.service killed 09:12:07, after a life of 41 h",
  );
  expect(say(told({ unit, deaths: [death(MORNING, null, false)] })).headline).toBe(
    "api.service killed 09:12:07 (exit 137), perhaps for want of memory",
  );
});

test("of a pod, which keeps one former life only, its restarts and what they took on average", () => {
  const restarts = { count: 7, everyMs: 10.2 * HOUR_MS };
  expect(say(told({ deaths: [death(MORNING, 9 * HOUR_MS)], restarts })).evidence).toBe(
    "at the limit of 1.5 GiB: about 37 MiB/h if linear; 7 restarts since its pod began, one in 10 h on average",
  );
});

test.each([
  [
    [{ endedAt: epochMs(MORNING), exitCode: 1 }],
    "OOM: the kernel killed a process in a life that ended at 09:12:07 by exit 1",
  ],
  [[{ endedAt: null, exitCode: null }], "OOM: the kernel killed a process in a life that ended"],
  [
    [
      { endedAt: epochMs(BEFORE), exitCode: 1 },
      { endedAt: epochMs(MORNING), exitCode: 255 },
    ],
    "OOM: the kernel killed a process in 2 former lives, the last of which ended at 09:12:07 by exit 255",
  ],
])("who was killed, and was not the main process, is not known: %#", (children, headline) => {
  const alone = { ...told({}), past: null, children };
  expect(say(alone)).toEqual({
    headline,
    evidence:
      "its runtime says OOMKilled, and its main process ended in another way: perhaps a worker was killed; whom and when is not known",
  });
});

test("beside a main process that was killed it is said last", () => {
  const children = [{ endedAt: epochMs(BEFORE), exitCode: 1 }];
  const text =
    "besides, the kernel killed a process in a life that ended at 11-23 03:40 by exit 1: not its main process";
  expect(say(told({}, { children })).evidence).toMatch(new RegExp(`; ${text}$`, "u"));
  const seen = [{ at: epochMs(NOW), count: 1, victims: [] }];
  expect(say(told({}, { children, kills: 1, seen })).evidence).toMatch(
    new RegExp(`; ${text}$`, "u"),
  );
});
