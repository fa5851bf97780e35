import type { LogEvent, LogLine, LogRecord } from "../../../src/domain/log.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { observed } from "../../../src/store/transitions.ts";
import type { LogEntry, LogPaneView } from "../../../src/store/logs/view.ts";
import { logPane } from "../../../src/store/logs/pane.ts";
import type { State } from "../../../src/store/state.ts";
import { aLogEvent, type EventFacts } from "../../fixtures/log-event.ts";
import { GEOMETRY, START } from "../build.ts";

export const SOURCE = "file:/srv/app/runtime/logs/hyperf.log";

/** Read `second` seconds after the start. */
export const aLine = (text: string, second = 0, facts: Partial<LogLine> = {}): LogLine => ({
  at: epochMs(START + second * 1000),
  clock: "reading",
  source: SOURCE,
  text: untrustedText(text),
  cutBytes: 0,
  cut: null,
  writer: null,
  ...facts,
});

type RecordFacts = Partial<Omit<LogRecord, "slot" | "message" | "lines">> & {
  readonly slot?: string | null;
  readonly lines?: readonly LogLine[];
};

/** A record of one line, its message behind a head, unless it is given more. */
export function aRecord(message: string, { slot = null, ...facts }: RecordFacts = {}): LogRecord {
  return {
    source: SOURCE,
    format: "monolog-line",
    at: epochMs(START),
    seenAt: epochMs(START),
    level: null,
    pid: null,
    workerId: null,
    server: null,
    channel: null,
    message: untrustedText(message),
    fields: {},
    lines: [aLine(`[2025-11-24] ${message}`)],
    cutBytes: 0,
    ...facts,
    slot: slot === null ? null : untrustedText(slot),
  };
}

export const anEvent = (facts: EventFacts = {}): LogEvent =>
  aLogEvent({ at: epochMs(START), seenAt: epochMs(START), source: SOURCE, ...facts });

/** The account has told these: what stands in a book once lines were read. */
export function told(state: State, ...all: readonly (LogRecord | LogEvent)[]): State {
  const { book } = state.known.logs;
  for (const each of all)
    if ("kind" in each) book.ring.addEvent(each);
    else book.ring.addRecord(each);
  book.ring.settle();
  const { version, events } = state.known.logs;
  const logs = {
    ...state.known.logs,
    version: version + 1,
    lastId: book.ring.lastId,
    events: [...events, ...all.flatMap((each) => ("kind" in each ? [each] : []))],
  };
  return { ...state, known: { ...state.known, logs } };
}

export const lines = (state: State, ...texts: readonly LogLine[]): State => {
  const [first, ...rest] = texts;
  if (first === undefined) throw new Error("no line");
  return observed(state, { type: "log", lines: [first, ...rest] }, START);
};

export function paneOf(state: State, logRows = GEOMETRY.logRows): LogPaneView {
  const view = logPane(state, { logRows });
  if (view === null) throw new Error("the pane is closed");
  return view;
}

/** What stands in the pane, each in a word. */
export const shown = (state: State, logRows?: number): readonly string[] =>
  paneOf(state, logRows).entries.map(wordOf);

function wordOf(entry: LogEntry): string {
  switch (entry.kind) {
    case "record":
      return `${entry.isSelected ? ">" : ""}${entry.isMatch ? "*" : ""}${entry.record.message}`;
    case "event":
      return `-- ${entry.event.kind}`;
    case "tick":
      return `-- tick ${entry.letters}`;
    case "gap":
      return `-- gap ${entry.lostBytes ?? "?"}`;
  }
}
