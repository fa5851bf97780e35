import type { Effect } from "../../domain/effect.ts";
import type { LogLine } from "../../domain/log.ts";
import { showMarked } from "../../domain/text.ts";
import type { Command } from "../command.ts";
import type { State } from "../state.ts";
import { placeOf } from "./moving.ts";
import { meantOf } from "./subject.ts";
import { below, runOf } from "./window.ts";

/** What is seen of the record that is looked at, or all of it; null: there is none. */
export function copiedText(state: State, type: "copy" | "logs-copy-record"): string | null {
  const { record: kept } = placeOf(state);
  const record = kept === null ? null : state.known.logs.book.ring.record(kept);
  if (kept === null || record === null) return null;
  const isWhole = type === "logs-copy-record" || state.screen.logs.unfolded.includes(kept.id);
  const lines = isWhole ? record.lines : record.lines.slice(0, 1);
  return lines.map(({ text }) => showMarked(text)).join("\n");
}

/** What a key of the pane asks for. `state`: as it was before. */
export function logsEffects(state: State, command: Command): readonly Effect[] {
  const { type } = command;
  // beyond all that is kept is what is in the file
  if (type === "logs-since" && command.by < 0 && state.screen.logs.sinceMs === null)
    return [{ type: "logs-earlier" }];
  if (type === "logs-save")
    return [{ type: "logs-save", isSure: state.screen.logs.asksToOverwrite }];
  if (type !== "copy" && type !== "logs-copy-record") return [];
  const text = copiedText(state, type);
  return text === null ? [] : [{ type: "copy", text }];
}

/** All lines that the pane runs through, raw, oldest first: what a saved file has. */
export function* shownLines(state: State): Generator<LogLine> {
  const { ring } = state.known.logs.book;
  for (const kept of below(runOf(state, meantOf(state)), 0)) {
    yield* ring.record(kept)?.lines ?? [];
  }
}
