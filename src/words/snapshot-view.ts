import { SNAPSHOT_LIST_LENGTHS, type Snapshot } from "../domain/snapshot.ts";
import { grouped } from "./snapshot.ts";

/** Why the view of snapshots is empty, and what to do. `name`: the slot or PID, null: nobody is selected. */
export function noSnapshotText(name: string | null, isPlayed: boolean): string {
  if (isPlayed)
    return name === null
      ? "no process is selected; a recording shows only the snapshots that were taken in it"
      : `this recording has no snapshot of ${name} so far`;
  return name === null
    ? "no process is selected: 1 leads to the processes, S there takes a snapshot of the selected one"
    : `no snapshot of ${name} yet. S takes one: its memory is read from outside; the process is neither stopped nor changed. Again S later shows what grew.`;
}

export const NOT_PAUSED = "target not paused";
export const UNDECIDED = "what was read does not decide it";
/** The first part is on its way. */
export const BEGINNING = "reading..: the first numbers come in a moment, Esc ends it";
/** Where the heap itself is not read, only the shape of the mappings tells it from other private memory. */
export const ESTIMATED_KINDS = "Zend heap and malloc are told apart roughly here; level 1 knows";
/** Of a part of a snapshot that is not there. */
export const READING = "reading..";
export const ENDING = "being ended..";
export const NOT_READ = "not read";
export const notAskedText = (level: number): string => `not asked for (level ${level})`;

/** What the list of gc roots by class lacks; null: nothing that is known. */
export function uncountedRootsText({ gc, rootClasses }: Snapshot): string | null {
  const counted = (rootClasses ?? []).reduce((sum, { count }) => sum + count, 0);
  const most = SNAPSHOT_LIST_LENGTHS.roots;
  // of many classes the list is cut, too: then its sum says nothing
  if (gc === null || gc.roots <= most || counted < most / 2) return null;
  return `+${grouped(gc.roots - most)} more roots, not counted by class`;
}
