import type { Key } from "ink";
import { show } from "../domain/text.ts";
import type { Command } from "../store/command.ts";
import { commandOf, isTyping, type Mode } from "./keys.ts";
import { keystrokes, tornKey } from "./keystrokes.ts";

/** Runs something after a while; answers with what calls it off. */
export type Later = (ms: number, run: () => void) => () => void;

/** An escape waits this long for the rest of a torn arrow key; Ink has waited 20 ms before. */
const TORN_MS = 60;
const MAX_PASTE = 200;

/** Commands after which another pane may have the keys. */
const CHANGES_MODE: ReadonlySet<Command["type"]> = new Set([
  "filter-open",
  "filter-keep",
  "back",
  "help",
  "open",
  "view",
  "jump",
  "snapshot-take",
  "logs-focus",
  "logs-toggle",
  "logs-full",
]);

export type Dispatcher = {
  readonly typed: (input: string, key: Key) => void;
  readonly pasted: (text: string) => void;
};

export type KeyReader = Pick<Dispatcher, "typed"> & { readonly settled: () => void };

/**
 * The one place where keys become Commands, in the order in which they came.
 * @param mode   asked again after each key that may change it
 * @param later  null: an escape means itself at once
 */
export function dispatcherOf(
  mode: () => Mode,
  press: (command: Command) => void,
  later: Later | null,
): Dispatcher {
  const { typed, settled } = keyReader(pressAll, later);

  function pressAll(keys: readonly string[]): void {
    let current = keys.length > 0 ? mode() : null;
    for (const key of keys) {
      current ??= mode();
      const command = commandOf(key, current);
      if (command === null) continue;
      press(command);
      if (CHANGES_MODE.has(command.type)) current = null;
    }
  }

  return {
    typed,
    pasted(text) {
      settled();
      if (!isTyping(mode())) return;
      const line = pastedLine(text);
      if (line !== "") press({ type: "filter-type", text: line });
    },
  };
}

/** What of a pasted text goes into a filter. */
export const pastedLine = (text: string): string =>
  show(text.replaceAll(/[\r\n]+/gu, " "))
    .trim()
    .slice(0, MAX_PASTE);

/**
 * Makes keys of Ink's reads; an arrow key that was torn over two of them is one key.
 * `settled`: what waited for its rest is done.
 */
export function keyReader(
  pressAll: (keys: readonly string[]) => void,
  later: Later | null,
): KeyReader {
  let callOff: (() => void) | null = null;

  /** What waited is done, or with the beginning of `input` became another key; the rest of `input` is left. */
  function settled(input: string): string {
    if (callOff === null) return input;
    callOff();
    callOff = null;
    const torn = tornKey(input);
    pressAll([torn?.key ?? "escape"]);
    return input.slice(torn?.length ?? 0);
  }

  return {
    settled: () => void settled(""),
    typed: (input, key) => {
      const rest = settled(input);
      if (rest === "" && input !== "") return;
      if (later !== null && key.escape) {
        callOff = later(TORN_MS, () => {
          callOff = null;
          pressAll(["escape"]);
        });
        return;
      }
      pressAll(keystrokes(rest, key));
    },
  };
}
