import { isAscii, toInt, toText } from "../conversions.ts";
import { isArray, isPlain, type PhpArray, type Value } from "../held.ts";
import { MOST_CHARACTERS } from "../operators.ts";
import { lastPart, parentFolder } from "./paths.ts";
import { formatted } from "./sprintf.ts";

type Function = (...args: readonly (Value | undefined)[]) => Value | undefined;

/** Functions of text. Undefined: not told. PHP counts bytes: where that matters only ASCII is followed. */
export const TEXT_FUNCTIONS: readonly (readonly [name: string, of: Function])[] = [
  ["strtolower", ofText((text) => text.replaceAll(/[A-Z]/g, (char) => char.toLowerCase()))],
  ["strtoupper", ofText((text) => text.replaceAll(/[a-z]/g, (char) => char.toUpperCase()))],
  ["ucfirst", ofText((text) => text.replace(/^[a-z]/, (char) => char.toUpperCase()))],
  ["lcfirst", ofText((text) => text.replace(/^[A-Z]/, (char) => char.toLowerCase()))],
  [
    "ucwords",
    ofText((text) => text.replaceAll(/(?<=^|[ \t\r\n\f\v])[a-z]/g, (char) => char.toUpperCase())),
  ],
  ["trim", trimmed(true, true)],
  ["ltrim", trimmed(true, false)],
  ["rtrim", trimmed(false, true)],
  ["chop", trimmed(false, true)],
  ["strlen", ofAscii((text) => BigInt(text.length))],
  ["substr", substring],
  ["str_repeat", repeated],
  ["str_pad", padded],
  ["str_replace", replaced],
  ["strtr", (text, from, to) => (to === undefined ? translated(text, from) : undefined)],
  ["str_contains", ofTexts((text, part) => text.includes(part))],
  ["str_starts_with", ofTexts((text, part) => text.startsWith(part))],
  ["str_ends_with", ofTexts((text, part) => text.endsWith(part))],
  ["strpos", positioned((text, part, from) => text.indexOf(part, from))],
  [
    "stripos",
    positioned((text, part, from) => text.toLowerCase().indexOf(part.toLowerCase(), from)),
  ],
  ["sprintf", (format, ...args) => withText(format, (text) => formatted(text, args))],
  [
    "vsprintf",
    (format, args) =>
      withText(format, (text) => (isArray(args) ? formatted(text, valuesOf(args)) : undefined)),
  ],
  ["implode", joined],
  ["join", joined],
  ["dirname", folderOf],
  ["basename", nameOf],
];

const textOf = (value: Value | undefined): string | undefined =>
  value === undefined || value === null ? undefined : toText(value);

function withText(
  value: Value | undefined,
  of: (text: string) => Value | undefined,
): Value | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : of(text);
}

/** Of one argument. */
function ofText(of: (text: string) => Value): Function {
  return (value, ...others) => (others.length > 0 ? undefined : withText(value, of));
}

function ofAscii(of: (text: string) => Value): Function {
  return (value) => withText(value, (text) => (isAscii(text) ? of(text) : undefined));
}

function ofTexts(of: (text: string, part: string) => Value): Function {
  return (value, part) => withText(value, (text) => withText(part, (other) => of(text, other)));
}

function trimmed(isLeft: boolean, isRight: boolean): Function {
  return (value, characters) => {
    const text = textOf(value);
    const set = characters === undefined ? " \n\r\t\v\0" : textOf(characters);
    if (text === undefined || set === undefined || set.includes("..")) return undefined;
    let [start, end] = [0, text.length];
    if (isLeft) while (start < end && set.includes(text.charAt(start))) start += 1;
    if (isRight) while (end > start && set.includes(text.charAt(end - 1))) end -= 1;
    return text.slice(start, end);
  };
}

const wholeOf = (value: Value | undefined): number | undefined => {
  if (value === undefined || !isPlain(value) || typeof value === "number") return undefined;
  const int = toInt(value);
  return int === undefined ? undefined : Number(int);
};

function substring(...[value, from, length]: readonly (Value | undefined)[]): Value | undefined {
  const text = textOf(value);
  const start = wholeOf(from);
  if (text === undefined || start === undefined || !isAscii(text)) return undefined;
  const begin = start < 0 ? Math.max(0, text.length + start) : start;
  if (length === undefined || length === null) return text.slice(begin);
  const count = wholeOf(length);
  if (count === undefined) return undefined;
  return count < 0
    ? text.slice(begin, Math.max(begin, text.length + count))
    : text.slice(begin, begin + count);
}

