import type { SnapshotFault, SnapshotLevel, SnapshotPart } from "../../../domain/snapshot.ts";
import type { SnapshotView } from "../../../store/snapshot-view.ts";
import { shortBytes, shortDuration } from "../../../words/format.ts";
import { snapshotFaultText } from "../../../words/snapshot-faults.ts";
import { ENDING, NOT_READ, notAskedText, READING } from "../../../words/snapshot-view.ts";
import { plain, type Line, type Span } from "../../line.ts";
import { flow, sentence, type Label, type Paper } from "./flow.ts";

const LEVEL_OF: Readonly<Record<SnapshotPart, SnapshotLevel>> = {
  "0": 0,
  "1": 1,
  "2a": 2,
  "2b": 2,
  "3": 3,
};

/** What a part took in the target: `[120 ms, 60 ms cpu, 1.9M read]`. */
export function costPiece({ snapshot }: SnapshotView, part: SnapshotPart): readonly Span[] {
  const step = snapshot?.steps.findLast((each) => each.part === part);
  if (step === undefined) return [];
  const read = step.readBytes === 0 ? "" : `, ${shortBytes(step.readBytes)} read`;
  const text = `[${shortDuration(step.wallMs)}, ${shortDuration(step.cpuMs)} cpu${read}]`;
  return [[text, "faint"]];
}

/** Why a part is not there: how far it is, or that it was not asked for. */
export function statusPiece({ snapshot, taking }: SnapshotView, part: SnapshotPart): Span {
  if (snapshot !== null && LEVEL_OF[part] > snapshot.level)
    return [notAskedText(snapshot.level), "faint"];
  if (taking === null) return [NOT_READ, "faint"];
  if (taking.isCancelled) return [ENDING, "warning"];
  return taking.part === part && taking.percent !== null
    ? plain(`${READING} ${Math.floor(taking.percent)} %`)
    : plain(READING);
}

const faultsOf = (
  { snapshot }: SnapshotView,
  part: SnapshotPart | null,
): readonly SnapshotFault[] => snapshot?.faults.filter((fault) => fault.part === part) ?? [];

/** Each fault of a part in words, with the way out; of the whole: `part` null. */
export const faultLines = (
  view: SnapshotView,
  part: SnapshotPart | null,
  paper: Paper,
): readonly Line[] =>
  faultsOf(view, part).flatMap((fault) =>
    sentence(FAULT, [snapshotFaultText(fault), "warning"], paper),
  );

const FAULT: Label = ["  !", "  !"];

/** Of a part that is not there: its faults under its label, else how far it is. */
export function absentLines(
  label: Label,
  view: SnapshotView,
  { part, paper }: { readonly part: SnapshotPart; readonly paper: Paper },
): readonly Line[] {
  const [first, ...others] = faultsOf(view, part);
  if (first === undefined) return flow(label, [[statusPiece(view, part)]], paper);
  return [
    ...sentence(label, [snapshotFaultText(first), "warning"], paper),
    ...others.flatMap((fault) => sentence(null, [snapshotFaultText(fault), "warning"], paper)),
  ];
}
