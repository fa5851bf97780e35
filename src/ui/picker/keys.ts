import type { PickerCommand } from "../../store/picker/commands.ts";
import { isPlace } from "../../store/picker/entries.ts";
import type { PickerView } from "../../store/picker/view.ts";

type Shown = Pick<PickerView, "kind" | "filter">;

/** What Tab goes on to, where that is more than another kind. */
const NEXT: Readonly<Record<string, string>> = { k8s: "namespaces", namespaces: "contexts" };

/** Keys of the picker beside the letters, which filter at once. `footer`: key and word. */
const BINDINGS: readonly {
  readonly keys: readonly string[];
  readonly command: PickerCommand;
  readonly footer: readonly [key: string, word: (shown: Shown) => string] | null;
}[] = [
  {
    keys: ["enter"],
    command: { type: "choose" },
    footer: ["Enter", ({ kind }) => (isPlace(kind) ? "its pods" : "attach")],
  },
  {
    keys: ["tab"],
    command: { type: "kind", by: 1 },
    footer: ["Tab", ({ kind }) => NEXT[kind ?? ""] ?? "kind"],
  },
  { keys: ["shift-tab"], command: { type: "kind", by: -1 }, footer: null },
  { keys: ["up"], command: { type: "move", by: -1 }, footer: null },
  { keys: ["down"], command: { type: "move", by: 1 }, footer: null },
  { keys: ["pageup"], command: { type: "page", by: -1 }, footer: null },
  { keys: ["pagedown"], command: { type: "page", by: 1 }, footer: null },
  { keys: ["home"], command: { type: "top" }, footer: null },
  { keys: ["end"], command: { type: "bottom" }, footer: null },
  { keys: ["backspace", "delete"], command: { type: "erase" }, footer: null },
  { keys: ["ctrl-r"], command: { type: "again" }, footer: ["Ctrl-R", () => "refresh"] },
  { keys: ["ctrl-z"], command: { type: "suspend" }, footer: null },
  {
    keys: ["escape"],
    command: { type: "escape" },
    footer: ["Esc", ({ filter }) => (filter === "" ? "quit" : "clear")],
  },
  { keys: ["ctrl-c"], command: { type: "quit" }, footer: null },
];

const byKey = new Map(
  BINDINGS.flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)),
);

/** Keys of the last line, with what each does to what is shown. */
export const footerKeys = (shown: Shown): readonly (readonly [key: string, word: string])[] =>
  BINDINGS.flatMap(({ footer }) => (footer === null ? [] : [[footer[0], footer[1](shown)]]));

/** What a key means; what is no bound key and printable is text for the filter. */
export function pickerCommandOf(key: string): PickerCommand | null {
  const bound = byKey.get(key);
  if (bound !== undefined) return bound;
  const first = key.codePointAt(0) ?? 0;
  const isText = first >= 0x20 && first !== 0x7f && (key.length === 1 || first > 0x7f);
  return isText ? { type: "type", text: key } : null;
}
