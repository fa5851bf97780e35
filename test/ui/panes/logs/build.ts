import type { LogEvent, LogRecord } from "../../../../src/domain/log.ts";
import type { LogSource } from "../../../../src/domain/log-source.ts";
import { untrustedText } from "../../../../src/domain/text.ts";
import { bytes, epochMs, KIB, MIB, SECOND_MS } from "../../../../src/domain/units.ts";
import type {
  LogEntry,
  LogPaneView,
  LogSearchView,
  LogPlace,
} from "../../../../src/store/logs/view.ts";
import type { Size } from "../../../../src/ui/geometry.ts";
import { logRows } from "../../../../src/ui/panes/logs/rows.ts";
import { aLogEvent, type EventFacts } from "../../../fixtures/log-event.ts";
import { look, NOW, SGR, ZONE } from "../../build.ts";

let lastId = 0;

/** A record's text and what a test says of it; its first line is its head. */
export function aRecord(
  text: string,
  facts: Partial<Omit<LogRecord, "message" | "lines">> & {
    readonly lines?: readonly string[];
  } = {},
): LogRecord {
  return {
    source: "stdout",
    format: "plain",
    at: NOW,
    seenAt: NOW,
    level: null,
    pid: null,
    workerId: null,
    slot: null,
    server: null,
    channel: null,
    message: untrustedText(text),
    fields: {},
    cutBytes: 0,
    ...facts,
    lines: [text, ...(facts.lines ?? [])].map((each) => ({
      at: NOW,
      clock: "reading" as const,
      source: "stdout",
      text: untrustedText(each),
      cutBytes: 0,
      cut: null,
      writer: null,
    })),
  };
}

type RecordFacts = Partial<Omit<Extract<LogEntry, { kind: "record" }>, "record" | "kind">>;

export const recordEntry = (record: LogRecord, facts: RecordFacts = {}): LogEntry => ({
  kind: "record",
  id: (lastId += 1),
  record,
  isSelected: false,
  isMatch: false,
  isUnfolded: false,
  ...facts,
});

/** A plain line. */
export const said = (text: string, facts: RecordFacts = {}): LogEntry =>
  recordEntry(aRecord(text), facts);

export const anEvent = (facts: EventFacts): LogEvent =>
  aLogEvent({ at: epochMs(NOW - 10 * SECOND_MS), ...facts });

export const eventEntry = (facts: EventFacts): LogEntry => ({
  kind: "event",
  id: (lastId += 1),
  event: anEvent(facts),
});

export const KILLED = eventEntry({
  slot: untrustedText("Worker.0"),
  server: null,
  pid: 39,
  workerId: 0,
  status: 0,
  signal: 9,
  cause: "killed",
});

export const aSource = (facts: Partial<LogSource> = {}): LogSource => ({
  source: "file:/srv/app/runtime/logs/hyperf.log",
  why: "runtime-logs",
  pid: null,
  server: null,
  state: "followed",
  bytes: bytes(120 * KIB),
  detail: null,
  ...facts,
});

export function aPane(
  entries: readonly LogEntry[] = [],
  facts: Partial<LogPaneView> = {},
): LogPaneView {
  return {
    subject: { kind: "rows", names: [untrustedText("Worker.0")] },
    marked: [],
    isFocused: false,
    isFull: false,
    isBelow: false,
    entries,
    isFollowing: true,
    newCount: 0,
    level: null,
    search: null,
    sinceMs: null,
    isWrapped: false,
    hasTimes: true,
    hasServers: false,
    column: 0,
    attributed: { named: 40, of: 40 },
    kept: {
      oldestAt: epochMs(NOW - 2471 * SECOND_MS),
      records: 5000,
      lines: 5000,
      bytes: bytes(1.1 * MIB),
      mostBytes: bytes(16 * MIB),
      mostLines: 100_000,
      evictedLines: 0,
      droppedLines: 0,
      lostBytes: bytes(0),
      gaps: 0,
    },
    sources: [aSource()],
    areSourcesOpen: false,
    asksToOverwrite: false,
    ...facts,
  };
}

export const BESIDE: Size = { columns: 59, rows: 12 };

/** What is drawn, without colour. */
export const drawn = (
  pane: LogPaneView,
  size: Size = BESIDE,
  { place = "beside", isAscii = false }: { place?: LogPlace; isAscii?: boolean } = {},
): readonly string[] =>
  logRows(pane, { zoneMinutes: ZONE }, { size, place, theme: look({ isAscii }).theme }).map(
    (line) => line.replaceAll(SGR, ""),
  );

export const trimmed = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.trimEnd()).filter((line) => line !== "");

/** What stands between the rule and the status. */
export const body = (...given: Parameters<typeof drawn>): readonly string[] =>
  trimmed(drawn(...given).slice(1, -2));

export const SEARCH: LogSearchView = {
  text: "timed",
  isTyping: false,
  isRegex: false,
  isInvalid: false,
  isOnly: false,
  matches: 3,
};
