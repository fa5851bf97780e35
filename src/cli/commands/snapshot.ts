import { compareSnapshots } from "../../analysis/snapshot/compare.ts";
import { NO_DEMAND } from "../../domain/demand.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Snapshot, SnapshotProgress } from "../../domain/snapshot.ts";
import type { Target } from "../../domain/target.ts";
import type { EpochMs } from "../../domain/units.ts";
import { snapshotJson, snapshotText } from "../../report/snapshot.ts";
import { dateTime } from "../../words/format.ts";
import { readingText } from "../../words/snapshot-command.ts";
import { snapshotFaultText } from "../../words/snapshot-faults.ts";
import { Ending, EXIT } from "../exit.ts";
import { faultEnding } from "../fault-ending.ts";
import { openObservations } from "../observations.ts";
import { Output } from "../output.ts";
import { prepareTarget } from "../prepare.ts";
import { lookOf, wantsJson, type Run } from "../run.ts";
import { earlierSnapshot, requireWritable, saveSnapshot, savedSnapshot } from "../snapshot/file.ts";
import { chosenOf, recordedSnapshots } from "../snapshot/recorded.ts";
import { snap } from "../snapshot/snap.ts";
import { findSubject } from "../snapshot/subject.ts";
import { levelOf, notToBeHad, wishOf } from "../snapshot/wish.ts";

type Pair = { readonly now: Snapshot; readonly earlier: Snapshot | null };

/**
 * `swtop snapshot`: the memory of one process, read now or as it was recorded, and what changed against another snapshot.
 * @throws Ending 2 when no process or more than one is named, 3 when it cannot be had, and when a file cannot
 */
export async function snapshot(run: Run, take: typeof snap = snap): Promise<void> {
  const output = new Output(process.stdout, run.stop);
  const { invocation } = run;
  const save = invocation.options.text("save");
  await requireWritable(save);
  const target = await prepareTarget(run);
  const isRecorded = target.scheme === "recording" || target.scheme === "demo";
  const pair = isRecorded ? await recorded(run, target) : await taken({ ...run, target }, take);
  if (pair === null) return;
  const { now, earlier } = pair;
  const diff = earlier === null ? null : compareSnapshots(now, earlier);
  await output.line(wantsJson(invocation) ? snapshotJson(now, diff) : snapshotText(now, diff));
  await saveSnapshot(save, now);
}

/** What the file holds, at whatever level it was taken: a recording, or what `--save` wrote. */
async function recorded(run: Run, target: Target): Promise<Pair | null> {
  const saved = await savedIn(target);
  if (saved !== null) {
    const wish = wishOf(run.invocation) ?? { pid: saved.pid, slot: null };
    const now = chosenOf([{ snapshot: saved, server: null }], wish);
    return { now, earlier: await earlierSnapshot(run.invocation.options.text("diff"), now) };
  }
  const look = { ...lookOf(run, { speed: null }), target, wished: () => NO_DEMAND };
  const found = await reachable(recordedSnapshots(openObservations(look, run.signal).observations));
  if (run.signal.aborted) return null;
  const now = chosenOf(found, wishOf(run.invocation));
  return { now, earlier: await earlierSnapshot(run.invocation.options.text("diff"), now) };
}

async function savedIn({ scheme, address: [path] }: Target): Promise<Snapshot | null> {
  return scheme === "recording" && path !== undefined ? await savedSnapshot(path) : null;
}

/** Null: it was ended on the way. */
async function taken(run: Run, take: typeof snap): Promise<Pair | null> {
  const { invocation, target, clock, signal } = run;
  const subject = await findSubject(run, wishOf(invocation));
  const earlier = await earlierSnapshot(invocation.options.text("diff"), subject);
  const look = {
    target,
    clock,
    level: levelOf(invocation),
    subject,
    force: invocation.options.has("force"),
    earlier,
    formatTime: (at: EpochMs) => `${dateTime(at, 0)} UTC`,
  };
  const now = await reachable(lastOf(take(look, signal), !wantsJson(invocation)));
  if (signal.aborted) return null;
  if (now === null) throw notToBeHad({ kind: "nothing-read", pid: subject.pid });
  requireAny(now);
  return { now, earlier };
}

/** @throws Ending 3 for a target that cannot be had */
async function reachable<Value>(value: Promise<Value>): Promise<Value> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof TransportError) throw faultEnding(error.fault);
    throw error;
  }
}

/** @throws Ending 3 when not even the memory by kind could be read, with the reason */
function requireAny({ kinds, heap, pid, faults }: Snapshot): void {
  if (kinds !== null || heap !== null) return;
  const [fault] = faults;
  if (fault === undefined) throw notToBeHad({ kind: "nothing-read", pid });
  if (fault.kind === "vanished") throw notToBeHad({ kind: "gone", pid });
  throw new Ending(EXIT.target, `swtop: ${snapshotFaultText(fault)}`);
}

async function lastOf(
  steps: AsyncIterable<SnapshotProgress>,
  isTold: boolean,
): Promise<Snapshot | null> {
  const { stderr } = process;
  const tell = (text: string): void => {
    if (isTold && stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
  };
  let last: Snapshot | null = null;
  try {
    for await (const { snapshot: so, reading } of steps) {
      last = so;
      if (reading !== null) tell(readingText(reading));
    }
  } finally {
    tell("");
  }
  return last;
}
