import { compareSnapshots } from "../../analysis/snapshot/compare.ts";
import { concludeSnapshot } from "../../analysis/snapshot/conclude.ts";
import type { SnapshotSubject } from "../../domain/effect.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Snapshot, SnapshotLevel, SnapshotProgress } from "../../domain/snapshot.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import type { EpochMs } from "../../domain/units.ts";
import { takeSnapshot } from "../../snapshot/take.ts";
import { transports } from "../../targets/index.ts";
import { clockTime } from "../../words/format.ts";
import { snapshotText } from "../../words/snapshot.ts";
import { launchScript, readerSource } from "../assets.ts";
import { localZoneMinutes } from "../clock.ts";

export type SnapshotLook = {
  readonly target: Target;
  readonly clock: Clock;
  readonly level: SnapshotLevel;
  readonly subject: SnapshotSubject;
  /** The one before of the same process, for what grew. */
  readonly earlier: Snapshot | null;
  /** Objects are read even where little memory is left in the target. */
  readonly force: boolean;
};

/**
 * Reads the memory of one process, with what follows from it.
 * @throws TransportError when the target cannot be had at all
 */
export async function* snap(
  { target, clock, level, subject, earlier, force }: SnapshotLook,
  signal: AbortSignal,
): AsyncGenerator<SnapshotProgress> {
  const transport = transports.find(({ scheme }) => scheme === target.scheme);
  if (transport === undefined) throw new TypeError(`no transport for ${target.scheme}`);
  const taken = takeSnapshot(
    {
      transport,
      target,
      clock,
      launch: launchScript(),
      reader: readerSource(),
      subject,
      level,
      force,
    },
    signal,
  );
  const zoneMinutes = localZoneMinutes(clock.now());
  const formatTime = (at: EpochMs): string => clockTime(at, zoneMinutes);
  for await (const progress of taken) {
    yield { ...progress, snapshot: concluded(progress.snapshot, earlier, formatTime) };
  }
}

function concluded(
  snapshot: Snapshot,
  earlier: Snapshot | null,
  formatTime: (at: EpochMs) => string,
): Snapshot {
  const finding = concludeSnapshot(snapshot, earlier);
  if (finding === null) return snapshot;
  const diff = earlier === null ? null : compareSnapshots(snapshot, earlier);
  const text = untrustedText(snapshotText(finding, snapshot, diff, formatTime));
  return { ...snapshot, conclusion: { ...finding, text } };
}
