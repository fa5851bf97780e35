import type { Command } from "../store/command.ts";
import type { LogPaneView } from "../store/logs/view.ts";
import type { ScreenView } from "../store/view.ts";
import { auditKeys } from "./panes/audit/keys.ts";
import { crontabKeys } from "./panes/crontab/keys.ts";
import { helpKeys } from "./panes/help/keys.ts";
import { logKeys, searchKeys } from "./panes/logs/keys.ts";
import { processKeys } from "./panes/process/keys.ts";
import { snapshotKeys } from "./panes/snapshot/keys.ts";
import { filterKeys, tableKeys } from "./panes/table/keys.ts";
import { globalKeys, type KeyBinding } from "./key-binding.ts";

/** Which pane has the keys. */
export type Mode =
  | "table"
  | "filter"
  | "process"
  | "logs"
  | "search"
  | "crontab"
  | "audit"
  | "snapshot"
  | "help";

/** In these one types: what is printable is text. */
export const isTyping = (mode: Mode): boolean => mode === "filter" || mode === "search";

/** What each key means in each pane; help and footer are drawn from this. The first binding of a key wins. */
export const keyTables: Readonly<Record<Mode, readonly KeyBinding[]>> = {
  table: [...tableKeys, ...globalKeys],
  filter: filterKeys,
  process: [...processKeys, ...globalKeys],
  logs: [...logKeys, ...globalKeys],
  search: searchKeys,
  crontab: [...crontabKeys, ...globalKeys],
  audit: [...auditKeys, ...globalKeys],
  snapshot: [...snapshotKeys, ...globalKeys],
  help: [...helpKeys, ...globalKeys],
};

type Looked = Pick<ScreenView, "isHelpOpen" | "process" | "list" | "snapshot" | "logs" | "table">;

export function modeOf(view: Looked): Mode {
  if (view.isHelpOpen) return "help";
  if (view.list !== null) return view.list.filter?.isTyping === true ? "filter" : view.list.kind;
  if (view.snapshot !== null) return "snapshot";
  return view.logs?.isFocused === true ? logMode(view.logs) : processesMode(view);
}

const logMode = ({ search }: LogPaneView): Mode => (search?.isTyping === true ? "search" : "logs");

function processesMode({ process, table }: Looked): Mode {
  if (process !== null) return "process";
  return table.filter?.isTyping === true ? "filter" : "table";
}

const byKey = new Map(
  Object.entries(keyTables).map(([mode, bindings]) => [
    mode,
    new Map(
      bindings
        .toReversed()
        .flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)),
    ),
  ]),
);

/** What a key means; null: nothing. While a filter or a search is typed, what is printable is text. */
export function commandOf(key: string, mode: Mode): Command | null {
  const bound = byKey.get(mode)?.get(key);
  if (bound !== undefined) return bound;
  return isTyping(mode) && isPrintable(key) ? { type: "filter-type", text: key } : null;
}

/** One character, not the name of a key. */
const isPrintable = (key: string): boolean => {
  const first = key.codePointAt(0) ?? 0;
  return first >= 0x20 && first !== 0x7f && (key.length === 1 || first > 0x7f);
};
