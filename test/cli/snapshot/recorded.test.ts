import { expect, test } from "vitest";
import type { Observation } from "../../../src/domain/observation.ts";
import type { Snapshot } from "../../../src/domain/snapshot.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { Ending } from "../../../src/cli/exit.ts";
import { chosenOf, recordedSnapshots } from "../../../src/cli/snapshot/recorded.ts";
import type { Wish } from "../../../src/cli/snapshot/wish.ts";
import { emptySnapshot, taken } from "../../recording/snapshot-fixture.ts";
import { aProcess, aSample, aServer } from "../../store/build.ts";

const snapshotOf = (pid: number, slot: string | null, php: string): Snapshot => ({
  ...emptySnapshot,
  pid,
  slot: slot === null ? null : untrustedText(slot),
  php,
});
async function* given(...all: readonly Observation[]): AsyncGenerator<Observation> {
  yield* all;
}
const bySlot = (slot: string): Wish => ({ pid: null, slot });
const byPid = (pid: number): Wish => ({ pid, slot: null });

const endingOf = (choose: () => unknown): Ending => {
  try {
    choose();
  } catch (error) {
    if (error instanceof Ending) return error;
    throw error;
  }
  throw new Error("it was chosen");
};

test("of each process the last one counts", async () => {
  const found = await recordedSnapshots(
    given(
      taken(snapshotOf(39, "Worker.0", "first")),
      taken(snapshotOf(40, "Worker.1", "other")),
      taken(snapshotOf(39, "Worker.0", "last")),
    ),
  );
  expect(found).toHaveLength(2);
  expect(chosenOf(found, bySlot("Worker.0")).php).toBe("last");
  expect(chosenOf(found, byPid(40)).php).toBe("other");
});

test("a respawned worker's is the newest of its slot", async () => {
  const found = await recordedSnapshots(
    given(taken(snapshotOf(39, "Worker.0", "old")), taken(snapshotOf(57, "Worker.0", "new"))),
  );
  expect(chosenOf(found, bySlot("Worker.0")).php).toBe("new");
  expect(chosenOf(found, byPid(39)).php).toBe("old");
});

test("two servers with one slot are told apart by their name", async () => {
  const servers = [
    aServer([aProcess({ pid: 39, slot: untrustedText("Worker.0") })], { id: "shop-api" }),
    aServer([aProcess({ pid: 80, slot: untrustedText("Worker.0") })], { id: "admin" }),
  ];
  const found = await recordedSnapshots(
    given(
      { type: "sample", sample: aSample(1, servers) },
      taken(snapshotOf(80, "Worker.0", "admin's")),
      taken(snapshotOf(39, "Worker.0", "shop's")),
    ),
  );
  const { code, message } = endingOf(() => chosenOf(found, bySlot("Worker.0")));
  expect(code).toBe(2);
  expect(message).toContain("admin/Worker.0 or shop-api/Worker.0");
  expect(chosenOf(found, bySlot("admin/Worker.0")).php).toBe("admin's");
});

test("what it does not hold is said, with what it holds", async () => {
  const found = await recordedSnapshots(
    given(taken(snapshotOf(39, "Worker.0", "")), taken(snapshotOf(7, null, ""))),
  );
  const missing = endingOf(() => chosenOf(found, bySlot("Worker.7")));
  expect(missing.code).toBe(3);
  expect(missing.message).toMatch(/no snapshot of Worker\.7.*Worker\.0, --pid 7/);
  expect(endingOf(() => chosenOf([], byPid(1))).message).toMatch(/no snapshot of pid 1\.$/);
  const unnamed = endingOf(() => chosenOf(found, null));
  expect(unnamed.code).toBe(2);
  expect(unnamed.message).toMatch(/--pid N or --slot S.*Worker\.0/);
});
