import type { Key } from "ink";
import { graphemes } from "../words/cells.ts";

/**
 * The keys in one call of Ink's input, which may carry several that arrived in one read (`jjj`, `/task`, `y\r`).
 * A key is the character itself, or a name: up down left right pageup pagedown home end enter escape tab shift-tab backspace delete ctrl-X.
 * An escape that clung to the next character is two keys: there is no binding with Alt, but there are slow links.
 */
export function keystrokes(input: string, key: Key): readonly string[] {
  if (key.eventType === "release") return [];
  if (key.tab && key.shift) return ["shift-tab"];
  const named = NAMED.find(([flag]) => key[flag]);
  if (named !== undefined) return [named[1]];
  if (key.ctrl) return input === "" ? [] : [`ctrl-${input}`];
  const typed = [...graphemes(input)].map(typedKey);
  return key.meta && typed.length > 0 ? ["escape", ...typed] : typed;
}

const NAMED = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "escape"],
  ["tab", "tab"],
  ["backspace", "backspace"],
  ["delete", "delete"],
] as const;

const CONTROL_NAMES: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\r\n": "enter",
  "\t": "tab",
  "\b": "backspace",
  "\u007f": "backspace",
  "\u001b": "escape",
};

/** Control characters inside a longer read come unnamed. */
function typedKey(character: string): string {
  const named = CONTROL_NAMES[character];
  if (named !== undefined) return named;
  const code = character.charCodeAt(0);
  return code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character;
}

/** The rest of an arrow or paging key whose escape came in a read before. */
const TORN = /^[[O](?:(?<letter>[ABCDHF])|(?<number>[14-8])~)/u;
const TORN_NAMES: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
  "1": "home",
  "4": "end",
  "5": "pageup",
  "6": "pagedown",
  "7": "home",
  "8": "end",
};

/** The key that `escape` and the beginning of `input` make together, and how much of `input` it is; null: none. */
export function tornKey(input: string): { readonly key: string; readonly length: number } | null {
  const found = TORN.exec(input);
  const key = TORN_NAMES[found?.groups?.["letter"] ?? found?.groups?.["number"] ?? ""];
  return found === null || key === undefined ? null : { key, length: found[0].length };
}
