import type { KeyBinding } from "../../key-binding.ts";
import { tableKeys } from "../table/keys.ts";

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
  ...tableKeys.filter(({ command }) => ["view", "snapshot-take"].includes(command.type)),
];
