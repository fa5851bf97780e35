import { compare, equal, identical } from "./compare.ts";
import { fit, isAscii, toBool, toFloat, toInt, toNumber, toText } from "./conversions.ts";
import { isArray, isPlain, type PhpArray, type Plain, type Value } from "./held.ts";

/** Longer text is not made: a loop may double it. */
export const MOST_CHARACTERS = 65_536;

type Operator = (a: Value, b: Value) => Value | undefined;

/** Binary operators whose two sides are both evaluated; undefined: not told, or an error in PHP. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  [".", concatenated],
  ["+", (a, b) => (isArray(a) && isArray(b) ? union(a, b) : arithmetic(add)(a, b))],
  ["-", arithmetic({ ints: (a, b) => fit(a - b), floats: (a, b) => a - b })],
  ["*", arithmetic({ ints: (a, b) => fit(a * b), floats: (a, b) => a * b })],
  ["/", arithmetic({ ints: divided, floats: (a, b) => (b === 0 ? undefined : a / b) })],
  ["**", arithmetic({ ints: raised, floats: (a, b) => a ** b })],
  ["%", ofInts((a, b) => (b === 0n ? undefined : a % b))],
  ["&", ofInts((a, b) => a & b)],
  ["|", ofInts((a, b) => a | b)],
  ["^", ofInts((a, b) => a ^ b)],
  ["<<", ofInts((a, b) => shifted(b, (bits) => BigInt.asIntN(64, a << bits)))],
  [">>", ofInts((a, b) => shifted(b, (bits) => a >> bits))],
  ["==", equal],
  ["!=", (a, b) => not(equal(a, b))],
  ["<>", (a, b) => not(equal(a, b))],
  ["===", identical],
  ["!==", (a, b) => not(identical(a, b))],
  ["<", ordered((order) => order < 0)],
  ["<=", ordered((order) => order <= 0)],
  [">", ordered((order) => order > 0)],
  [">=", ordered((order) => order >= 0)],
  ["<=>", ordered(BigInt)],
  ["xor", exclusive],
]);

const not = (value: boolean | undefined): boolean | undefined =>
  value === undefined ? undefined : !value;

function exclusive(a: Value, b: Value): boolean | undefined {
  const [x, y] = [toBool(a), toBool(b)];
  return x === undefined || y === undefined ? undefined : x !== y;
}

function concatenated(a: Value, b: Value): string | undefined {
  const [x, y] = [toText(a), toText(b)];
  if (x === undefined || y === undefined) return undefined;
  return x.length + y.length > MOST_CHARACTERS ? undefined : x + y;
}

const union = (a: PhpArray, b: PhpArray): PhpArray => ({
  kind: "array",
  entries: new Map([...a.entries, ...[...b.entries].filter(([key]) => !a.entries.has(key))]),
  next: a.next === null || b.next === null ? null : Math.max(a.next, b.next),
});

type OfNumbers = {
  readonly ints: (a: bigint, b: bigint) => bigint | number | undefined;
  readonly floats: (a: number, b: number) => number | undefined;
};
const add: OfNumbers = { ints: (a, b) => fit(a + b), floats: (a, b) => a + b };

function arithmetic({ ints, floats }: OfNumbers): Operator {
  return (a, b) => {
    if (!isPlain(a) || !isPlain(b)) return undefined;
    const [x, y] = [toNumber(a), toNumber(b)];
    if (x === undefined || y === undefined) return undefined;
    if (typeof x === "bigint" && typeof y === "bigint") return ints(x, y);
    return floats(Number(x), Number(y));
  };
}

function divided(a: bigint, b: bigint): bigint | number | undefined {
  if (b === 0n) return undefined;
  return a % b === 0n ? fit(a / b) : Number(a) / Number(b);
}

function raised(a: bigint, b: bigint): bigint | number | undefined {
  if (b < 0n) return Number(a) ** Number(b);
  const rough = Number(a) ** Number(b);
  return Math.abs(rough) < 2 ** 64 ? fit(a ** b) : rough;
}

/** `&`, `|` and `^` of two strings work on their bytes: not here. Floats with a fraction are deprecated there: not here either. */
function ofInts(of: (a: bigint, b: bigint) => bigint | undefined): Operator {
  return (a, b) => {
    if (!isPlain(a) || !isPlain(b) || (typeof a === "string" && typeof b === "string"))
      return undefined;
    const [x, y] = [wholeOf(a), wholeOf(b)];
    return x === undefined || y === undefined ? undefined : of(x, y);
  };
}

function wholeOf(value: Plain): bigint | undefined {
  const number = toNumber(value);
  if (number === undefined) return undefined;
  return typeof number === "number" && !Number.isInteger(number) ? undefined : toInt(number);
}

function shifted(by: bigint, shift: (bits: bigint) => bigint): bigint | undefined {
  if (by < 0n) return undefined;
  return by < 64n ? shift(by) : undefined;
}

function ordered(of: (order: -1 | 0 | 1) => Value): Operator {
  return (a, b) => {
    if (!isPlain(a) || !isPlain(b)) return undefined;
    const order = compare(a, b);
    return order === undefined ? undefined : of(order);
  };
}

/** `!`, `-`, `+`, `~`. */
export function unary(type: string, value: Value): Value | undefined {
  if (type === "!") return not(toBool(value));
  if (!isPlain(value)) return undefined;
  if (type === "~") return typeof value === "bigint" ? ~value : undefined;
  const number = toNumber(value);
  if (number === undefined || type === "+") return number;
  return typeof number === "bigint" ? fit(-number) : -number;
}

/** `(int) …` and the like; an array of one value is made by the caller. */
export function cast(type: string, value: Value): Value | undefined {
  if (type === "bool") return toBool(value);
  if (type === "array") return isArray(value) ? value : undefined;
  if (isArray(value)) return castArray(type, value);
  if (!isPlain(value)) return undefined;
  if (type === "int") return toInt(value);
  if (type === "float") return toFloat(value);
  return type === "string" || type === "binary" ? toText(value) : undefined;
}

function castArray(type: string, { entries }: PhpArray): Value | undefined {
  if (type === "int") return entries.size > 0 ? 1n : 0n;
  return type === "float" ? Number(entries.size > 0) : undefined;
}

/** `$text[0]`: bytes are characters only where all are ASCII. */
export function characterAt(text: string, offset: Value): string | undefined {
  if (typeof offset !== "bigint" || !isAscii(text)) return undefined;
  return text.at(Number(offset));
}
