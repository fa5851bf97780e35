// Texts and bytes as the records that a reader makes of them.
import { lineCutter, type RawLine } from "../../../src/analysis/logs/lines.ts";
import { logReader, type LogReaderOptions } from "../../../src/analysis/logs/reader.ts";
import type { LogLine, LogRecord } from "../../../src/domain/log.ts";
import { epochMs } from "../../../src/domain/units.ts";

export const READ_AT = Date.UTC(2026, 10, 23, 6);

export const aLine = (raw: RawLine, more: Partial<LogLine> = {}): LogLine => ({
  at: epochMs(READ_AT),
  clock: "backlog",
  source: "stdout",
  writer: null,
  ...raw,
  ...more,
});

export type Reading = Partial<LogReaderOptions> & {
  /** Of each line. */
  readonly line?: Partial<LogLine>;
  /** Where the bytes are cut on their way; none: they come at once. */
  readonly cuts?: readonly number[];
};

export function recordsOf(input: string | Uint8Array, reading: Reading = {}): readonly LogRecord[] {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  const cutter = lineCutter();
  const reader = logReader({
    zone: reading.zone ?? null,
    pidPattern: reading.pidPattern ?? null,
  });
  const records: LogRecord[] = [];
  const feed = (lines: readonly RawLine[]): void => {
    for (const raw of lines) records.push(...reader.read(aLine(raw, reading.line)));
  };
  let from = 0;
  for (const to of [...(reading.cuts ?? []), bytes.length]) {
    feed(cutter.cut(bytes.subarray(from, to)));
    from = to;
  }
  feed(cutter.end());
  return [...records, ...reader.flush()];
}

export const iso = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

/** The only record of a text. */
export function recordOf(text: string, reading: Reading = {}): LogRecord {
  const [record, ...more] = recordsOf(text, reading);
  if (record === undefined || more.length > 0) {
    throw new Error(`expected one record, got ${more.length + (record === undefined ? 0 : 1)}`);
  }
  return record;
}

/** What a head says, in one line. */
export const essence = ({ format, level, at, pid, workerId, channel, message }: LogRecord) => [
  format,
  level,
  iso(at),
  pid,
  workerId,
  channel,
  message,
];

/** The lines of each record. */
export const linesOfEach = (records: readonly LogRecord[]): readonly (readonly string[])[] =>
  records.map(({ lines }) => lines.map(({ text }) => text));

/** The same numbers each time: [0, 1). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
