import { globalKeys, type KeyBinding } from "../key-binding.ts";
import { tableKeys } from "../panes/table/keys.ts";

const OF_TABLE = new Set([
  "move",
  "page",
  "top",
  "bottom",
  "open",
  "sort-shift",
  "sort-by",
  "reverse",
  "quit",
]);
const OF_ALL = new Set(["zoom", "utc", "suspend", "quit"]);

/** Keys of several targets side by side: those of the table and of every pane that mean the same here. */
export const severalKeys: readonly KeyBinding[] = [
  ...tableKeys.filter(({ command }) => OF_TABLE.has(command.type)),
  ...globalKeys.filter(({ command }) => OF_ALL.has(command.type)),
];

const byKey = new Map(
  severalKeys.flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)),
);

export const severalCommand = (key: string) => byKey.get(key) ?? null;
