import type { SeenFromOutside } from "../../../domain/pod.ts";
import { show } from "../../../domain/text.ts";
import { SECOND_MS } from "../../../domain/units.ts";
import type { PodsView } from "../../../store/view.ts";
import { cellWidth, fitCells } from "../../../words/cells.ts";
import { counted, shortBytes, shortDuration } from "../../../words/format.ts";
import { ruled } from "../../axis.ts";
import { fittingParts, line, plain, type Line, type Part } from "../../line.ts";
import type { Theme } from "../../theme.ts";

type Paper = { readonly width: number; readonly theme: Theme };

/** What is not attached to: a rule that says whose it is, and a line each. */
export function podRows(view: PodsView, { width, theme }: Paper): readonly Line[] {
  const rows = view.rows.map(({ kind, seen }) => ({
    indent: kind === "container" ? "  - " : "    ",
    seen,
    state: stateText(seen),
  }));
  const cells = {
    name: Math.min(longest(rows.map(({ seen }) => show(seen.name))), MOST_NAME_CELLS),
    state: Math.min(longest(rows.map(({ state }) => state)), MOST_STATE_CELLS),
  };
  return [
    line([[ruled(ruleText(view), width), "faint"]], width, theme),
    ...rows.map((row) => rowLine(row, { width, theme, cells, at: view.at })),
  ];
}

const MOST_NAME_CELLS = 40;
const MOST_STATE_CELLS = 18;
/** `1023M / 1.99G 100%`. */
const MEMORY_CELLS = 18;

const longest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, cellWidth(text)), 0);

const isWell = ({ isReady, state }: SeenFromOutside): boolean => isReady && state === "Running";

function stateText(seen: SeenFromOutside): string {
  if (isWell(seen)) return "ready";
  return seen.state === "Running" ? "not ready" : show(seen.state);
}

function ruleText({ workload, pod, isWithoutShell, rows, hidden }: PodsView): string {
  const pods = rows.filter(({ kind }) => kind === "pod").length + hidden;
  const of = workload === null ? "" : ` of ${workload.kind} ${show(workload.name)}`;
  const here = isWithoutShell ? `Containers of ${show(pod)}, without a shell` : "";
  const others = pods === 0 ? "" : `${counted(pods, "other pod")}${of}`;
  const more = hidden === 0 ? "" : `${hidden} more`;
  const key = pods === 0 || isWithoutShell ? "" : "A attaches to all";
  return [here, others, more, key].filter((each) => each !== "").join(" - ");
}

type Row = { readonly indent: string; readonly seen: SeenFromOutside; readonly state: string };
type RowPaper = Paper & {
  readonly cells: { readonly name: number; readonly state: number };
  readonly at: number;
};

/** Names give way to what is known; the age goes first, then how a life ended. */
function rowLine({ indent, seen, state }: Row, { width, theme, cells, at }: RowPaper): Line {
  const { ellipsis } = theme.glyphs;
  const cell = (text: string, room: number, align: "left" | "right" = "left"): string =>
    fitCells(text, room, { align, ellipsis });
  const least = indent.length + cells.state + MEMORY_CELLS + 2;
  const name = cell(show(seen.name), Math.max(12, Math.min(cells.name, width - least)));
  const parts: readonly Part[] = [
    { gives: 0, spans: [plain(`${indent}${name} `)] },
    { gives: 1, spans: [[cell(state, cells.state), isWell(seen) ? "plain" : "bad"], plain(" ")] },
    { gives: 0, spans: [plain(cell(memoryText(seen, theme), MEMORY_CELLS, "right"))] },
    { gives: 2, spans: [plain("  "), [endText(seen, at), isOom(seen) ? "bad" : "plain"]] },
    { gives: 3, spans: [plain(ageText(seen, at))] },
  ];
  return line(
    fittingParts(parts, width).flatMap(({ spans }) => spans),
    width,
    theme,
  );
}

function memoryText(
  { memoryBytes, limitBytes }: SeenFromOutside,
  { glyphs: { unknown } }: Theme,
): string {
  const used = memoryBytes === null ? unknown : shortBytes(memoryBytes);
  if (limitBytes === null) return used;
  const share =
    memoryBytes === null || limitBytes === 0
      ? ""
      : ` ${String(Math.round((memoryBytes / limitBytes) * 100)).padStart(3)}%`;
  return `${used} / ${shortBytes(limitBytes)}${share}`;
}

/** `2 restarts, OOMKilled 5m ago`. */
function endText({ restarts, lastEnd }: SeenFromOutside, at: number): string {
  const count = restarts === null ? "" : counted(restarts, "restart");
  if (lastEnd === null) return count;
  const why = lastEnd.reason === null ? "ended" : show(lastEnd.reason);
  const ago = lastEnd.at === null ? "" : ` ${since(lastEnd.at, at)} ago`;
  return [count, `${why}${ago}`].filter((each) => each !== "").join(", ");
}

/** In whole seconds: that is how a cluster counts. */
const since = (from: number, at: number): string =>
  shortDuration(Math.max(SECOND_MS, Math.floor((at - from) / SECOND_MS) * SECOND_MS));

const isOom = ({ lastEnd }: SeenFromOutside): boolean => lastEnd?.reason === "OOMKilled";

const ageText = ({ startedAt }: SeenFromOutside, at: number): string =>
  startedAt === null ? "" : `  up ${since(startedAt, at)}`;
