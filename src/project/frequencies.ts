import type { Call, Declared, Scalar } from "../domain/declarations.ts";
import { argument, constant } from "./made.ts";

// Rules from words, as Hyperf's builder makes them: hyperf:src/crontab/src/ManagesFrequencies.php (3.1; in 3.2 the same), as a table.

type Value = Scalar["value"];
/** Writes `value` into the field at `position` (from 1) of the rule so far. */
type Splice = readonly [position: number, value: string | number];
type Frequency = {
  /** Names and defaults; null: it has to be given. `rest`: one array, or each argument as an entry. */
  readonly takes: readonly (readonly [name: string, byDefault: Value])[] | "rest";
  /** The rule is set to one with seconds before. */
  readonly inSeconds?: true;
  /** Undefined: PHP would not take these values, or what it makes of them is told by nobody. */
  readonly splices: (
    values: readonly (Value | readonly Value[])[],
  ) => readonly Splice[] | undefined;
};

const fixed = (...splices: readonly Splice[]): Frequency => ({ takes: [], splices: () => splices });
const seconds = (value: string): Frequency => ({ ...fixed([1, value]), inSeconds: true });
const atMinutes = (hours: string | number, byDefault: Value): Frequency => ({
  takes: [["offset", byDefault]],
  splices: ([offset]) => {
    const minutes = joined(offset);
    return minutes === undefined
      ? undefined
      : [
          [1, minutes],
          [2, hours],
        ];
  },
});
const days = (value: string | number): Frequency => fixed([5, value]);

/** At a time, beside other fields, whose values stand before (`before`) or after it. */
const atTime = (
  takes: Exclude<Frequency["takes"], "rest">,
  more: (values: readonly string[]) => readonly Splice[],
): Frequency => ({
  takes,
  splices: (values) => {
    const texts = values.map(joined);
    const time = texts[takes.findIndex(([name]) => name === "time")];
    const known = texts.filter((each) => each !== undefined);
    if (time === undefined || known.length < texts.length) return undefined;
    const at = timed(time);
    return at === undefined ? undefined : [...at, ...more(known)];
  },
});

const TIME = ["time", "0:0"] as const;
const daily = atTime([["time", null]], () => []);

const FREQUENCIES: Readonly<Record<string, Frequency>> = {
  everySecond: seconds("*"),
  everyTwoSeconds: seconds("*/2"),
  everyFiveSeconds: seconds("*/5"),
  everyTenSeconds: seconds("*/10"),
  everyFifteenSeconds: seconds("*/15"),
  everyTwentySeconds: seconds("*/20"),
  everyThirtySeconds: seconds("*/30"),
  everyMinute: fixed([1, "*"]),
  everyTwoMinutes: fixed([1, "*/2"]),
  everyThreeMinutes: fixed([1, "*/3"]),
  everyFourMinutes: fixed([1, "*/4"]),
  everyFiveMinutes: fixed([1, "*/5"]),
  everyTenMinutes: fixed([1, "*/10"]),
  everyFifteenMinutes: fixed([1, "*/15"]),
  everyThirtyMinutes: fixed([1, "0,30"]),
  hourly: fixed([1, 0]),
  hourlyAt: atMinutes("*", null),
  everyOddHour: atMinutes("1-23/2", 0),
  everyTwoHours: atMinutes("*/2", 0),
  everyThreeHours: atMinutes("*/3", 0),
  everyFourHours: atMinutes("*/4", 0),
  everySixHours: atMinutes("*/6", 0),
  daily: fixed([1, 0], [2, 0]),
  at: daily,
  dailyAt: daily,
  twiceDaily: {
    takes: [
      ["first", 1],
      ["second", 13],
    ],
    splices: (values) => twice(values),
  },
  twiceDailyAt: {
    takes: [
      ["first", 1],
      ["second", 13],
      ["offset", 0],
    ],
    splices: (values) => twice(values),
  },
  weekdays: days("1-5"),
  weekends: days("6,0"),
  mondays: days(1),
  tuesdays: days(2),
  wednesdays: days(3),
  thursdays: days(4),
  fridays: days(5),
  saturdays: days(6),
  sundays: days(0),
  weekly: fixed([1, 0], [2, 0], [5, 0]),
  weeklyOn: atTime([["dayOfWeek", null], TIME], ([day = ""]) => [[5, day]]),
  monthly: fixed([1, 0], [2, 0], [3, 1]),
  monthlyOn: atTime([["dayOfMonth", 1], TIME], ([day = ""]) => [[3, day]]),
  twiceMonthly: atTime([["first", 1], ["second", 16], TIME], ([first, second]) => [
    [3, `${first},${second}`],
  ]),
  // the day is that of the month in which the application was started
  lastDayOfMonth: { takes: [], splices: () => undefined },
  quarterly: fixed([1, 0], [2, 0], [3, 1], [4, "1-12/3"]),
  yearly: fixed([1, 0], [2, 0], [3, 1], [4, 1]),
  yearlyOn: atTime([["month", 1], ["dayOfMonth", 1], TIME], ([month = "", day = ""]) => [
    [3, day],
    [4, month],
  ]),
  days: {
    takes: "rest",
    splices: (values) => {
      const list = joined(
        values.length === 1 && Array.isArray(values[0]) ? values[0] : values.flat(),
      );
      return list === undefined ? undefined : [[5, list]];
    },
  },
};