function repeated(...[value, times]: readonly (Value | undefined)[]): Value | undefined {
  const text = textOf(value);
  const count = wholeOf(times);
  if (text === undefined || count === undefined || count < 0) return undefined;
  return text.length * count > MOST_CHARACTERS ? undefined : text.repeat(count);
}

/** On the right, or on the left (0). */
function padded(...[value, length, pad, side]: readonly (Value | undefined)[]): Value | undefined {
  const [text, count] = [textOf(value), wholeOf(length)];
  const filler = pad === undefined ? " " : textOf(pad);
  if (text === undefined || count === undefined || filler === undefined || filler === "")
    return undefined;
  if (!isAscii(text + filler) || count > MOST_CHARACTERS) return undefined;
  if (side === undefined || side === 1n) return text.padEnd(count, filler);
  return side === 0n ? text.padStart(count, filler) : undefined;
}

const valuesOf = ({ entries }: PhpArray): readonly Value[] =>
  [...entries.values()].map(({ value }) => value);

function textsOf(value: Value | undefined): readonly string[] | undefined {
  const values = isArray(value) ? valuesOf(value) : [value];
  const texts = values.map((each) => (each === undefined ? undefined : toText(each)));
  return texts.every((each) => each !== undefined) ? texts : undefined;
}

function replaced(
  ...[search, replace, subject, count]: readonly (Value | undefined)[]
): Value | undefined {
  const [from, to, text] = [textsOf(search), textsOf(replace), textOf(subject)];
  if (from === undefined || to === undefined || text === undefined || count !== undefined)
    return undefined;
  const isPaired = isArray(replace);
  if (isPaired && !isArray(search)) return undefined;
  return from.reduce<string | undefined>((so, each, index) => {
    const by = isPaired ? (to[index] ?? "") : (to[0] ?? "");
    const next = each === "" ? so : so?.replaceAll(each, () => by);
    return next !== undefined && next.length > MOST_CHARACTERS ? undefined : next;
  }, text);
}

/** `strtr($text, [...])`: the longest key first, nothing twice. */
function translated(value: Value | undefined, pairs: Value | undefined): Value | undefined {
  const text = textOf(value);
  if (text === undefined || pairs === undefined || !isArray(pairs)) return undefined;
  const keys = [...pairs.entries.keys()].map(String).filter((key) => key !== "");
  if (keys.length === 0) return text;
  const byLength = keys.toSorted((a, b) => b.length - a.length);
  const by = new Map([...pairs.entries].map(([key, held]) => [String(key), toText(held.value)]));
  if ([...by.values()].includes(undefined)) return undefined;
  const pattern = byLength
    .map((key) => key.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
    .join("|");
  return text.replaceAll(new RegExp(pattern, "g"), (key) => by.get(key) ?? "");
}

function positioned(of: (text: string, part: string, from: number) => number): Function {
  return (value, part, offset) => {
    const [text, other] = [textOf(value), textOf(part)];
    const from = offset === undefined ? 0 : wholeOf(offset);
    if (text === undefined || other === undefined || from === undefined || from < 0)
      return undefined;
    if (!isAscii(text + other) || from > text.length) return undefined;
    const at = of(text, other, from);
    return at < 0 ? false : BigInt(at);
  };
}

function joined(...args: readonly (Value | undefined)[]): Value | undefined {
  const list = args.find((each) => isArray(each));
  const glue = args.length === 1 ? "" : args.find((each) => isPlain(each));
  if (list === undefined || glue === undefined || args.length > 2) return undefined;
  const [texts, between] = [textsOf(list), toText(glue)];
  return texts === undefined || between === undefined ? undefined : texts.join(between);
}

function folderOf(...[path, levels]: readonly (Value | undefined)[]): Value | undefined {
  const times = levels === undefined ? 1 : wholeOf(levels);
  if (times === undefined || times < 1) return undefined;
  return withText(path, (text) => parentFolder(text, times));
}

function nameOf(...[path, suffix]: readonly (Value | undefined)[]): Value | undefined {
  return withText(path, (text) => withText(suffix ?? "", (end) => lastPart(text, end)));
}
