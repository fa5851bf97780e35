import type { KeyBinding } from "../../key-binding.ts";
import { tableKeys } from "../table/keys.ts";

/** As in the table. */
const TAKEN: readonly KeyBinding["command"]["type"][] = [
  "view",
  "snapshot-take",
  "logs-focus",
  "logs-full",
  "logs-toggle",
  "logs-below",
];

export const processKeys: readonly KeyBinding[] = [
  {
    keys: ["down", "j"],
    command: { type: "move", by: 1 },
    label: "j Down",
    help: "the next process",
    footer: "j next",
  },
  {
    keys: ["up", "k"],
    command: { type: "move", by: -1 },
    label: "k Up",
    help: "the process before",
    footer: "k before",
  },
  {
    keys: ["escape", "q", "enter"],
    command: { type: "back" },
    label: "Esc q",
    help: "opened: back to the table",
    footer: "Esc back",
  },
  ...tableKeys.filter(({ command }) => TAKEN.includes(command.type)),
];
