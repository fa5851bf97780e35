import type { SnapshotSubject } from "../../domain/effect.ts";
import { allProcesses, type Process, type Sample, type Server } from "../../domain/sample.ts";
import { SECOND_MS } from "../../domain/units.ts";
import { headless, NothingToWatch } from "../headless.ts";
import { lookOf, type Run } from "../run.ts";
import { notToBeHad, wrongUsage, type Wish } from "./wish.ts";

/** CPU needs two samples; what a process without a title is may need one more. */
const SETTLED_SAMPLES = 3;
const SETTLING_MS = 300;
/** A process that is named by its PID is read all the same when nobody says within this time what it is. */
const QUICK_SAMPLES = 2;
const QUICK_MS = 3 * SECOND_MS;

/**
 * Whose memory is to be read, by what runs in the target now. A PID may be any process, of Swoole or not.
 * @throws Ending 2 when nobody or more than one is meant, 3 when nobody fills the slot or the target cannot be had
 */
export async function findSubject(run: Run, wish: Wish | null): Promise<SnapshotSubject> {
  if (wish === null) throw wrongUsage({ kind: "none-named", candidates: await slotsOf(run) });
  if (wish.pid !== null) return subjectOfPid(run, wish.pid);
  const sample = await sampleOf(run, SETTLED_SAMPLES);
  const { pid, nsPid, slot } = chosen(sample === null ? [] : allProcesses(sample), wish.slot);
  return { pid, nsPid, slot };
}

async function subjectOfPid(run: Run, pid: number): Promise<SnapshotSubject> {
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(QUICK_MS)]);
  const of = (sample: Sample | null): Process | undefined =>
    sample === null
      ? undefined
      : allProcesses(sample).find(({ process }) => process.pid === pid)?.process;
  const sample = await sampleOf(
    { ...run, signal },
    QUICK_SAMPLES,
    (each) => of(each) !== undefined,
  );
  const known = of(sample);
  return { pid, nsPid: known?.nsPid ?? null, slot: known?.slot ?? null };
}

async function slotsOf(run: Run): Promise<readonly string[]> {
  const sample = await sampleOf(run, SETTLED_SAMPLES);
  return sample === null ? [] : names(allProcesses(sample).filter(isPlaced));
}

/** The newest of a few samples; null where nothing of Swoole runs, and when it took too long. */
async function sampleOf(
  run: Run,
  count: number,
  isEnough: (sample: Sample) => boolean = () => false,
): Promise<Sample | null> {
  let newest: Sample | null = null;
  const look = { ...lookOf(run, { speed: null }), intervalMs: SETTLING_MS };
  try {
    await headless(
      run,
      { look, count, isEnough: () => newest !== null && isEnough(newest) },
      async (observation) => {
        if (observation.type === "sample") newest = observation.sample;
      },
    );
  } catch (error) {
    if (!(error instanceof NothingToWatch)) throw error;
  }
  return newest;
}

type Placed = { readonly server: Server; readonly process: Process };

const isPlaced = ({ process }: Placed): boolean => process.slot !== null;

/** @throws Ending 3 when nobody fills the slot, 2 when more than one does */
function chosen(all: readonly Placed[], slot: string): Process {
  const filling = all.filter(
    ({ server, process }) => process.slot === slot || `${server.id}/${process.slot}` === slot,
  );
  const cared = filling.filter(({ process }) => !process.orphan);
  const [one, ...others] = cared.length === 0 ? filling : cared;
  if (one === undefined)
    throw notToBeHad({ kind: "nobody", slot, candidates: names(all.filter(isPlaced)) });
  if (others.length > 0)
    throw wrongUsage({ kind: "several", slot, candidates: names([one, ...others]) });
  return one.process;
}

/** What tells each apart: its slot where only one server runs, with its server otherwise, and its PID where that is not enough. */
function names(placed: readonly Placed[]): readonly string[] {
  const isAlone = new Set(placed.map(({ server }) => server.id)).size === 1;
  const written = placed.map(({ server, process }) => {
    const slot = process.slot ?? "?";
    return { name: isAlone ? slot : `${server.id}/${slot}`, pid: process.pid };
  });
  return written.map(({ name, pid }) =>
    written.filter((each) => each.name === name).length > 1 ? `${name} (--pid ${pid})` : name,
  );
}
