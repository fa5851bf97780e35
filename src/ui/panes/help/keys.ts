import type { KeyBinding } from "../../key-binding.ts";
import { tableKeys } from "../table/keys.ts";

/** In the help they turn its pages. */
const TURNS: readonly KeyBinding["command"]["type"][] = ["move", "page", "top", "bottom"];

export const helpKeys: readonly KeyBinding[] = [
  {
    keys: ["escape", "q", "enter"],
    command: { type: "back" },
    label: "Esc q",
    help: "close the help",
    footer: "Esc close",
  },
  ...tableKeys.filter(({ command }) => TURNS.includes(command.type)),
];
