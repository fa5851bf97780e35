import { toInt, toText } from "../conversions.ts";
import { arrayOf, isPlain, listOf, type Held, type Value } from "../held.ts";
import { MOST_MADE, type Make, type PureFunction } from "./array-arguments.ts";

/** Functions that make a list. Undefined: not told. */
export const MAKING_FUNCTIONS: readonly PureFunction[] = [
  ["array_fill", ([start, count, value]) => filled(start, count, value)],
  ["range", ([from, to, step], make) => ranged(from, to, step, make)],
  [
    "explode",
    ([by, text, limit], make) => (limit === undefined ? exploded(by, text, make) : undefined),
  ],
];

function filled(
  start: Held | undefined,
  count: Held | undefined,
  value: Held | undefined,
): Value | undefined {
  const [from, times] = [start?.value, count?.value];
  if (typeof from !== "bigint" || typeof times !== "bigint" || value === undefined)
    return undefined;
  if (from < 0n || times < 0n || times > MOST_MADE) return undefined;
  return arrayOf(
    Array.from({ length: Number(times) }, (_each, index) => [Number(from) + index, value] as const),
  );
}

/** Of integers, or of single letters. */
function ranged(
  from: Held | undefined,
  to: Held | undefined,
  step: Held | undefined,
  make: Make,
): Value | undefined {
  const [a, b] = [pointOf(from), pointOf(to)];
  const by = step === undefined ? 1n : step.value;
  if (a === undefined || b === undefined || typeof by !== "bigint" || by === 0n) return undefined;
  if (a.isLetter !== b.isLetter) return undefined;
  const size = Math.abs(Number(by));
  const count = Math.floor(Math.abs(b.at - a.at) / size) + 1;
  if (count > MOST_MADE || (count === 1 && a.at !== b.at)) return undefined;
  const direction = b.at < a.at ? -size : size;
  return listOf(
    Array.from({ length: count }, (_each, index) => {
      const at = a.at + index * direction;
      return make(a.isLetter ? String.fromCodePoint(at) : BigInt(at));
    }),
  );
}

function pointOf(
  held: Held | undefined,
): { readonly at: number; readonly isLetter: boolean } | undefined {
  const value = held?.value;
  if (typeof value === "bigint") return { at: Number(value), isLetter: false };
  if (typeof value !== "string") return undefined;
  if (/^[A-Za-z]$/.test(value)) return { at: value.codePointAt(0) ?? 0, isLetter: true };
  const int = /^-?\d{1,15}$/.test(value) ? toInt(value) : undefined;
  return int === undefined ? undefined : { at: Number(int), isLetter: false };
}

function exploded(by: Held | undefined, text: Held | undefined, make: Make): Value | undefined {
  const [separator, subject] = [by?.value, text?.value];
  if (typeof separator !== "string" || separator === "" || subject === undefined) return undefined;
  if (!isPlain(subject) || subject === null) return undefined;
  const parts = toText(subject)?.split(separator);
  return parts === undefined || parts.length > MOST_MADE ? undefined : listOf(parts.map(make));
}
