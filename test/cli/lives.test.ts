import { expect, test } from "vitest";
import { remembered } from "../../src/cli/lives.ts";
import type { ContainerLife } from "../../src/domain/container.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { epochMs } from "../../src/domain/units.ts";
import { aContainer } from "../fixtures/containers.ts";
import { aPod } from "../fixtures/pods.ts";

const T = 1_800_000_000_000;
const at = (seconds: number | null) => (seconds === null ? null : epochMs(T + seconds * 1000));
const lived = (
  from: number | null,
  to: number | null,
  exitCode: number | null = 137,
): ContainerLife => ({
  startedAt: at(from),
  endedAt: at(to),
  exitCode: to === null ? null : exitCode,
  oomKilled: to === null || exitCode === null ? null : true,
});
const spans = (lives: readonly ContainerLife[]) =>
  lives.map(({ startedAt, endedAt, exitCode }) => [
    startedAt === null ? null : (startedAt - T) / 1000,
    endedAt === null ? null : (endedAt - T) / 1000,
    exitCode,
  ]);

test("lives that the engine forgot stay, and are not told twice", () => {
  const told = aContainer({ lives: [lived(0, 100), lived(101, null)] });
  const now = aContainer({ lives: [lived(101, 200), lived(201, null)] });
  expect(spans(remembered(told, now).lives)).toEqual([
    [0, 100, 137],
    [101, 200, 137],
    [201, null, null],
  ]);
  expect(remembered(remembered(told, now), now)).toEqual(remembered(told, now));
});

test("of a life of which only the end is left the rest is as it was told", () => {
  const told = aContainer({ lives: [lived(0, 100), lived(101, null)] });
  const now = aContainer({ lives: [lived(null, 100.4, null), lived(101, null)] });
  expect(spans(remembered(told, now).lives)).toEqual([
    [0, 100, 137],
    [101, null, null],
  ]);
});

test("another container has a past of its own, also under the same name", () => {
  const told = aContainer({ lives: [lived(0, 100), lived(101, null)] });
  const now = aContainer({ id: "9999", lives: [lived(300, null)] });
  expect(remembered(told, now)).toBe(now);
  expect(remembered(null, now)).toBe(now);
});

test("what is remembered is bounded", () => {
  const many = Array.from({ length: 80 }, (_, index) => lived(index * 10, index * 10 + 9));
  const told = aContainer({ lives: [...many, lived(900, null)] });
  const { lives } = remembered(told, aContainer({ lives: [lived(900, null)] }));
  expect(lives).toHaveLength(64);
  expect(lives.at(-1)).toEqual(lived(900, null));
});

const inPod = (uid: string, id: string, ...lives: readonly ContainerLife[]) =>
  aContainer({ engine: "kubernetes", pod: aPod({ uid }), id, lives });

test("in a pod each life has an id of its own, and another pod or container has other lives", () => {
  const told = inPod("u", "1", lived(0, 100), lived(101, null));
  const now = inPod("u", "2", lived(101, 200), lived(201, null));
  expect(spans(remembered(told, now).lives)).toEqual([
    [0, 100, 137],
    [101, 200, 137],
    [201, null, null],
  ]);
  const others = [inPod("v", "1"), { ...now, name: untrustedText("proxy") }, aContainer()];
  for (const other of others) expect(remembered(told, other)).toBe(other);
});
