import { expect, test } from "vitest";
import { Residents } from "../../../src/analysis/logs/residents.ts";
import type { Span } from "../../../src/analysis/logs/events/span.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { aProcess, aSample, aServer, START } from "../../store/build.ts";

const at = (second: number, isTimed = true): Span => {
  const moment = START + second * 1000;
  return {
    from: moment,
    to: moment,
    isTimed,
    written: isTimed ? { from: moment, to: moment } : null,
    source: "s",
    server: null,
    index: 0,
  };
};
const born = (second: number) => ({ startedAt: epochMs(START + second * 1000) });
const lookedAt = (...rounds: readonly (readonly Parameters<typeof aProcess>[0][])[]): Residents => {
  const residents = new Residents();
  rounds.forEach((processes, round) => {
    residents.sampled(aSample(round * 10, [aServer(processes.map((facts) => aProcess(facts)))]));
  });
  return residents;
};

test("the PID of the container's namespace names the slot", () => {
  const residents = lookedAt([{ pid: 15_871, nsPid: 7, slot: "Worker.0" }]);
  expect(residents.at(7, at(1))?.slot).toBe("Worker.0");
  expect(residents.at(15_871, at(1))).toBeNull();
});

test("a PID that is used again is the incarnation that lived then", () => {
  const residents = lookedAt(
    [{ pid: 7, slot: "Worker.0", ...born(-100) }],
    [],
    [{ pid: 7, slot: "queue-consumer.0", ...born(19) }],
  );
  expect(residents.at(7, at(-50))?.slot).toBe("Worker.0");
  expect(residents.at(7, at(9))?.slot).toBe("Worker.0");
  expect(residents.at(7, at(25))?.slot).toBe("queue-consumer.0");
  expect(residents.at(7, at(15))).toBeNull();
  expect(residents.at(7, at(-200))).toBeNull();
});

/** Two containers, each with a PID 7. */
const two = (slots: readonly [string, string]): Residents => {
  const residents = new Residents();
  const servers = slots.map((slot, i) =>
    aServer([aProcess({ pid: 100 + i, nsPid: 7, slot })], { id: `shop-${i}` }),
  );
  residents.sampled(aSample(0, servers));
  return residents;
};

test("two containers with one PID name nobody, unless they agree", () => {
  expect(two(["Worker.0", "Worker.1"]).at(7, at(0))).toBeNull();
  expect(two(["Worker.0", "Worker.0"]).at(7, at(0))?.slot).toBe("Worker.0");
});

test("a line without time is nobody's", () => {
  const residents = lookedAt([{ pid: 7, slot: "Worker.0" }]);
  expect(residents.at(7, at(1, false))).toBeNull();
});

test("a slot that is told later is the slot of the whole life", () => {
  const residents = lookedAt(
    [{ pid: 7, slot: null }],
    [{ pid: 7, slot: "Worker.0" }],
    [{ pid: 7, slot: null }],
  );
  expect(residents.at(7, at(1))?.slot).toBe("Worker.0");
  expect(residents.inSlot("Worker.0", at(1))?.nsPid).toBe(7);
});

test("the dead are forgotten, the oldest first, the living never", () => {
  const residents = new Residents();
  const still = aProcess({ pid: 1, slot: "Master", ...born(-1) });
  for (let round = 0; round < 60; round++) {
    const processes = Array.from({ length: 100 }, (_, i) =>
      aProcess({ pid: 1000 + round * 100 + i, slot: `Worker.${i}`, ...born(round) }),
    );
    residents.sampled(aSample(round, [aServer([still, ...processes])]));
  }
  expect(residents.at(1, at(59))?.slot).toBe("Master");
  expect(residents.at(1000, at(0))).toBeNull();
  expect(residents.at(1000 + 58 * 100, at(58))?.slot).toBe("Worker.0");
});

test("among the processes of one server, a PID is one of its own", () => {
  const residents = two(["Worker.0", "Worker.1"]);
  expect(residents.at(7, at(0), "shop-1")?.slot).toBe("Worker.1");
  expect(residents.at(7, at(0), "shop-9")).toBeNull();
  expect(two(["Worker.0", "Worker.0"]).at(7, at(0))?.serverId).toBeNull();
});
