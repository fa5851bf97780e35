import { expect, test } from "vitest";
import { followChurn, noChurn } from "../../../src/analysis/churn/churn.ts";
import { diagnose } from "../../../src/analysis/diagnosis/index.ts";
import { formerKillsOf } from "../../../src/analysis/churn/oom-past.ts";
import type { Container, ContainerLife } from "../../../src/domain/container.ts";
import type { Sample } from "../../../src/domain/sample.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, GIB, HOUR_MS, MIB } from "../../../src/domain/units.ts";
import { aContainer } from "../../fixtures/containers.ts";
import { memoryOf, sampleOf, second, serverOf, START, type Spec } from "./samples.ts";

const hours = (
  from: number,
  to: number | null,
  more: Partial<ContainerLife> = {},
): ContainerLife => ({
  startedAt: epochMs(START + from * HOUR_MS),
  endedAt: to === null ? null : epochMs(START + to * HOUR_MS),
  exitCode: to === null ? null : 137,
  oomKilled: to === null ? null : true,
  ...more,
});

const NOW = hours(-1, null);

const concluded = (container: Container | null, ...samples: readonly Sample[]) => {
  let churn = noChurn;
  for (const sample of samples) ({ churn } = followChurn(churn, sample));
  const sample = samples.at(-1) ?? null;
  return {
    conclusions: diagnose({ churn, sample, at: sample?.at ?? second(0), container }),
    formerKills: formerKillsOf({ churn, sample, container }, ""),
  };
};

const withLives = (...lives: readonly ContainerLife[]) =>
  aContainer({ limitBytes: bytes(1.5 * GIB), lives });

test("two deaths are told before the first sample, with the rate that two lives and a limit give", () => {
  const container = withLives(hours(-85, -43), hours(-42, -1), NOW);
  expect(concluded(container).conclusions).toEqual([
    {
      kind: "oom-killed",
      confidence: "high",
      by: "own-limit",
      limitBytes: 1.5 * GIB,
      kills: 0,
      formerKills: 0,
      unseenKills: 0,
      seen: [],
      past: {
        unit: null,
        deaths: [
          { endedAt: START - 43 * HOUR_MS, lifeMs: 42 * HOUR_MS, isSure: true },
          { endedAt: START - HOUR_MS, lifeMs: 41 * HOUR_MS, isSure: true },
        ],
        limitBytes: 1.5 * GIB,
        bytesPerHour: expect.closeTo((1.5 * GIB) / 41.5, 1),
        restarts: null,
      },
      children: [],
    },
  ]);
  expect(concluded(container).formerKills).toBe(2);
});

test("a life that runs, and ends of another kind, are no deaths", () => {
  const others = [
    hours(-9, -8, { exitCode: 0, oomKilled: false }),
    hours(-8, -7, { exitCode: 137, oomKilled: false }),
    hours(-7, -6, { exitCode: 255, oomKilled: null }),
    hours(-6, -5, { exitCode: null, oomKilled: null }),
    NOW,
  ];
  expect(concluded(withLives(...others)).conclusions).toEqual([]);
  expect(concluded(null).conclusions).toEqual([]);
});

test("the last life of a container that stopped is over, too", () => {
  const container = { ...withLives(hours(-3, -1)), state: "exited" } as const;
  expect(concluded(container).conclusions).toMatchObject([
    { past: { deaths: [{ isSure: true }] } },
  ]);
});

test("an exit 137 that nobody explains is no certainty, and makes no rate", () => {
  const container = withLives(hours(-3, -1, { oomKilled: null }), NOW);
  expect(concluded(container)).toMatchObject({
    conclusions: [
      { confidence: "medium", past: { deaths: [{ isSure: false }], bytesPerHour: null } },
    ],
    formerKills: 0,
  });
});

test.each([
  ["a life of 59 s", bytes(GIB), 59, null],
  ["a life of 60 s", bytes(GIB), 60, GIB * 60],
  ["no limit", null, 3600, null],
] as const)("rate: %s", (_, limitBytes, seconds, bytesPerHour) => {
  const life = hours(-2, null, {
    endedAt: epochMs(START - 2 * HOUR_MS + seconds * 1000),
    oomKilled: true,
  });
  const container = aContainer({ limitBytes, lives: [life, NOW] });
  expect(concluded(container).conclusions).toMatchObject([
    { by: limitBytes === null ? "machine" : "own-limit", past: { bytesPerHour } },
  ]);
});

