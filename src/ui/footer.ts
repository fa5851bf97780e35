import { show } from "../domain/text.ts";
import type { ScreenView } from "../store/view.ts";
import { answerText } from "../words/answers.ts";
import { OVERWRITE } from "../words/log-pane.ts";
import type { KeyBinding } from "./key-binding.ts";
import { isTyping, keyTables, modeOf } from "./keys.ts";
import { fittingParts, line, plain, spansWidth, type Line, type Part, type Span } from "./line.ts";
import type { Theme } from "./theme.ts";

/** The last line: the answer to the last key, the filter being typed, and the keys of the pane. */
export function footerLine(view: ScreenView, width: number, theme: Theme): Line {
  const left: Span[] = [plain(" "), ...promptSpans(view)];
  const room = width - spansWidth(left);
  return line(
    [...left, ...fittingParts(keyParts(view), room).flatMap((part) => part.spans)],
    width,
    theme,
  );
}

function promptSpans(view: ScreenView): readonly Span[] {
  const { header, logs } = view;
  const text = typedText(view);
  if (text !== null) return [["/" + show(text), "strong"], ["_", "selected"], plain("   ")];
  if (logs?.asksToOverwrite === true) return [[OVERWRITE, "warning"], plain("   ")];
  return header.answer === null ? [] : [[answerText(header.answer), "warning"], plain("   ")];
}

/** What is being typed, into a filter or a search; null: nothing. */
function typedText(view: ScreenView): string | null {
  const mode = modeOf(view);
  if (!isTyping(mode)) return null;
  const typed = mode === "search" ? view.logs?.search : (view.list ?? view.table).filter;
  return typed?.text ?? "";
}

/** Help and the way out stand always; of the rest the last goes first. */
function keyParts(view: ScreenView): readonly Part[] {
  // a key that a pane has for itself hides the general one
  const named = [
    ...new Map(
      keyTables[modeOf(view)]
        .filter(({ footer }) => footer !== null)
        // what is open is not opened
        .filter(({ command }) => command.type !== "open" || (view.list?.opened ?? null) === null)
        .toReversed()
        .map((binding) => [binding.keys[0], binding]),
    ).values(),
  ].toReversed();
  const help = named.filter(({ command }) => command.type === "help");
  const out = named.filter(({ command }) => command.type === "quit" || command.type === "back");
  const rest = named.filter((binding) => !help.includes(binding) && !out.includes(binding));
  return [
    ...help.map((binding) => keyPart(binding, 0)),
    ...rest.map((binding, index) => keyPart(binding, index + 1)),
    ...out.map((binding) => keyPart(binding, 0)),
  ];
}

function keyPart({ footer }: KeyBinding, gives: number): Part {
  const [key = "", word = ""] = (footer ?? "").split(" ");
  return { gives, spans: [[key, "strong"], plain(` ${word}  `)] };
}
