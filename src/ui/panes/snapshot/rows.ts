import { show } from "../../../domain/text.ts";
import type { Command } from "../../../store/command.ts";
import type { SnapshotOwner, SnapshotView } from "../../../store/snapshot-view.ts";
import type { HeaderView } from "../../../store/view.ts";
import { clockTime } from "../../../words/format.ts";
import { ENDING } from "../../../words/snapshot-view.ts";
import { ruled } from "../../axis.ts";
import { cellWidth } from "../../../words/cells.ts";
import type { Size } from "../../geometry.ts";
import { line, type Line } from "../../line.ts";
import type { Theme } from "../../theme.ts";
import { costTexts, documentLines } from "./document.ts";
import { isWide, type Paper } from "./flow.ts";

type Zone = Pick<HeaderView, "zoneMinutes">;
type Room = { readonly size: Size; readonly theme: Theme };

/** The snapshot of one slot under a rule that says whose and when: at most `size.rows` lines, from the wanted one on. */
export function snapshotRows(view: SnapshotView, header: Zone, room: Room): readonly Line[] {
  const { size } = room;
  const paper = paperOf(header, room);
  const { lines, height, start } = windowOf(view, size, paper);
  const below = Math.max(0, lines.length - start - height);
  return [
    ruleLine(view, { above: start, below }, paper),
    ...lines.slice(start, start + height),
  ].slice(0, size.rows);
}

/** What a movement means here: a line to begin with. Every other command is what it is. */
export function scrollOf(
  command: Command,
  view: SnapshotView,
  { header, room }: { readonly header: Zone; readonly room: Room },
): Command {
  const { lines, height, start } = windowOf(view, room.size, paperOf(header, room));
  const wanted = lineAfter(command, { start, height });
  if (wanted === null) return command;
  const furthest = Math.max(0, lines.length - height);
  return { type: "scroll", line: Math.min(Math.max(0, wanted), furthest) };
}

/** First line of the window after a movement; null: the command is none. */
function lineAfter(
  command: Command,
  { start, height }: { readonly start: number; readonly height: number },
): number | null {
  if (command.type === "move") return start + command.by;
  if (command.type === "page")
    return start + command.by * Math.max(1, command.part === "full" ? height : height >> 1);
  if (command.type === "top") return 0;
  return command.type === "bottom" ? Infinity : null;
}

const paperOf = ({ zoneMinutes }: Zone, { size, theme }: Room): Paper => ({
  width: size.columns,
  zoneMinutes,
  theme,
});

/** The wanted window, bent so that it is full. */
function windowOf(view: SnapshotView, { rows }: Size, paper: Paper) {
  const height = Math.max(1, rows - 1);
  const lines = documentLines(view, height, paper);
  const start = Math.max(0, Math.min(view.offset, lines.length - height));
  return { lines, height, start };
}

const ENDS_CELLS = 3;

/** Whose it is and when it was taken; of the rest the last gives way. */
function ruleLine(
  view: SnapshotView,
  { above, below }: { readonly above: number; readonly below: number },
  paper: Paper,
): Line {
  const scroll = [above > 0 ? `${above} above` : "", below > 0 ? `${below} below` : ""]
    .filter((each) => each !== "")
    .join(", ");
  const parts = ruleParts(view, paper);
  const textOf = (kept: number): string =>
    [...parts.slice(0, kept), ...(scroll === "" ? [] : [scroll])].join(" - ");
  let kept = parts.length;
  while (kept > 1 && cellWidth(textOf(kept)) + ENDS_CELLS > paper.width) kept -= 1;
  return line([[ruled(textOf(kept), paper.width), "strong"]], paper.width, paper.theme);
}

function ruleParts(view: SnapshotView, paper: Paper): readonly string[] {
  const { of, snapshot, taking, index, count } = view;
  if (of === null) return ["GC snapshot"];
  const parts = [
    `GC snapshot  ${ownerText(of)}`,
    taking === null ? "" : readingText(taking),
    ...(snapshot === null
      ? []
      : [
          ...(of.isGone ? ["ended since"] : []),
          `taken ${clockTime(snapshot.at, paper.zoneMinutes)}`,
        ]),
    count > 1 ? `${index} of ${count}` : "",
    ...(isWide(paper) ? costTexts(view) : []),
  ];
  return parts.filter((part) => part !== "");
}

const ownerText = ({ slot, pid, generation }: SnapshotOwner): string =>
  [
    ...(slot === null ? [] : [show(slot)]),
    `pid ${pid}`,
    ...(generation === null ? [] : [`gen ${generation}`]),
  ].join(" ");

const readingText = ({ percent, isCancelled }: NonNullable<SnapshotView["taking"]>): string =>
  isCancelled ? ENDING : `reading${percent === null ? "" : ` ${Math.floor(percent)} %`}`;
