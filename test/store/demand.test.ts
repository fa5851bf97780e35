import { describe, expect, test } from "vitest";
import { NO_DEMAND } from "../../src/domain/demand.ts";
import { epochMs } from "../../src/domain/units.ts";
import { demand } from "../../src/store/demand.ts";
import { aProcess, aSample, aServer, beginning, pressed, seen, START } from "./build.ts";

const worker = (pid: number, ussAt: number | null) =>
  aProcess({
    pid,
    slot: `Worker.${pid}`,
    mib: 100 - pid,
    ussAt: ussAt === null ? null : epochMs(START + ussAt),
  });
const four = [aServer([worker(1, 5), worker(2, 3), worker(3, null), worker(4, 4)])];

describe("what should be known next", () => {
  test("nothing before the first sample: the session scans by itself", () => {
    expect(demand(beginning())).toEqual(NO_DEMAND);
  });

  test("all members each second; uss of the selected one first, then the unknown, then the oldest", () => {
    const state = seen(beginning(), aSample(1, four));
    expect(demand(state)).toEqual({
      ...NO_DEMAND,
      watch: [1, 2, 3, 4],
      rollup: [1, 3, 2, 4],
      heap: [1, 2, 3, 4].map((pid) => ({ pid, place: null })),
      sockets: [1, 2, 3, 4],
    });
    expect(demand(pressed(state, { type: "bottom" })).rollup).toEqual([4, 3, 2, 1]);
  });

  test("uss of those never read: the largest first", () => {
    const unread = [10, 300, 40].map((mib, index) =>
      aProcess({ pid: index + 1, slot: `Worker.${index}`, mib, ussBytes: null, ussAt: null }),
    );
    const state = seen(beginning(), aSample(1, [aServer(unread)]));
    expect(demand(state).rollup.filter((pid) => pid !== state.screen.selected?.pid)).toEqual(
      [2, 3, 1].filter((pid) => pid !== state.screen.selected?.pid),
    );
  });

  test("open files of the opened process, and rarely of all", () => {
    const state = pressed(seen(beginning(), aSample(1, four)), { type: "open" });
    expect(demand(state)).toMatchObject({ openFiles: [1], socketsNow: [1] });
    expect(demand(seen(state, aSample(30, four))).openFiles).toEqual([1, 2, 3, 4]);
    expect(demand(seen(state, aSample(31, four))).openFiles).toEqual([1]);
  });

  test("a slot that just died is looked for, for a while", () => {
    const three = [aServer([worker(1, 5), worker(2, 3), worker(3, null)])];
    const state = seen(beginning(), aSample(1, four), aSample(2, three));
    expect(demand(state)).toMatchObject({ scan: true, watch: [1, 2, 3] });
    expect(demand(seen(state, aSample(5, three))).scan).toBe(true);
    expect(demand(seen(state, aSample(6, three))).scan).toBe(false);
    expect(demand(seen(state, aSample(3, four))).scan).toBe(false);
  });

  test("a dead process is not asked for, also while it is selected", () => {
    const state = pressed(seen(beginning(), aSample(1, four)), { type: "open" });
    const without = [aServer([worker(2, 3), worker(3, null)])];
    const { watch, rollup, openFiles } = demand(seen(state, aSample(2, without)));
    expect({ watch, rollup, openFiles }).toEqual({ watch: [2, 3], rollup: [3, 2], openFiles: [] });
  });
});
