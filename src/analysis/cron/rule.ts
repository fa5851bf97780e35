import type { Oddity } from "../../domain/project.ts";
import { odditiesOf } from "./oddities.ts";
import { BOUNDS, grammarOf, segmentOf, type Fields } from "./segment.ts";

/** What Hyperf makes of a rule. A tick is where all of the fields fit: day AND weekday. */
export type ParsedRule = {
  /** Hyperf accepts it; without that it has no values. */
  readonly valid: boolean;
  readonly oddities: readonly Oddity[];
  /** Sorted, each once; empty: it never runs. */
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Its parser has no end: the dispatcher dies each minute, and with it every task. */
  readonly neverEnds: boolean;
  /** Seconds that are named more than once: as often it runs then. */
  readonly secondsTwice: readonly number[];
  /** The seconds in the order in which they are dispatched at the begin of the minute, with those named twice. */
  readonly dispatched: readonly number[];
};

const INVALID: ParsedRule = {
  valid: false,
  oddities: [],
  seconds: [],
  minutes: [],
  hours: [],
  days: [],
  months: [],
  weekdays: [],
  neverEnds: false,
  secondsTwice: [],
  dispatched: [],
};

/**
 * Reads a rule as the installed hyperf/crontab does. Never throws, whatever stands in it.
 * @param version of hyperf/crontab; null: the newest
 * @source hyperf:src/crontab/src/Parser.php, isValid and parseDate
 */
export function parseRule(rule: string, version: string | null): ParsedRule {
  const fields = fieldsOf(rule);
  if (fields === null) return INVALID;
  const grammar = grammarOf(version);
  const [second, minute, hour, day, month, weekday] = [
    segmentOf(fields.second, BOUNDS.second, grammar),
    segmentOf(fields.minute, BOUNDS.minute, grammar),
    segmentOf(fields.hour, BOUNDS.hour, grammar),
    segmentOf(fields.day, BOUNDS.day, grammar),
    segmentOf(fields.month, BOUNDS.month, grammar),
    segmentOf(fields.weekday, BOUNDS.weekday, grammar),
  ];
  const segments = { second, minute, hour, day, month, weekday };
  return {
    valid: true,
    oddities: odditiesOf(fields, segments, grammar),
    seconds: sorted(second.values),
    minutes: sorted(minute.values),
    hours: sorted(hour.values),
    days: sorted(day.values),
    months: sorted(month.values),
    weekdays: sorted(weekday.values),
    neverEnds: Object.values(segments).some(({ neverEnds }) => neverEnds),
    secondsTwice: repeated(second.values),
    dispatched: second.values,
  };
}

/** What PHP's `trim` takes away, and what its `\s` is; both know ASCII only. */
const AROUND = /^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/gu;
const BETWEEN = /[ \t\n\v\f\r]+/u;
const FIELD = /^(?:\*(?:\/\d+)?|[\d\-,/]+)$/u;

/** The six fields as written, five have the second 0; null: Hyperf refuses the rule. */
function fieldsOf(rule: string): Fields | null {
  const written = rule.replaceAll(AROUND, "").split(BETWEEN);
  if (written.length < 5 || written.length > 6 || !written.every((text) => FIELD.test(text)))
    return null;
  const [second = "", minute = "", hour = "", day = "", month = "", weekday = ""] =
    written.length === 5 ? ["0", ...written] : written;
  return { second, minute, hour, day, month, weekday };
}

const sorted = (values: readonly number[]): readonly number[] =>
  [...new Set(values)].toSorted((a, b) => a - b);

const repeated = (values: readonly number[]): readonly number[] =>
  sorted(values.filter((value, index) => values.indexOf(value) < index));
