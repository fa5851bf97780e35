import type { Command } from "../store/command.ts";

/** One line of a pane's key table: the keys (a character, or a name of `keystrokes.ts`), what they mean, and how both are written. */
export type KeyBinding = {
  readonly keys: readonly string[];
  readonly command: Command;
  /** As the help and the footer write the keys. */
  readonly label: string;
  /** Keys that are told in one line have the same words. */
  readonly help: string;
  /** Key and word for the footer, e.g. `z freeze`; null: only in the help. */
  readonly footer: string | null;
};

/** In every pane, but not while one types. */
export const globalKeys: readonly KeyBinding[] = [
  { keys: ["?"], command: { type: "help" }, label: "?", help: "this help", footer: "? help" },
  {
    keys: ["z", "Z"],
    command: { type: "freeze" },
    label: "z",
    help: "freeze; again: go on",
    footer: "z freeze",
  },
  {
    keys: ["+"],
    command: { type: "zoom", by: 1 },
    label: "+",
    help: "zoom: in, out, as usual",
    footer: null,
  },
  {
    keys: ["-"],
    command: { type: "zoom", by: -1 },
    label: "-",
    help: "zoom: in, out, as usual",
    footer: null,
  },
  {
    keys: ["="],
    command: { type: "zoom", by: 0 },
    label: "=",
    help: "zoom: in, out, as usual",
    footer: null,
  },
  {
    keys: ["u"],
    command: { type: "utc" },
    label: "u",
    help: "UTC, or the target's time",
    footer: null,
  },
  {
    keys: ["c"],
    command: { type: "copy" },
    label: "c",
    help: "copy the row (OSC 52)",
    footer: "c copy",
  },
  {
    keys: ["r"],
    command: { type: "record" },
    label: "r",
    help: "record; again: stop",
    footer: "r record",
  },
  {
    keys: ["ctrl-z"],
    command: { type: "suspend" },
    label: "Ctrl-Z",
    help: "suspend; fg: back",
    footer: null,
  },
  {
    keys: ["ctrl-c"],
    command: { type: "quit" },
    label: "Ctrl-C",
    help: "quit from anywhere",
    footer: null,
  },
];
