import type { KeyBinding } from "../../key-binding.ts";
import { tableKeys } from "../table/keys.ts";

const MOVES: readonly KeyBinding["command"]["type"][] = ["move", "page", "top", "bottom"];
const WAYS: readonly KeyBinding["command"]["type"][] = ["view", "filter-open"];

/** What a list has from the table: how one moves, filters, and gets to another view. */
export const listKeys: readonly KeyBinding[] = [
  ...tableKeys.filter(({ command }) => MOVES.includes(command.type) || WAYS.includes(command.type)),
  {
    keys: ["1"],
    command: { type: "view", view: "processes" },
    label: "1",
    help: "the processes",
    footer: null,
  },
  { keys: ["2"], command: { type: "logs-focus" }, label: "2", help: "the logs", footer: null },
  {
    keys: ["tab"],
    command: { type: "jump" },
    label: "Tab",
    help: "crontab, audit: to its processes",
    footer: "Tab processes",
  },
  {
    keys: ["R"],
    command: { type: "project-again" },
    label: "R",
    help: "crontab, audit: read it again",
    footer: "R re-read",
  },
  {
    keys: ["escape", "q"],
    command: { type: "back" },
    label: "Esc q",
    help: "one level back",
    footer: "Esc back",
  },
];

export const crontabKeys: readonly KeyBinding[] = [
  {
    keys: ["enter"],
    command: { type: "open" },
    label: "Enter",
    help: "open the task",
    footer: "Enter open",
  },
  ...listKeys,
];
