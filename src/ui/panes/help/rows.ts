import type { ScreenView } from "../../../store/view.ts";
import { columns } from "../../columns/index.ts";
import type { Size } from "../../geometry.ts";
import { globalKeys } from "../../key-binding.ts";
import { line, plain, type Line, type Span } from "../../line.ts";
import { MARKS, type Theme } from "../../theme.ts";
import { auditKeys } from "../audit/keys.ts";
import { crontabKeys } from "../crontab/keys.ts";
import { snapshotKeys } from "../snapshot/keys.ts";
import { processKeys } from "../process/keys.ts";
import { ruled } from "../../axis.ts";
import { filterKeys, tableKeys } from "../table/keys.ts";
import { helpKeys } from "./keys.ts";

const LABEL_CELLS = 12;
/** Narrower than this a sentence of the help is cut. */
const ENTRY_CELLS = 46;
const NARROW_ENTRY_CELLS = 29;

/** Every key of what is looked at, then what the columns and letters mean, as far as there is room: at most `size.rows` lines. */
export function helpRows(
  { table, list, snapshot }: Pick<ScreenView, "table" | "list" | "snapshot">,
  size: Size,
  theme: Theme,
): readonly Line[] {
  const width = size.columns;
  const keys = inColumns(keyEntries({ list, snapshot }), size, theme);
  // its title goes before a key does
  const title = line([[ruled("Help - keys", width), "faint"]], width, theme);
  const lines = keys.length < size.rows ? [title, ...keys] : [...keys];
  if (lines.length + 3 <= size.rows) {
    lines.push(
      line(
        [[ruled("columns, and letters in the picture of the window", width), "faint"]],
        width,
        theme,
      ),
    );
    const titles = columns.map((column): Entry => [column.title(table.axis), column.help]);
    const marks = Object.values(MARKS).map(({ letter, means }): Entry => [letter, means]);
    lines.push(
      ...inColumns([...titles, ...marks, ["o", "orphan: its manager is gone"]], size, theme),
    );
  }
  if (lines.length <= size.rows) return lines;
  const more = line([["  ... more on a higher screen", "faint"]], width, theme);
  return [...lines.slice(0, size.rows - 1), more];
}

type Entry = readonly [label: string, help: string];

/** Those of what is looked at: of a list, of the snapshots, or of the table and what opens from it. What a key means in several panes is said once. */
function keyEntries({ list, snapshot }: Pick<ScreenView, "list" | "snapshot">): readonly Entry[] {
  const said = new Set<string>();
  const ofList = list?.kind === "audit" ? auditKeys : crontabKeys;
  const tables =
    snapshot !== null
      ? [...snapshotKeys, ...globalKeys, ...helpKeys]
      : list === null
        ? [...tableKeys, ...globalKeys, ...filterKeys, ...processKeys, ...helpKeys]
        : [...ofList, ...globalKeys, ...filterKeys, ...helpKeys];
  const entries = tables.flatMap(({ keys, command, label, help }): Entry[] => {
    const meanings = keys.map((key) => `${key} ${JSON.stringify(command)}`);
    if (meanings.every((meaning) => said.has(meaning))) return [];
    for (const meaning of meanings) said.add(meaning);
    return [[label, help]];
  });
  return together(entries);
}

/** Neighbours with the same words are one entry: `< >`. */
export const together = (entries: readonly Entry[]): readonly Entry[] =>
  entries.reduce<readonly Entry[]>((all, [label, help]) => {
    const last = all.at(-1);
    return last?.[1] === help
      ? [...all.slice(0, -1), [`${last[0]} ${label}`, help]]
      : [...all, [label, help]];
  }, []);

/** Entries down the columns, as newspapers do. */
function inColumns(entries: readonly Entry[], size: Size, theme: Theme): readonly Line[] {
  const across = Math.max(
    1,
    Math.floor(size.columns / (size.columns < 100 ? NARROW_ENTRY_CELLS : ENTRY_CELLS)),
  );
  const down = Math.ceil(entries.length / across);
  const cells = Math.floor(size.columns / across);
  return Array.from({ length: down }, (_, row) => {
    const spans = Array.from({ length: across }, (__, index) =>
      entrySpans(entries[index * down + row], cells),
    );
    return line(spans.flat(), size.columns, theme);
  });
}

function entrySpans(entry: Entry | undefined, cells: number): readonly Span[] {
  if (entry === undefined) return [plain(" ".repeat(cells))];
  const [label, help] = entry;
  const room = cells - LABEL_CELLS - 2;
  return [
    plain(" "),
    [label.padEnd(LABEL_CELLS), "strong"],
    plain(`${help.slice(0, room).padEnd(room)} `),
  ];
}
