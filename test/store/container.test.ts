import { expect, test } from "vitest";
import type { Container } from "../../src/domain/container.ts";
import { bytes, epochMs, GIB, HOUR_MS, MIB } from "../../src/domain/units.ts";
import type { State } from "../../src/store/state.ts";
import { observed } from "../../src/store/transitions.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { aContainer } from "../fixtures/containers.ts";
import { aPod } from "../fixtures/pods.ts";
import {
  aMemory,
  aProcess,
  aSample,
  aServer,
  beginning,
  pressed,
  seen,
  START,
  viewOf,
} from "./build.ts";

const AT = epochMs(START);
const told = (state: State, container: Container): State =>
  observed(state, { type: "container", at: AT, container }, START);

const killedTwice = aContainer({
  limitBytes: bytes(1.5 * GIB),
  lives: [-85, -42].map((from) => ({
    startedAt: epochMs(START + from * HOUR_MS),
    endedAt: epochMs(START + (from + 41) * HOUR_MS),
    exitCode: 137,
    oomKilled: true,
  })),
  state: "exited",
});

test("what an engine tells is known, and concluded from, before the first sample", () => {
  const state = told(beginning(), killedTwice);
  expect(state.known.container).toEqual({ container: killedTwice, at: AT });
  expect(viewOf(state).conclusions).toMatchObject([
    { kind: "oom-killed", kills: 0, past: { deaths: [{}, {}] } },
  ]);
});

const worker = aProcess({ pid: 7, slot: "Worker.0", mib: 30 });
const shop = (facts = {}) => [aServer([worker], facts)];

test("it stays a conclusion with every sample, and the counter says what was before", () => {
  const memory = aMemory({ source: "cgroup-v1", oomKills: 0, currentBytes: bytes(MIB) });
  const state = seen(
    told(beginning(), killedTwice),
    aSample(0, shop(), { memory }),
    aSample(1, shop(), { memory }),
  );
  const { conclusions, memory: drawn } = viewOf(state);
  expect(conclusions).toMatchObject([{ past: { deaths: [{}, {}] } }]);
  expect(drawn.formerKills).toBe(2);
  const forgotten = told(state, aContainer());
  expect(viewOf(forgotten).conclusions).toEqual([]);
});

test("the pod that was watched before is remembered with its end, and said", () => {
  const former = aPod({ name: untrustedText("shop-a") });
  const now = aPod({ name: untrustedText("shop-b") });
  const life = {
    startedAt: epochMs(START - HOUR_MS),
    endedAt: epochMs(START - 60_000),
    exitCode: 137,
    oomKilled: true,
  };
  const first = told(beginning(), aContainer({ engine: "kubernetes", pod: former, lives: [life] }));
  expect(viewOf(first).header.formerPod).toBeNull();
  const second = told(first, aContainer({ engine: "kubernetes", pod: now }));
  const again = told(second, aContainer({ engine: "kubernetes", pod: now, restartCount: 1 }));
  expect(viewOf(again).header.formerPod).toEqual({ name: "shop-a", until: AT, life });
});

const open = (container: Container, facts = {}) => {
  const state = seen(told(beginning(), container), aSample(0, shop(facts)));
  return viewOf(pressed(state, { type: "open" })).process?.container ?? null;
};

test("an opened process says what it runs in; of a unit only its own server", () => {
  expect(open(killedTwice)).toEqual({ container: killedTwice, at: AT });
  const unit = aContainer({ engine: "systemd" });
  expect(open(unit)).toBeNull();
  expect(open(unit, { memory: aMemory({ source: "cgroup-v2" }) })).toMatchObject({
    container: unit,
  });
});

const dies = (oomKilled: boolean | null) =>
  aContainer({
    lives: [
      { startedAt: AT, endedAt: epochMs(START + 1400), exitCode: 137, oomKilled },
      { startedAt: epochMs(START + 1800), endedAt: null, exitCode: null, oomKilled: null },
    ],
    state: "running",
  });
const main = (startedAt: number, generation: number) =>
  aServer(
    [
      aProcess({
        pid: 1,
        nsPid: 1,
        slot: "Master",
        mib: 60,
        startedAt: epochMs(startedAt),
        generation,
      }),
    ],
    { rootPid: 1 },
  );
const first = () =>
  seen(beginning(), aSample(0, [main(START - 5000, 1)]), aSample(1, [main(START - 5000, 1)]));
const again = (state: State) =>
  seen(state, aSample(4, [main(START + 1800, 2)]), aSample(5, [main(START + 1800, 2)]));
const marksOf = (state: State) =>
  [...state.known.marks.values()].flat().map(({ kind, pid }) => `${kind} ${pid}`);

test.each([
  ["after its death is seen", () => told(again(first()), dies(true))],
  ["before", () => again(told(first(), dies(true)))],
] as const)(
  "a main process that was killed for want of memory has that on its row, told %s",
  (_, state) => {
    expect(marksOf(state())).toContain("oom 1");
    expect(marksOf(state())).not.toContain("death 1");
    const opened = pressed(state(), { type: "open" });
    expect(viewOf(opened).process?.incarnations.map(({ end }) => end)).toEqual([null, "oom"]);
  },
);

test("one whose engine does not say so is a death", () => {
  for (const word of [false, null])
    expect(marksOf(told(again(first()), dies(word)))).toContain("death 1");
});

test.each([
  ["k8s://double/shop/shop-0/app", 0],
  ["docker://api", 0],
  ["podman://api", 0],
  ["local:", 1],
  ["ssh://web-1", 1],
])("kills that the machine had counted before: %s has %d conclusions", (uri, count) => {
  const memory = aMemory({ source: "host", oomKills: 17 });
  const state = seen(beginning({ uri }), aSample(0, shop(), { memory }));
  expect(viewOf(state).conclusions).toHaveLength(count);
  expect(viewOf(state).memory.memory).toMatchObject({ oomKills: 17 });
});
