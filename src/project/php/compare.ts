import { isArray, isPlain, type PhpArray, type Plain, type Value } from "./held.ts";
import { numeric, toBool, toText } from "./conversions.ts";

/** `===`; undefined: not told. */
export function identical(a: Value, b: Value): boolean | undefined {
  if (isPlain(a) && isPlain(b)) return a === b;
  if (isArray(a) && isArray(b)) return identicalArrays(a, b);
  if (isKnown(a) && isKnown(b) && (isPlain(a) || isPlain(b) || isArray(a) || isArray(b)))
    return false;
  return undefined;
}

const isKnown = (value: Value): boolean => isPlain(value) || value.kind !== "unknown";

function identicalArrays(a: PhpArray, b: PhpArray): boolean | undefined {
  if (a.entries.size !== b.entries.size) return false;
  const others = [...b.entries];
  let isSame: boolean | undefined = true;
  for (const [index, [key, held]] of [...a.entries].entries()) {
    const [otherKey, other] = others[index] ?? [];
    if (other === undefined || key !== otherKey) return false;
    const each = identical(held.value, other.value);
    if (each === false) return false;
    if (each === undefined) isSame = undefined;
  }
  return isSame;
}

/** `==`; undefined: not told, or PHP 7 and PHP 8 differ. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (isPlain(a) && isPlain(b)) {
    const order = compare(a, b);
    return order === undefined ? undefined : order === 0;
  }
  if (isArray(a)) return isArray(b) ? equalArrays(a, b) : equalToPlain(a, b);
  return isArray(b) ? equalToPlain(b, a) : undefined;
}

/** An array is no scalar; as a boolean it says whether it holds anything. */
function equalToPlain(array: PhpArray, value: Value): boolean | undefined {
  if (!isPlain(value)) return undefined;
  return value === null || typeof value === "boolean" ? toBool(array) === (value ?? false) : false;
}

function equalArrays(a: PhpArray, b: PhpArray): boolean | undefined {
  if (a.entries.size !== b.entries.size) return false;
  let isSame: boolean | undefined = true;
  for (const [key, held] of a.entries) {
    const other = b.entries.get(key);
    if (other === undefined) return false;
    const each = equal(held.value, other.value);
    if (each === false) return false;
    if (each === undefined) isSame = undefined;
  }
  return isSame;
}

/** `<=>` of what is no array. */
export function compare(a: Plain, b: Plain): -1 | 0 | 1 | undefined {
  if (typeof a === "boolean" || typeof b === "boolean" || a === null || b === null)
    return compareWithEmpty(a, b);
  if (typeof a === "string")
    return typeof b === "string" ? compareTexts(a, b) : opposite(compareWithText(b, a));
  return typeof b === "string" ? compareWithText(a, b) : order(a, b);
}

const opposite = (of: -1 | 0 | 1 | undefined): -1 | 0 | 1 | undefined =>
  of === undefined ? undefined : of === 0 ? 0 : of === 1 ? -1 : 1;

const order = <T extends bigint | number | string | boolean>(a: T, b: T): -1 | 0 | 1 =>
  a === b ? 0 : a < b ? -1 : a > b ? 1 : 0;

/** null against a string is the empty string; a boolean or null against anything else compares as booleans. */
function compareWithEmpty(a: Plain, b: Plain): -1 | 0 | 1 | undefined {
  if (typeof a === "string" && b === null) return a === "" ? 0 : 1;
  if (a === null && typeof b === "string") return b === "" ? 0 : -1;
  return order(toBool(a) ?? false, toBool(b) ?? false);
}

function compareTexts(a: string, b: string): -1 | 0 | 1 | undefined {
  const [x, y] = [numeric(a), numeric(b)];
  if (x !== undefined && y !== undefined) return order<bigint | number>(x, y);
  return order(a, b);
}

/** With text that is no number PHP 8 compares texts, PHP 7 takes the text for 0 or for what it begins with. */
function compareWithText(a: bigint | number, b: string): -1 | 0 | 1 | undefined {
  const number = numeric(b);
  if (number !== undefined) return order<bigint | number>(a, number);
  const text = toText(a);
  if (text === undefined) return undefined;
  const begin = Number(/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(b)?.[0] ?? "0");
  const inPhp7 = order<bigint | number>(a, begin);
  const inPhp8 = order(text, b);
  return inPhp7 === inPhp8 ? inPhp8 : undefined;
}
