// Hyperf's Parser.php line by line, slow and literal, so that nothing of the program's own port is in it. With the edges of PHP's comparisons and casts.
// @source hyperf:src/crontab/src/Parser.php of v3.1.71 (the newest grammar), and its differences in v2.2.9, v2.1.19 and v2.0.1

export type Tag = "3.1.71" | "2.2.9" | "2.1.19" | "2.0.1";
export type Parsed = {
  second: number[];
  minutes: number[];
  hours: number[];
  day: number[];
  month: number[];
  week: number[];
};

/** What PHP ends with a memory_limit. */
export class NeverEnds extends Error {}

const FIELD = "((\\*(/[0-9]+)?)|[0-9\\-,/]+)";
const SPACE = "[ \\t\\n\\v\\f\\r]+";
const SIX = new RegExp(`^${Array.from({ length: 6 }, () => FIELD).join(SPACE)}$`);
const FIVE = new RegExp(`^${Array.from({ length: 5 }, () => FIELD).join(SPACE)}$`);

// oxlint-disable-next-line no-control-regex -- PHP's trim takes NUL away, too
const trim = (text: string): string => text.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, "");

export const isValid = (rule: string): boolean => SIX.test(trim(rule)) || FIVE.test(trim(rule));

export function parseDate(rule: string, tag: Tag): Parsed {
  const cron = trim(rule).split(new RegExp(SPACE));
  const pop = (): string | undefined => cron.pop();
  const week = parseSegment(pop() ?? "", 0, 6, null, tag);
  const month = parseSegment(pop() ?? "", 1, 12, null, tag);
  const day = parseSegment(pop() ?? "", 1, 31, null, tag);
  const hours = parseSegment(pop() ?? "", 0, 23, null, tag);
  const minutes = parseSegment(pop() ?? "", 0, 59, null, tag);
  const second = parseSegment(pop() ?? "0", 0, 59, null, tag);
  return { second, minutes, hours, day, month, week };
}

const int = (text: string): number => Number.parseInt(text, 10) || 0;

// oxlint-disable-next-line complexity -- line by line as in PHP
function parseSegment(
  string: string,
  min: number,
  max: number,
  start: number | null,
  tag: Tag,
): number[] {
  const isNew = tag === "3.1.71" || tag === "2.2.9";
  if (start === null || start < min) start = min;
  let result: number[] = [];
  if (string === "*") {
    for (let i = start; i <= max; ++i) result.push(i);
  } else if (string.includes(",")) {
    for (const value of string.split(",")) {
      if (isNew && (value.includes("/") || string.includes("-"))) {
        result = [...result, ...parseSegment(value, min, max, start, tag)];
        continue;
      }
      if (tag === "3.1.71" && trim(value) === "") continue;
      if (!between(int(value), Math.max(min, start), max)) continue;
      result.push(int(value));
    }
  } else if (string.includes("/")) {
    const exploded = string.split("/");
    if ((exploded[0] ?? "").includes("-")) {
      const [nMin = "", nMax = ""] = (exploded[0] ?? "").split("-");
      // "" is no numeric string: PHP 8 compares it as text, and "" is less than any number
      if (nMin !== "" && Number(nMin) > min) min = int(nMin);
      if (nMax === "" || Number(nMax) < max) max = int(nMax);
    }
    if (tag !== "2.0.1" && start < min) start = min;
    let rounds = 0;
    for (let i = start; i <= max;) {
      result.push(i);
      i += int(exploded[1] ?? "");
      if (++rounds > 1000) throw new NeverEnds(string);
    }
  } else if (isNew && string.includes("-")) {
    result = [...result, ...parseSegment(`${string}/1`, min, max, start, tag)];
  } else if (between(int(string), Math.max(min, start), max)) {
    result.push(int(string));
  }
  return result;
}

const between = (value: number, min: number, max: number): boolean => value >= min && value <= max;

/** What a dispatcher does that looks each minute at the clock of its zone: `parse` of each minute of a time. The clock is not the program's. */
export function ticksByMinute(rule: string, zone: string, from: number, to: number): number[] {
  const date = parseDate(rule, "3.1.71");
  const ticks: number[] = [];
  for (let minute = Math.floor(from / 60_000) * 60_000; minute < to; minute += 60_000) {
    const now = clock(zone, minute);
    if (
      date.minutes.includes(now.minute) &&
      date.hours.includes(now.hour) &&
      date.day.includes(now.day) &&
      date.week.includes(now.weekday) &&
      date.month.includes(now.month)
    )
      for (const second of new Set(date.second)) ticks.push(minute + second * 1000);
  }
  return ticks.filter((tick) => tick >= from && tick < to).toSorted((a, b) => a - b);
}

type Now = { minute: number; hour: number; day: number; weekday: number; month: number };
const read = new Map<string, Now>();

/** Asked once for each minute: that is what takes long. */
function clock(zone: string, at: number): Now {
  const known = read.get(`${zone} ${at}`);
  if (known !== undefined) return known;
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const now = {
    minute: Number(parts["minute"]),
    hour: Number(parts["hour"]),
    day: Number(parts["day"]),
    weekday: weekdays.indexOf(parts["weekday"] ?? ""),
    month: Number(parts["month"]),
  };
  read.set(`${zone} ${at}`, now);
  return now;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    weekday: "short",
  });
  clocks.set(zone, format);
  return format;
}
