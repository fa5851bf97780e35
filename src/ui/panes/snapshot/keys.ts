import type { KeyBinding } from "../../key-binding.ts";
import { tableKeys } from "../table/keys.ts";

const PAGING: readonly KeyBinding["command"]["type"][] = ["page", "top", "bottom", "view"];

export const snapshotKeys: readonly KeyBinding[] = [
  {
    keys: ["S"],
    command: { type: "snapshot-take" },
    label: "S",
    help: "snapshot: take another one",
    footer: "S again",
  },
  {
    keys: ["d"],
    command: { type: "snapshot-against" },
    label: "d",
    help: "compare: earlier, slots",
    footer: "d compare",
  },
  {
    keys: ["left"],
    command: { type: "snapshot-step", by: -1 },
    label: "Left",
    help: "an earlier snapshot",
    footer: "Left earlier",
  },
  {
    keys: ["right"],
    command: { type: "snapshot-step", by: 1 },
    label: "Right",
    help: "a later snapshot",
    footer: "Right later",
  },
  {
    keys: ["tab"],
    command: { type: "snapshot-slot" },
    label: "Tab",
    help: "snapshots of the next slot",
    footer: "Tab slot",
  },
  {
    keys: ["c"],
    command: { type: "copy" },
    label: "c",
    help: "snapshot: copy a summary",
    footer: "c copy",
  },
  {
    keys: ["e"],
    command: { type: "snapshot-export" },
    label: "e",
    help: "snapshot: into a JSON file",
    footer: "e export",
  },
  {
    keys: ["down", "j"],
    command: { type: "move", by: 1 },
    label: "j Down",
    help: "a line down",
    footer: null,
  },
  {
    keys: ["up", "k"],
    command: { type: "move", by: -1 },
    label: "k Up",
    help: "a line up",
    footer: null,
  },
  ...tableKeys.filter(({ command }) => PAGING.includes(command.type)),
  {
    keys: ["1"],
    command: { type: "view", view: "processes" },
    label: "1",
    help: "the processes",
    footer: null,
  },
  { keys: ["2"], command: { type: "logs-focus" }, label: "2", help: "the logs", footer: null },
  {
    keys: ["escape", "q"],
    command: { type: "back" },
    label: "Esc q",
    help: "end the reading, then back",
    footer: "Esc back",
  },
];
