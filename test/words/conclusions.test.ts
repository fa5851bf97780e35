import { expect, test } from "vitest";
import type { CrashLoop, OomKilled } from "../../src/domain/conclusion.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { bytes, epochMs, GIB, MIB } from "../../src/domain/units.ts";
import { conclusionText } from "../../src/words/conclusions.ts";

const killed = (more: Partial<OomKilled>): OomKilled => ({
  kind: "oom-killed",
  confidence: "high",
  by: "own-limit",
  limitBytes: bytes(512 * MIB),
  kills: 1,
  formerKills: 0,
  unseenKills: 0,
  seen: [],
  past: null,
  children: [],
  ...more,
});

const kill = (
  at: number,
  count: number,
  ...victims: readonly (readonly [number, string | null])[]
) => ({
  at: epochMs(at),
  count,
  victims: victims.map(([pid, slot]) => ({
    pid,
    slot: slot === null ? null : untrustedText(slot),
  })),
});

const say = (conclusion: OomKilled | CrashLoop) => conclusionText(conclusion, (at) => `t${at}`);

test("one victim", () => {
  expect(say(killed({ seen: [kill(5, 1, [12, "Worker.0"])] }))).toEqual({
    headline: "OOM: the kernel killed Worker.0 (PID 12) at t5",
    evidence: "its own memory limit of 512 MiB was reached; the kernel's counter stands at 1 kill",
  });
});

test("several victims, more than were found, and kills of before", () => {
  expect(
    say(
      killed({
        kills: 6,
        unseenKills: 2,
        by: "unknown",
        limitBytes: null,
        seen: [kill(5, 1, [9, "Worker.1"]), kill(7, 3, [12, "Worker.0"], [13, null])],
      }),
    ),
  ).toEqual({
    headline: "OOM: the kernel killed Worker.0 (PID 12), PID 13, 1 more at t7, 4 kills since t5",
    evidence:
      "whose limit it was cannot be told; the kernel's counter stands at 6 kills; 2 of them before swtop came",
  });
});

test("a kill whose victim was not seen", () => {
  expect(say(killed({ seen: [kill(5, 1)] })).headline).toBe(
    "OOM: the kernel killed 1 process (not seen which) at t5",
  );
});

test("kills of before we came", () => {
  expect(say(killed({ kills: 2 }))).toEqual({
    headline: "OOM: the kernel killed 2 processes before swtop came",
    evidence:
      "the kernel's counter stands at 2 kills; its own memory limit of 512 MiB was reached; whom and when is not known",
  });
});

test.each([
  ["machine", 16.5 * GIB, "the machine ran out of its memory of 16.5 GiB"],
  ["machine", null, "a limit above its own was reached (the machine's memory or a parent group's)"],
  ["own-limit", null, "its own memory limit was reached"],
  ["own-limit", 2 * GIB, "its own memory limit of 2 GiB was reached"],
] as const)("limit: %s of %s", (by, limit, sentence) => {
  const limitBytes = limit === null ? null : bytes(limit);
  expect(say(killed({ by, limitBytes, seen: [kill(5, 1, [12, "Worker.0"])] })).evidence).toContain(
    sentence,
  );
});

const loop: CrashLoop = {
  kind: "crash-loop",
  confidence: "high",
  serverId: "shop",
  slot: untrustedText("crontab-dispatcher.0"),
  starts: 7,
  windowMs: 60_000,
  lastPid: 99,
  at: epochMs(5),
};

test("a crash loop", () => {
  expect(say(loop)).toEqual({
    headline: "crontab-dispatcher.0 of shop dies and is started again: 7 starts in 60 s",
    evidence: "last start: PID 99; see its last log lines before each exit",
  });
});

test("names of a target are printed without what they hide", () => {
  const evil = "\u001b]0;x\u0007evil\u202e.0";
  expect(say({ ...loop, slot: untrustedText(evil) }).headline).toMatch(/^evil\.0 of shop/);
  expect(say(killed({ seen: [kill(5, 1, [12, evil])] })).headline).toContain(
    "killed evil.0 (PID 12)",
  );
});

test("what the machine counted is perhaps another container's", () => {
  const perhaps = { by: "elsewhere", confidence: "medium", limitBytes: null } as const;
  expect(say(killed({ ...perhaps, seen: [kill(5, 1, [12, "Worker.0"])] }))).toEqual({
    headline: "Worker.0 (PID 12) died at t5, perhaps killed by the kernel for want of memory",
    evidence:
      "the kernel killed a process of this machine then; it tells no container which kills are its own",
  });
});
