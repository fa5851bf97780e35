import type { LogSource } from "../../../domain/log-source.ts";
import { show } from "../../../domain/text.ts";
import { NO_SOURCE, sourceStateText, sourceWhyText } from "../../../words/log-pane.ts";
import { line, plain, type Line } from "../../line.ts";
import { wrapped } from "../../list-lines.ts";
import type { Style } from "../../theme.ts";
import type { Paper } from "./paper.ts";

const STYLES: Readonly<Record<LogSource["state"], Style>> = {
  followed: "good",
  absent: "faint",
  unreadable: "bad",
  forbidden: "bad",
  "no-dd": "bad",
  "no-ls": "bad",
  ended: "faint",
};

/** Where lines come from, why each is looked at, and how it stands with it: two lines and more for each. */
export function sourceLines(sources: readonly LogSource[], paper: Paper): readonly Line[] {
  const { width, theme } = paper;
  if (sources.length === 0) return sentenceLines(NO_SOURCE, paper);
  return sources.flatMap((source) => {
    const said = `${sourceWhyText(source)}; ${sourceStateText(source)}`;
    return [
      line([plain(" "), [show(source.source), "strong"]], width, theme),
      ...wrapped(said, Math.max(1, width - 4)).map((part) =>
        line([plain("   "), [part, STYLES[source.state]]], width, theme),
      ),
    ];
  });
}

/** A sentence in the middle of nothing. */
export const sentenceLines = (text: string, { width, theme }: Paper): readonly Line[] =>
  wrapped(text, Math.max(1, width - 2)).map((part) => line([plain(` ${part}`)], width, theme));
