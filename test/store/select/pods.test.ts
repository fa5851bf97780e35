import { expect, test } from "vitest";
import type { SeenFromOutside } from "../../../src/domain/pod.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, MIB } from "../../../src/domain/units.ts";
import { memoryView } from "../../../src/store/select/memory.ts";
import { abovePods, podsView } from "../../../src/store/select/pods.ts";
import type { Known } from "../../../src/store/state.ts";
import { initialState } from "../../../src/store/state.ts";
import { NO_ACCOUNT_OPTIONS } from "../../../src/store/logs/book.ts";
import { geometryOf } from "../../../src/ui/geometry.ts";
import { aContainer } from "../../fixtures/containers.ts";
import { aPod } from "../../fixtures/pods.ts";
import { axis, NOW } from "../../ui/build.ts";

const seen = (name: string, facts: Partial<SeenFromOutside> = {}): SeenFromOutside => ({
  name: untrustedText(name),
  state: untrustedText("Running"),
  isReady: true,
  memoryBytes: bytes(20 * MIB),
  limitBytes: bytes(64 * MIB),
  restarts: 0,
  startedAt: null,
  lastEnd: null,
  ...facts,
});

const begun = initialState({
  uri: "k8s://prod/shop/shop-0/app",
  intervalMs: 1000,
  zoneMinutes: 0,
  playback: null,
  notice: null,
  logs: { ...NO_ACCOUNT_OPTIONS, saidOf: () => "" },
}).known;

const known = (count: number, facts: Partial<Known> = {}): Known => {
  const siblings = Array.from({ length: count }, (_, index) => seen(`shop-${index + 1}`));
  const pod = aPod({ siblings, containers: [seen("app"), seen("istio-proxy")] });
  const container = aContainer({ engine: "kubernetes", name: untrustedText("app"), pod });
  return { ...begun, container: { container, at: NOW }, ...facts };
};

const REFUSED: Partial<Known> = {
  session: { state: "retrying", at: NOW, fault: { kind: "forbidden", detail: null } },
};

const LARGE = geometryOf({ columns: 160, rows: 45 });
const SMALL = geometryOf({ columns: 60, rows: 15 });

test("the others take no more than a third of the rows, and what has no room is counted", () => {
  const view = podsView(known(100), LARGE, NOW);
  expect(view?.rows.length).toBe(Math.floor(LARGE.tableRows / 3) - 1);
  expect(view?.hidden).toBe(100 - Number(view?.rows.length));
  expect(abovePods(known(100), LARGE).tableRows + Number(view?.rows.length) + 1).toBe(
    LARGE.tableRows,
  );
  expect(podsView(known(2), LARGE, NOW)?.rows.map(({ seen: { name } }) => name)).toEqual([
    "shop-1",
    "shop-2",
  ]);
  expect(abovePods(known(2), LARGE).tableRows).toBe(LARGE.tableRows - 3);
});

test("where none stands beside it, or no cluster tells, nothing is taken", () => {
  for (const each of [known(0), begun]) {
    expect(podsView(each, LARGE, NOW)).toBeNull();
    expect(abovePods(each, LARGE)).toEqual(LARGE);
  }
});

test("without a shell the containers come first, in the place of the processes", () => {
  const view = podsView(known(1, REFUSED), LARGE, NOW);
  expect(view?.isWithoutShell).toBe(true);
  expect(view?.rows.map(({ kind, seen: { name } }) => [kind, name])).toEqual([
    ["container", "app"],
    ["container", "istio-proxy"],
    ["pod", "shop-1"],
  ]);
  expect(podsView(known(50, REFUSED), SMALL, NOW)?.rows.length).toBe(SMALL.tableRows - 2);
});

test("before there is a sample, memory is what the cluster measures", () => {
  const { memory } = memoryView(known(0, REFUSED), null, axis(20));
  expect(memory).toMatchObject({ source: null, currentBytes: 20 * MIB, limitBytes: 64 * MIB });
  expect(memoryView(begun, null, axis(20)).memory).toBeNull();
});
