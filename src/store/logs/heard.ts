import type { Command } from "../command.ts";
import type { State } from "../state.ts";
import type { LogCommand } from "./command.ts";

type Type = Command["type"];

const TYPING: readonly Type[] = [
  "filter-type",
  "filter-erase",
  "filter-keep",
  "back",
  "move",
  "suspend",
  "quit",
];
/** By the focused pane, as it would be by the table; not the others of its own keys. */
const HEARD: readonly Type[] = [
  "move",
  "page",
  "top",
  "bottom",
  "open",
  "back",
  "copy",
  "filter-open",
  "help",
  "freeze",
  "record",
  "utc",
  "view",
  "suspend",
  "quit",
];

export const isOfPane = (command: Command): command is LogCommand =>
  command.type === "mark" || command.type.startsWith("logs-");

/** Whether the pane has the keys. */
export const hasKeys = ({ screen: { logs, list, snapshot } }: Pick<State, "screen">): boolean =>
  logs.isOpen === true && logs.isFocused && list === null && snapshot === null;

export function isHeardInLogs({ screen }: Pick<State, "screen">, command: Command): boolean {
  if (screen.logs.search?.isTyping === true) return TYPING.includes(command.type);
  return HEARD.includes(command.type) || isOfPane(command);
}

const BY_TABLE: readonly Type[] = ["help", "freeze", "utc", "view", "record", "suspend", "quit"];

/** Whether the pane says what becomes of it, as it has the keys. */
export const isForLogs = (state: State, { type }: Command): boolean =>
  hasKeys(state) && !state.screen.isHelpOpen && !state.screen.isFrozen && !BY_TABLE.includes(type);
