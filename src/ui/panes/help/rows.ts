import type { ScreenView } from "../../../store/view.ts";
import { columns } from "../../columns/index.ts";
import type { Size } from "../../geometry.ts";
import { globalKeys, type KeyBinding } from "../../key-binding.ts";
import { pageOf } from "../../list-lines.ts";
import { line, plain, type Line, type Span } from "../../line.ts";
import { MARKS, type Theme } from "../../theme.ts";
import { logKeys, searchKeys } from "../logs/keys.ts";
import { auditKeys } from "../audit/keys.ts";
import { crontabKeys } from "../crontab/keys.ts";
import { snapshotKeys } from "../snapshot/keys.ts";
import { processKeys } from "../process/keys.ts";
import { ruled } from "../../axis.ts";
import { filterKeys, tableKeys } from "../table/keys.ts";
import { helpKeys } from "./keys.ts";

const LABEL_CELLS = 13;
/** Narrower than this a sentence of the help is cut. */
const ENTRY_CELLS = 46;
const NARROW_ENTRY_CELLS = 29;

/** Every key of what is looked at, then what the columns and letters mean: the page that is turned to, at most `size.rows` lines. */
export function helpRows(
  view: Pick<ScreenView, "table" | "list" | "snapshot" | "logs" | "page">,
  size: Size,
  theme: Theme,
): readonly Line[] {
  const { table, page } = view;
  const width = size.columns;
  const heading = (text: string): Line => line([[ruled(text, width), "faint"]], width, theme);
  const keys = inColumns(keyEntries(view), size, theme);
  const titles = columns.map((column): Entry => [column.title(table.axis), column.help]);
  const marks = Object.values(MARKS).map(({ letter, means }): Entry => [letter, means]);
  const meanings = [
    heading("columns, and letters in the picture of the window"),
    ...inColumns([...titles, ...marks, ["o", "orphan: its manager is gone"]], size, theme),
  ];
  const paper = { width, theme };
  // its title goes before a key does, and keys that fill the screen are its first page
  const title = keys.length + 2 <= size.rows ? [heading("Help - keys")] : [];
  if (keys.length !== size.rows) {
    const lines = [...title, ...keys, ...meanings];
    return pageOf({ head: [], lines }, { page, rows: size.rows }, paper);
  }
  const others = Math.ceil(meanings.length / Math.max(1, size.rows - 1));
  const index = ((page % (others + 1)) + others + 1) % (others + 1);
  return index === 0
    ? keys
    : pageOf({ head: [], lines: meanings }, { page: index - 1, rows: size.rows }, paper);
}

type Entry = readonly [label: string, help: string];

type Looked = Pick<ScreenView, "list" | "snapshot" | "logs">;

/** Those of what is looked at: of a list, of the snapshots, of the log, or of the table and what opens from it. What a key means in several panes is said once. */
function keyEntries(looked: Looked): readonly Entry[] {
  const said = new Set<string>();
  const tables = tablesOf(looked);
  const entries = tables.flatMap(({ keys, command, label, help }): Entry[] => {
    const meanings = keys.map((key) => `${key} ${JSON.stringify(command)}`);
    if (meanings.every((meaning) => said.has(meaning))) return [];
    for (const meaning of meanings) said.add(meaning);
    return [[label, help]];
  });
  return together(entries);
}

function tablesOf({ list, snapshot, logs }: Looked): readonly KeyBinding[] {
  if (snapshot !== null) return [...snapshotKeys, ...globalKeys, ...helpKeys];
  if (list !== null) {
    const ofList = list.kind === "audit" ? auditKeys : crontabKeys;
    return [...ofList, ...globalKeys, ...filterKeys, ...helpKeys];
  }
  if (logs?.isFocused === true) return [...logKeys, ...globalKeys, ...searchKeys, ...helpKeys];
  return [...tableKeys, ...globalKeys, ...filterKeys, ...processKeys, ...helpKeys];
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
