import { isFields } from "../../recording/fields.ts";
import { lineCutter, rawBytes, type RawLine } from "../../analysis/logs/lines.ts";
import { epochMs, type EpochMs } from "../../domain/units.ts";

/** A line of a journal entry, with its own time and writer where it says them. */
export type JournalLine = RawLine & { readonly at: EpochMs | null; readonly writer: number | null };

/** What to run for the journal of a unit, from now on. */
export const journalCommand = ({
  unit,
  isUser,
}: {
  readonly unit: string;
  readonly isUser: boolean;
}): readonly string[] => [
  "journalctl",
  `${isUser ? "--user-unit" : "--unit"}=${unit}`,
  "--output=json",
  "--output-fields=MESSAGE,_PID",
  "--follow",
  "--since=now",
  "--quiet",
  "--no-pager",
];

/**
 * One entry as `journalctl -o json` writes it, a line of JSON. A message that is no UTF-8 is a list of its bytes, one that is too long is null; what is no entry is nothing.
 * @source systemd: "Journal JSON Format", https://systemd.io/JOURNAL_EXPORT_FORMATS/
 */
export function journalLines(entry: RawLine): readonly JournalLine[] {
  const from = parsed(Buffer.from(rawBytes(entry)).toString());
  const message = messageOf(from["MESSAGE"]);
  if (message === null) return [];
  const at = microseconds(from["__REALTIME_TIMESTAMP"]);
  const writer = numeral(from["_PID"]);
  const cutter = lineCutter();
  return [...cutter.cut(message), ...cutter.end()].map((line) => ({ ...line, at, writer }));
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

/** A field that an entry has twice is a list of its values: the first counts. */
function messageOf(value: unknown): Uint8Array | null {
  if (typeof value === "string") return Buffer.from(value);
  if (!Array.isArray(value)) return null;
  const bytes = value.filter((byte) => typeof byte === "number");
  return bytes.length === value.length ? Uint8Array.from(bytes) : messageOf(value[0]);
}

function numeral(value: unknown): number | null {
  const number = typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}

function microseconds(value: unknown): EpochMs | null {
  const number = numeral(value);
  return number === null ? null : epochMs(Math.floor(number / 1000));
}
