import type { KeyBinding } from "../../key-binding.ts";

export const helpKeys: readonly KeyBinding[] = [
  {
    keys: ["escape", "q", "enter"],
    command: { type: "back" },
    label: "Esc q",
    help: "close the help",
    footer: "Esc close",
  },
];
