import type { Json, LogRecord } from "../../../domain/log.ts";
import { shortBytes } from "../../../words/format.ts";

/** What a record says: its message and what it carries beside; who wrote it stands before that. */
export function messageOf({ message, fields, format }: LogRecord): string {
  if (format === "octane") return octaneText(message, fields);
  const { context = null, extra = null, ...rest } = fields;
  const beside = [rest, context, withoutWriter(extra)].filter((each) => !isEmpty(each));
  return [message, ...beside.map((each) => JSON.stringify(each))].join(" ");
}

/** `GET /api/stock 200 38ms 12.1M`. */
function octaneText(
  message: string,
  { status, durationMs, heapBytes }: LogRecord["fields"],
): string {
  const parts = [
    typeof status === "number" ? String(status) : null,
    typeof durationMs === "number" ? `${durationMs}ms` : null,
    typeof heapBytes === "number" ? shortBytes(heapBytes) : null,
  ];
  return [message, ...parts.filter((part) => part !== null)].join(" ");
}

function withoutWriter(extra: Json): Json {
  if (!isObject(extra)) return extra;
  const { process_id: _writer, ...others } = extra;
  return others;
}

const isObject = (json: Json): json is { readonly [key: string]: Json } =>
  json !== null && typeof json === "object" && !Array.isArray(json);

/** Monolog writes an empty context as a list. */
const isEmpty = (json: Json): boolean =>
  json === null || (typeof json === "object" && Object.keys(json).length === 0);