export const FREQUENCY_NAMES: readonly string[] = Object.keys(FREQUENCIES);

/** The rule after a call; null: it cannot be told. `rule`: that before it, null: none. */
export function ruleAfter(rule: string | null, call: Call): string | null {
  const frequency = FREQUENCIES[call.name];
  if (frequency === undefined) return null;
  const values = valuesOf(frequency, call);
  const splices = values === undefined ? undefined : frequency.splices(values);
  if (splices === undefined) return null;
  return splices.reduce<string | null>(
    (before, splice) => (before === null ? null : spliced(before, splice)),
    frequency.inSeconds === true
      ? "* * * * * *"
      : rule === null || rule === ""
        ? "* * * * *"
        : rule,
  );
}

function spliced(rule: string, [position, value]: Splice): string | null {
  const fields = rule.split(/\s+/);
  if (position > fields.length + 1) return null;
  return [...fields.slice(0, position - 1), value, ...fields.slice(position)].join(" ");
}

function valuesOf(
  { takes }: Frequency,
  { args }: Call,
): readonly (Value | readonly Value[])[] | undefined {
  const given =
    takes === "rest"
      ? args.map((each) => plain(each.value))
      : takes.map(([name, byDefault], at) => {
          const value = argument(args, at, name);
          return value === undefined ? byDefault : plain(value);
        });
  const known = given.filter((each) => each !== undefined);
  return known.length < given.length ? undefined : known;
}

function plain(value: Declared): Value | readonly Value[] | undefined {
  if (value.kind !== "array") return constant(value);
  const values = value.entries.map((each) => constant(each.value));
  const known = values.filter((each) => each !== undefined);
  return known.length < values.length ? undefined : known;
}

/** A value in a field, an array joined with commas. Undefined for what is no number and no text. */
function joined(value: Value | readonly Value[] | undefined): string | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.map((each) =>
    typeof each === "string" || typeof each === "number" ? String(each) : undefined,
  );
  const known = texts.filter((each) => each !== undefined);
  return known.length < texts.length || known.length === 0 ? undefined : known.join(",");
}

/** `(int)` of the parts between colons; of three parts the minute is 0. */
function timed(time: string): readonly Splice[] | undefined {
  const parts = time.split(":");
  const [hour, minute] = parts.map((part) => Number(/^\s*[+-]?\d+/.exec(part)?.[0] ?? 0));
  return hour === undefined
    ? undefined
    : [
        [2, hour],
        [1, parts.length === 2 ? (minute ?? 0) : 0],
      ];
}

function twice(values: readonly (Value | readonly Value[])[]): readonly Splice[] | undefined {
  const [first, second, offset = "0"] = values.map(joined);
  return first === undefined || second === undefined
    ? undefined
    : [
        [1, offset],
        [2, `${first},${second}`],
      ];
}
