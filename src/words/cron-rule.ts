/**
 * A crontab rule in words, as Hyperf understands it: `every 10 seconds`, `at 02:30 on Monday to Friday`; null where words would be longer than the rule itself.
 * For the shapes that people write; what Hyperf makes of the odd ones is said by the oddities.
 */
export function cronRuleText(rule: string): string | null {
  const written = rule.trim().split(/\s+/u);
  const fields = written.length === 5 ? ["0", ...written] : written;
  return fields.length === 6 && fields.every((field) => SIMPLE.test(field))
    ? fieldsText(fields)
    : null;
}

function fieldsText([
  second = "",
  minute = "",
  hour = "",
  day = "",
  month = "",
  weekday = "",
]: readonly string[]): string | null {
  const time = timeWords(second, minute, hour);
  const days = dayWords(day, weekday);
  if (time === null || days === null) return null;
  return `${time}${days}${month === "*" ? "" : ` in ${listed(month, MONTHS, 1)}`}`;
}

const SIMPLE = /^(?:\*|\*\/[1-9]\d*|\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)$/u;
const NUMBER = /^\d+$/u;

function timeWords(second: string, minute: string, hour: string): string | null {
  if (!NUMBER.test(second))
    return minute === "*" && hour === "*" ? everyWords(second, "second") : null;
  const isSharp = Number(second) === 0;
  if (hour === "*" && !NUMBER.test(minute))
    return suffixed(everyWords(minute, "minute"), isSharp ? "" : ` at second ${Number(second)}`);
  if (!NUMBER.test(minute)) return null;
  const late = isSharp ? "" : `:${two(second)}`;
  if (NUMBER.test(hour)) return `at ${two(hour)}:${two(minute)}${late}`;
  return suffixed(everyWords(hour, "hour"), ` at :${two(minute)}${late}`);
}

const suffixed = (words: string | null, end: string): string | null =>
  words === null ? null : `${words}${end}`;

function everyWords(field: string, noun: string): string | null {
  if (field === "*") return `every ${noun}`;
  if (!field.startsWith("*/")) return null;
  const step = Number(field.slice(2));
  return step === 1 ? `every ${noun}` : `every ${step} ${noun}s`;
}

function dayWords(day: string, weekday: string): string | null {
  if (day.startsWith("*/") || weekday.startsWith("*/")) return null;
  const ofMonth = day === "*" ? "" : ` on day ${day.replaceAll("-", " to ")} of the month`;
  if (weekday === "*") return ofMonth;
  const names = listed(weekday, WEEKDAYS, 0);
  // 7 has no name in Hyperf, and never comes
  if (/\d/u.test(names)) return null;
  return day === "*" ? ` on ${names}` : `${ofMonth}, if that is ${names}`;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

/** `1-5` as `Monday to Friday`; a number without a name stays one. */
const listed = (field: string, names: readonly string[], first: number): string =>
  field
    .split(",")
    .map((part) =>
      part
        .split("-")
        .map((number) => names[Number(number) - first] ?? number)
        .join(" to "),
    )
    .join(", ");

const two = (number: string): string => String(Number(number)).padStart(2, "0");
