import type { KeyBinding } from "../../key-binding.ts";
import { filterKeys, tableKeys } from "../table/keys.ts";

/** Of the table, as they stand there: pages and views. */
const PAGES: readonly KeyBinding["command"]["type"][] = ["page", "top", "view"];

/** While the log pane has the keys. */
export const logKeys: readonly KeyBinding[] = [
  {
    keys: ["enter"],
    command: { type: "open" },
    label: "Enter",
    help: "log: unfold, fold",
    footer: "Enter unfold",
  },
  {
    keys: ["down", "j"],
    command: { type: "move", by: 1 },
    label: "j Down",
    help: "log: the next line",
    footer: null,
  },
  {
    keys: ["up", "k"],
    command: { type: "move", by: -1 },
    label: "k Up",
    help: "log: the line before",
    footer: null,
  },
  {
    keys: ["end", "G", "F"],
    command: { type: "bottom" },
    label: "G F End",
    help: "log: to the end, follow it",
    footer: "G follow",
  },
  {
    keys: ["/"],
    command: { type: "filter-open" },
    label: "/",
    help: "log: search; /re/ pattern",
    footer: "/ search",
  },
  {
    keys: ["n"],
    command: { type: "logs-match", by: 1 },
    label: "n",
    help: "log: next match, before",
    footer: "n next",
  },
  {
    keys: ["N"],
    command: { type: "logs-match", by: -1 },
    label: "N",
    help: "log: next match, before",
    footer: null,
  },
  {
    keys: ["&"],
    command: { type: "logs-only" },
    label: "&",
    help: "log: only what matches",
    footer: "& only",
  },
  {
    keys: ["s"],
    command: { type: "logs-subject" },
    label: "s",
    help: "log: of rows, a role, all",
    footer: "s whose",
  },
  {
    keys: [">", "."],
    command: { type: "logs-level", by: 1 },
    label: ">",
    help: "log: less, more by level",
    footer: "<> level",
  },
  {
    keys: ["<", ","],
    command: { type: "logs-level", by: -1 },
    label: "<",
    help: "log: less, more by level",
    footer: null,
  },
  {
    keys: ["["],
    command: { type: "logs-since", by: -1 },
    label: "[",
    help: "log: since; [ reads more",
    footer: "[] since",
  },
  {
    keys: ["]"],
    command: { type: "logs-since", by: 1 },
    label: "]",
    help: "log: since; [ reads more",
    footer: null,
  },
  {
    keys: ["w"],
    command: { type: "logs-wrap" },
    label: "w",
    help: "log: wrap lines",
    footer: "w wrap",
  },
  {
    keys: ["left"],
    command: { type: "logs-shift", by: -1 },
    label: "Left",
    help: "log: along a long line",
    footer: null,
  },
  {
    keys: ["right"],
    command: { type: "logs-shift", by: 1 },
    label: "Right",
    help: "log: along a long line",
    footer: null,
  },
  {
    keys: ["t"],
    command: { type: "logs-times" },
    label: "t",
    help: "log: times on, off",
    footer: null,
  },
  {
    keys: ["f", "l"],
    command: { type: "logs-full" },
    label: "f l",
    help: "log: full screen, or not",
    footer: "f full",
  },
  {
    keys: ["|"],
    command: { type: "logs-below" },
    label: "|",
    help: "log: beside, or below",
    footer: null,
  },
  {
    keys: ["o"],
    command: { type: "logs-sources" },
    label: "o",
    help: "log: where it comes from",
    footer: "o sources",
  },
  {
    keys: ["c"],
    command: { type: "copy" },
    label: "c",
    help: "log: copy the line",
    footer: "c copy",
  },
  {
    keys: ["C"],
    command: { type: "logs-copy-record" },
    label: "C",
    help: "log: copy the record",
    footer: null,
  },
  {
    keys: ["ctrl-s"],
    command: { type: "logs-save" },
    label: "Ctrl-S",
    help: "log: raw lines into a file",
    footer: "^S save",
  },
  {
    keys: ["tab", "2"],
    command: { type: "logs-focus" },
    label: "2 Tab",
    help: "keys to the log, or back",
    footer: "Tab table",
  },
  {
    keys: ["L"],
    command: { type: "logs-toggle" },
    label: "L",
    help: "log pane: away, or there",
    footer: null,
  },
  ...tableKeys.filter(({ command }) => PAGES.includes(command.type)),
  {
    keys: ["1"],
    command: { type: "view", view: "processes" },
    label: "1",
    help: "the processes",
    footer: null,
  },
  {
    keys: ["escape", "q"],
    command: { type: "back" },
    label: "Esc q",
    help: "log: one level back",
    footer: "Esc back",
  },
];

/** While a search is typed, every character is text. */
export const searchKeys: readonly KeyBinding[] = filterKeys
  .filter(({ command }) => command.type !== "move")
  .map((binding) =>
    binding.command.type === "filter-keep"
      ? { ...binding, help: "typing: keep the search", footer: "Enter search" }
      : binding,
  );