test("a crash at the start is left out of the rate of longer lives", () => {
  const short = hours(-2, null, { endedAt: epochMs(START - 2 * HOUR_MS + 5000), oomKilled: true });
  const { conclusions } = concluded(withLives(hours(-4, -2), short, NOW));
  expect(conclusions).toMatchObject([{ past: { bytesPerHour: (1.5 * GIB) / 2 } }]);
});

const A: Spec = { pid: 10, slot: "Worker.0" };
const B: Spec = { pid: 11, slot: "Worker.1" };
const at = (index: number, oomKills: number, specs: readonly Spec[], peak = 90) =>
  sampleOf(index, [serverOf("shop", specs)], memoryOf({ oomKills, peakBytes: bytes(peak * MIB) }));

/** Podman's word for a main process that was killed at `endsAt` seconds. */
const podmans = (endsAt: number) =>
  aContainer({
    engine: "podman",
    limitBytes: bytes(100 * MIB),
    lives: [
      {
        startedAt: epochMs(START - HOUR_MS),
        endedAt: second(endsAt),
        exitCode: 137,
        oomKilled: null,
      },
      { startedAt: second(endsAt + 1), endedAt: null, exitCode: null, oomKilled: null },
    ],
  });

test("podman: an exit 137 beside a counter that rose is sure", () => {
  const { conclusions } = concluded(podmans(2), at(0, 0, [A, B]), at(2, 1, [B]), at(5, 0, [], 20));
  expect(conclusions).toMatchObject([
    { kills: 1, formerKills: 1, seen: [], past: { deaths: [{ isSure: true }] } },
  ]);
});

test("podman: so is one in whose life the counter stood above zero when it was read last, and nobody saw the end", () => {
  const long = concluded(podmans(60), at(1, 1, [A]), at(70, 0, [], 20));
  expect(long.conclusions).toMatchObject([
    { confidence: "high", past: { deaths: [{ isSure: true }] } },
  ]);
  const another = concluded(podmans(2), at(9, 1, [A]));
  expect(another.conclusions).toMatchObject([{ past: { deaths: [{ isSure: false }] } }]);
});

const held = (mib: number) =>
  sampleOf(1, [serverOf("shop", [A])], memoryOf({ unreclaimableBytes: bytes(mib * MIB) }));

const sure = (mib: number) =>
  concluded(podmans(2), held(mib), at(6, 0, [], 20)).conclusions.map((each) =>
    each.kind === "oom-killed" ? each.past?.deaths.map(({ isSure }) => isSure) : null,
  );

test("podman: the last kill takes its counter along: a group that was full just before tells it", () => {
  expect(sure(91)).toEqual([[true]]);
  expect(sure(89)).toEqual([[false]]);
});

test("podman: a child's kill long before a hard stop does not explain the stop", () => {
  const samples = [at(0, 0, [A, B]), at(1, 1, [B]), at(29, 1, [B]), at(33, 0, [], 20)];
  expect(concluded(podmans(30), ...samples).conclusions).toMatchObject([
    { kills: 1, seen: [{ victims: [{ pid: 10 }] }], past: { deaths: [{ isSure: false }] } },
  ]);
});

test("an end that is told before its start has no length", () => {
  const life = { startedAt: second(2), endedAt: second(1), exitCode: 137, oomKilled: true };
  expect(concluded(aContainer({ lives: [life, NOW] })).conclusions).toMatchObject([
    { past: { deaths: [{ lifeMs: null }] } },
  ]);
});

test("a kill that was seen and the end that its engine tells are one death", () => {
  const container = aContainer({
    lives: [
      { startedAt: epochMs(START - HOUR_MS), endedAt: second(2), exitCode: 137, oomKilled: true },
      { startedAt: second(3), endedAt: null, exitCode: null, oomKilled: null },
    ],
  });
  const samples = [at(0, 0, [A, B]), at(1, 1, [B])];
  expect(concluded(container, ...samples).conclusions).toMatchObject([
    { seen: [], unseenKills: 0, past: { deaths: [{ endedAt: second(2) }] } },
  ]);
  // a child that was killed long before is another death
  const later = aContainer({
    ...container,
    lives: container.lives.map((life) => ({ ...life, endedAt: life.endedAt && second(30) })),
  });
  expect(concluded(later, ...samples).conclusions).toMatchObject([
    { seen: [{ victims: [{ pid: 10 }] }], past: { deaths: [{ endedAt: second(30) }] } },
  ]);
});

