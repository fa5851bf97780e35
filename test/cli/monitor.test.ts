import { expect, test } from "vitest";
import { observe } from "../../src/cli/monitor.ts";
import { NO_DEMAND, type Demand } from "../../src/domain/demand.ts";
import type { Gathered, Source } from "../../src/domain/ports/source.ts";
import { epochMs } from "../../src/domain/units.ts";
import { readingOf } from "../analysis/roles/readings.ts";

const READING = readingOf([
  { pid: 10, ppid: 1, line: "shop.Master" },
  { pid: 11, ppid: 10, line: "shop.Manager" },
  { pid: 12, ppid: 11, line: "shop.Worker.0" },
]);
const PLACE = { heapAddress: 0x7f5a_c000_0040, realOffset: 272, gcAddress: null };

async function* gathered(): AsyncGenerator<Gathered> {
  yield { type: "reading", reading: READING };
}

/** What is demanded last, of one reading. */
async function demanded(look: { wished: Demand; heap: boolean }): Promise<Demand> {
  let last = NO_DEMAND;
  const source: Source = {
    gathered: gathered(),
    demand: (next) => {
      last = next;
    },
    files: null,
    shell: () => null,
    clientPids: () => [],
  };
  for await (const _ of observe(source, { ...look, wished: () => look.wished })) void _;
  return last;
}

test("live heaps of all members, also where no State wishes for them", async () => {
  const { heap, heapInstants } = await demanded({ wished: NO_DEMAND, heap: true });
  expect(heap).toEqual([10, 11, 12].map((pid) => ({ pid, place: null })));
  expect(heapInstants).toEqual([]);
});

test("what the State knows of their places and instants is handed on", async () => {
  const wished = {
    ...NO_DEMAND,
    heap: [{ pid: 12, place: PLACE }],
    heapInstants: [epochMs(1_764_000_060_000)],
  };
  const { heap, heapInstants } = await demanded({ wished, heap: true });
  expect(heap).toEqual([
    { pid: 12, place: PLACE },
    { pid: 10, place: null },
    { pid: 11, place: null },
  ]);
  expect(heapInstants).toEqual(wished.heapInstants);
});

test("with --no-heap none", async () => {
  const wished = {
    ...NO_DEMAND,
    heap: [{ pid: 12, place: PLACE }],
    heapInstants: [epochMs(1_764_000_060_000)],
  };
  expect(await demanded({ wished, heap: false })).toMatchObject({ heap: [], heapInstants: [] });
});
