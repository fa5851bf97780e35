import { isOlder } from "./since.ts";

/** The values a field of a rule may have, both ends included. */
export type Bounds = { readonly min: number; readonly max: number };

export const BOUNDS = {
  second: { min: 0, max: 59 },
  minute: { min: 0, max: 59 },
  hour: { min: 0, max: 23 },
  day: { min: 1, max: 31 },
  month: { min: 1, max: 12 },
  weekday: { min: 0, max: 6 },
} as const satisfies Record<string, Bounds>;

/** The fields of a rule as written, the second 0 where there are five. */
export type Fields = Readonly<Record<keyof typeof BOUNDS, string>>;
export const FIELD_NAMES = [
  "second",
  "minute",
  "hour",
  "day",
  "month",
  "weekday",
] as const satisfies readonly (keyof Fields)[];

/** What of the grammar came with which version of hyperf/crontab. */
export type Grammar = {
  /** `10-30/10` begins at 10; before 2.0.2 at the field's minimum. */
  readonly rangesStart: boolean;
  /** `10-13`, and ranges and steps in lists; before 2.1.20 (#3667, #3669) the number that a part begins with. */
  readonly ranges: boolean;
  /** `5,,10` is 5 and 10; before 2.2.10 the part between is a 0. */
  readonly skipsEmptyParts: boolean;
};

/** @param version of hyperf/crontab; null, and what is no version: the newest */
export const grammarOf = (version: string | null): Grammar => ({
  rangesStart: !isOlder(version, "2.0.2"),
  ranges: !isOlder(version, "2.1.20"),
  skipsEmptyParts: !isOlder(version, "2.2.10"),
});

export type Segment = {
  /** In the order of Hyperf, with what is named twice. */
  readonly values: readonly number[];
  /** The loop that makes the values has no end. */
  readonly neverEnds: boolean;
};

const found = (values: readonly number[]): Segment => ({ values, neverEnds: false });

/**
 * The values of one field.
 * @source hyperf:src/crontab/src/Parser.php, parseSegment; its versions by tag: v1.0.5, v2.0.2, v2.1.20, v2.2.10, the last with an effect
 */
export function segmentOf(text: string, bounds: Bounds, grammar: Grammar): Segment {
  if (text === "*") return stepped(bounds.min, bounds.max, 1);
  if (text.includes(",")) return listed(text, bounds, grammar);
  if (text.includes("/")) return divided(text, bounds, grammar);
  if (grammar.ranges && text.includes("-")) return divided(`${text}/1`, bounds, grammar);
  return found(inBounds(phpInt(text), bounds));
}

function listed(text: string, bounds: Bounds, grammar: Grammar): Segment {
  const isAnyRange = text.includes("-");
  const values: number[] = [];
  let neverEnds = false;
  for (const part of text.split(",")) {
    if (grammar.ranges && (isAnyRange || part.includes("/"))) {
      const segment = segmentOf(part, bounds, grammar);
      for (const value of segment.values) values.push(value);
      neverEnds ||= segment.neverEnds;
    } else if (part !== "" || !grammar.skipsEmptyParts) {
      values.push(...inBounds(phpInt(part), bounds));
    }
  }
  return { values, neverEnds };
}

function divided(text: string, { min, max }: Bounds, { rangesStart }: Grammar): Segment {
  const [head = "", step = ""] = text.split("/");
  const [low = "", high = ""] = head.split("-");
  const isRange = head.includes("-");
  const start = isRange && rangesStart && low !== "" ? Math.max(min, Number(low)) : min;
  // an empty end is no number: PHP compares it as less than any, and casts it to 0
  return stepped(start, isRange ? Math.min(max, Number(high)) : max, phpInt(step));
}

function stepped(start: number, end: number, step: number): Segment {
  if (start > end) return found([]);
  if (step <= 0) return { values: [], neverEnds: true };
  const values: number[] = [];
  for (let value = start; value <= end; value += step) values.push(value);
  return found(values);
}

const inBounds = (value: number, { min, max }: Bounds): readonly number[] =>
  value >= min && value <= max ? [value] : [];

/** `(int)` of a part of a rule: the number that it begins with, else 0. The sum makes a 0 of `-0`. */
export const phpInt = (text: string): number => Number(/^-?\d+/u.exec(text)?.[0] ?? 0) + 0;
