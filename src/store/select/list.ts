import { summaryOf } from "../../analysis/audit/audit.ts";
import { epochMs } from "../../domain/units.ts";
import type { Verdict } from "../../domain/verdict.ts";
import type { ListRow, ListView } from "../list-view.ts";
import type { Known, ListScreen, State } from "../state.ts";
import type { Geometry } from "../view.ts";
import { rankedOf, verdictsOf } from "./audit.ts";
import { ONLY_RECORDED } from "./facts.ts";
import { taskRows } from "./tasks.ts";

/** Over a list stand as many lines as over the table: a rule and a head. */
export const listHeight = ({ tableRows }: Geometry): number => tableRows;

/** What is drawn of the crontab or the audit; null: the processes are looked at. */
export function listView({ known, screen: { list } }: State, geometry: Geometry): ListView | null {
  if (list === null) return null;
  const all = allRows(known, list);
  const rows = all.filter((row) => fitsRow(row, list.filter?.text ?? ""));
  const height = listHeight(geometry);
  const selected = selectedIndex(rows, list);
  const start = windowStart({ selected, height, count: rows.length });
  const seen = rows.slice(start, start + height);
  const common = {
    rows: seen.map((row, index) => ({ ...row, isSelected: start + index === selected })),
    above: start,
    below: rows.length - start - seen.length,
    hiddenCount: all.length - rows.length,
    filter: list.filter,
    opened: openedRow(rows, list),
    ...projectOf(known),
  };
  if (list.view === "crontab") return { kind: "crontab", ...common };
  return {
    kind: "audit",
    ...common,
    summary: summaryOf(verdictsOf(known)),
    showsAll: list.showsAll,
    needFiles: verdictsOf(known).filter(
      ({ kind, missing }) => kind === "unknown" && missing?.includes(ONLY_RECORDED) === true,
    ).length,
  };
}

const projectOf = ({
  declared,
  missed,
  playback,
}: Known): Pick<ListView, "project" | "readAt" | "missing"> => ({
  project: declared?.project ?? null,
  readAt: declared?.at ?? null,
  missing: declared === null ? (playback === null ? (missed ?? "reading") : endOf(playback)) : null,
});

const endOf = ({ isOver }: { readonly isOver: boolean }): "playing" | "recording" =>
  isOver ? "recording" : "playing";

/** The selected row in the middle, as far as the list goes on to both sides. */
const windowStart = (of: { selected: number; height: number; count: number }): number =>
  Math.max(0, Math.min(of.selected - (of.height >> 1), of.count - of.height));

/** Every row in its order, whatever the filter. What passes is shown on demand only. */
export function allRows(known: Known, { view, showsAll }: ListScreen): readonly ListRow[] {
  const { declared, sample, logs } = known;
  if (declared === null) return [];
  if (view === "crontab") {
    const at = epochMs(sample?.at ?? declared.at);
    return taskRows(declared.project, logs, at).map((task, index) => ({
      type: "task",
      key: `${index} ${task.task.name ?? ""}`,
      task,
    }));
  }
  return rankedOf(known)
    .filter(({ kind }) => showsAll || kind !== "pass")
    .map((verdict) => ({ type: "verdict", key: keyOf(verdict), verdict }));
}

const keyOf = ({ rule, subject }: Verdict): string => `${rule} ${subject ?? ""}`;

/** Rows that the filter lets through. */
export const rowsOf = (known: Known, list: ListScreen): readonly ListRow[] =>
  allRows(known, list).filter((row) => fitsRow(row, list.filter?.text ?? ""));

/** The selected row, else the first. */
export const selectedIndex = (rows: readonly ListRow[], { selected }: ListScreen): number =>
  Math.max(
    0,
    rows.findIndex(({ key }) => key === selected),
  );

/** The opened row; null: none is, or it is gone. Another one in its place would be taken for it. */
export const openedRow = (rows: readonly ListRow[], list: ListScreen): ListRow | null =>
  list.isOpened ? (rows.find(({ key }) => key === list.selected) ?? null) : null;

/** `!` in front inverts; case does not matter; nothing fits everything. */
function fitsRow(row: ListRow, text: string): boolean {
  const isInverted = text.startsWith("!");
  const wanted = (isInverted ? text.slice(1) : text).toLowerCase();
  if (wanted === "") return true;
  const names =
    row.type === "task"
      ? [row.task.task.name, row.task.task.rule, row.task.task.runsIn, row.task.task.declared.file]
      : [
          row.verdict.code,
          row.verdict.rule,
          row.verdict.subject,
          row.verdict.severity,
          row.verdict.kind,
          row.verdict.declared?.file,
        ];
  return names.some((name) => (name ?? "").toLowerCase().includes(wanted)) !== isInverted;
}