test("counters of the old group are kept beside the new", () => {
  const samples = [at(0, 0, [A, B]), at(1, 2, [B]), at(5, 0, [{ ...A, pid: 30 }], 20)];
  const { conclusions, formerKills } = concluded(null, ...samples);
  expect(formerKills).toBe(2);
  expect(conclusions).toMatchObject([
    { kills: 2, formerKills: 2, unseenKills: 0, seen: [{ count: 2 }] },
  ]);
  const again = concluded(null, ...samples, at(6, 1, [], 30));
  expect(again.conclusions).toMatchObject([
    { kills: 3, formerKills: 2, seen: [{ count: 2 }, { count: 1 }] },
  ]);
});

test("another group that stands where the old one stood is told by its peak, and by nobody who lived on", () => {
  const before = at(0, 2, [A, B]);
  expect(concluded(null, before, at(5, 2, [{ ...A, pid: 30 }], 20)).formerKills).toBe(2);
  // somebody set the peak back: the same group
  expect(concluded(null, before, at(5, 2, [A], 20)).formerKills).toBe(0);
  expect(concluded(null, before, at(5, 2, [{ ...A, pid: 30 }], 90)).formerKills).toBe(0);
});

test("kills that another group had counted before it was read first have no victims", () => {
  const { conclusions } = concluded(null, at(0, 2, [A, B]), at(5, 3, [{ ...A, pid: 30 }], 20));
  expect(conclusions).toMatchObject([{ kills: 5, formerKills: 2, unseenKills: 5, seen: [] }]);
});

const host = (oomKills: number) =>
  memoryOf({ source: "host", oomKills, hostAvailableBytes: bytes(MIB) });
const own = (peak: number) => memoryOf({ peakBytes: bytes(peak * MIB), oomKills: 0 });

test("the machine's counter beside a server's group that came to its end tells no limit", () => {
  const ended = concluded(
    null,
    sampleOf(0, [serverOf("shop", [A], own(90))], host(0)),
    sampleOf(1, [serverOf("shop", [{ ...A, pid: 30 }], own(20))], host(1)),
  );
  expect(ended.conclusions).toMatchObject([
    { by: "unknown", confidence: "medium", limitBytes: null },
  ]);
  const lasting = concluded(
    null,
    sampleOf(0, [serverOf("shop", [A], own(90))], host(0)),
    sampleOf(1, [serverOf("shop", [A], own(90))], host(1)),
  );
  expect(lasting.conclusions).toMatchObject([{ by: "machine" }]);
});

test("a unit's past belongs to the group of the only server that has one", () => {
  const unit = {
    ...withLives(hours(-3, -1), NOW),
    engine: "systemd",
    name: untrustedText("a.service"),
  };
  const killed = memoryOf({ oomKills: 1 });
  expect(
    concluded(unit, sampleOf(0, [serverOf("shop", [A], killed)], host(4))).conclusions,
  ).toMatchObject([
    { kills: 1, past: { unit: "a.service", deaths: [{}] } },
    { kills: 4, past: null },
  ]);
  const two = [serverOf("shop", [A], killed), serverOf("admin", [{ ...A, pid: 40 }], killed)];
  expect(
    concluded(unit, sampleOf(0, two, host(4))).conclusions.map(({ kind }) => kind),
  ).toHaveLength(4);
});

test("in a container the machine's counter tells nothing of before swtop came", () => {
  const stood = sampleOf(0, [serverOf("shop", [A])], host(17));
  expect(concluded(aContainer(), stood).conclusions).toEqual([]);
  expect(concluded(null, stood).conclusions).toMatchObject([{ kills: 17 }]);
  // it makes no exit 137 a sure one, and hides no child
  const hard = withLives(hours(-1, 1, { oomKilled: null }), hours(1, null));
  expect(concluded(hard, stood).conclusions).toMatchObject([
    { kills: 0, confidence: "medium", past: { deaths: [{ isSure: false }] } },
  ]);
});

test("in a container a rise of the machine's counter is perhaps another's", () => {
  const before = sampleOf(0, [serverOf("shop", [A, B])], host(17));
  const nobody = sampleOf(1, [serverOf("shop", [A, B])], host(18));
  expect(concluded(aContainer(), before, nobody).conclusions).toEqual([]);
  const died = sampleOf(1, [serverOf("shop", [B])], host(19));
  expect(concluded(aContainer(), before, died).conclusions).toMatchObject([
    {
      by: "elsewhere",
      confidence: "medium",
      limitBytes: null,
      kills: 1,
      unseenKills: 0,
      seen: [{ at: second(1), count: 1, victims: [{ pid: 10 }] }],
    },
  ]);
});
