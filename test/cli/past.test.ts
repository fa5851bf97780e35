import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { withPast, withUnit } from "../../src/cli/past.ts";
import type { Observation } from "../../src/domain/observation.ts";
import type { Process } from "../../src/domain/sample.ts";
import { fakeClock } from "../collector/fake-clock.ts";
import { aContainer } from "../fixtures/containers.ts";
import { aProcess, aSample, aServer } from "../store/build.ts";

const of = (...servers: readonly (readonly Process[])[]): Observation => ({
  type: "sample",
  sample: aSample(
    0,
    servers.map((each) => aServer(each)),
  ),
});
const local = (pid: number) => aProcess({ pid, nsPid: pid, slot: "Master" });

/** The PIDs whose units were asked for, and what came. */
async function asked(...samples: readonly Observation[]) {
  const pids: number[] = [];
  const came: string[] = [];
  const all = (async function* () {
    for (const each of samples) {
      yield each;
      for (let round = 0; round < 5; round += 1) await turn();
    }
  })();
  const tell = (pid: number) => {
    pids.push(pid);
    if (pid === 5) return Promise.resolve(null);
    return Promise.resolve(aContainer({ engine: "systemd", restartCount: pid }));
  };
  const signal = new AbortController().signal;
  for await (const { type } of withUnit(all, { clock: fakeClock(), tell }, signal)) came.push(type);
  return { pids, came };
}

test("the unit of a server of this machine is asked for once, and again when it is another process", async () => {
  expect(await asked(of([local(7)]), of([local(7)]), of([local(9)]))).toEqual({
    pids: [7, 9],
    came: ["sample", "container", "sample", "sample", "container"],
  });
});

test("of several servers the first that belongs to a unit", async () => {
  const plain = [aProcess({ pid: 5, nsPid: 5, slot: "Master" })];
  const { pids } = await asked(of(plain, [local(7)], [local(9)]));
  expect(pids).toEqual([5, 7]);
});

test("no server, and one in a container, have no unit of ours", async () => {
  const inside = aProcess({ pid: 7, nsPid: 1, slot: "Master" });
  expect((await asked(of(), of([inside]), of([aProcess({ pid: 8 })]))).pids).toEqual([]);
});

test("a target that nobody tells of from outside is left as it is", () => {
  const observations = (async function* (): AsyncGenerator<Observation> {})();
  const target = { scheme: "exec", uri: "exec:sh", address: ["sh"] };
  const signal = new AbortController().signal;
  expect(withPast(observations, { target, clock: fakeClock() }, signal)).toBe(observations);
});
