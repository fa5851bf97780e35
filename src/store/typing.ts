import { show } from "../domain/text.ts";
import type { Filter } from "./state.ts";

const MAX_FILTER = 200;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export const typed = (filter: Filter | null, text: string): Filter => ({
  text: `${filter?.text ?? ""}${show(text)}`.slice(0, MAX_FILTER),
  isTyping: true,
});

/** Without its last letter; of an empty one nothing is left. */
export function erased(filter: Filter | null): Filter | null {
  const text = filter?.text ?? "";
  if (text === "") return null;
  return { text: text.slice(0, [...graphemes.segment(text)].at(-1)?.index ?? 0), isTyping: true };
}
