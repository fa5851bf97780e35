import { compare } from "../compare.ts";
import { fit, numeric, toBool, toFloat, toInt, toNumber, toText } from "../conversions.ts";
import { isArray, isCallable, isObject, isPlain, type Value } from "../held.ts";

type Function = (...args: readonly (Value | undefined)[]) => Value | undefined;

/** Functions of numbers and of types. Undefined: not told. */
export const NUMBER_FUNCTIONS: readonly (readonly [name: string, of: Function])[] = [
  [
    "intval",
    (value, base) => (base === undefined || base === 10n ? ofPlain(value, toInt) : undefined),
  ],
  ["floatval", (value) => ofPlain(value, toFloat)],
  ["doubleval", (value) => ofPlain(value, toFloat)],
  ["strval", (value) => ofPlain(value, toText)],
  ["boolval", (value) => (value === undefined ? undefined : toBool(value))],
  [
    "abs",
    ofNumber((value) => (value < 0 ? (typeof value === "bigint" ? fit(-value) : -value) : value)),
  ],
  ["floor", ofNumber((value) => Math.floor(Number(value)))],
  ["ceil", ofNumber((value) => Math.ceil(Number(value)))],
  [
    "round",
    (value, digits) => (digits === undefined ? ofNumber(rounded)(value ?? null) : undefined),
  ],
  ["intdiv", divided],
  ["min", chosen((order) => order < 0)],
  ["max", chosen((order) => order > 0)],
  ["is_null", ofType((value) => value === null)],
  ["is_bool", ofType((value) => typeof value === "boolean")],
  ["is_int", ofType((value) => typeof value === "bigint")],
  ["is_integer", ofType((value) => typeof value === "bigint")],
  ["is_float", ofType((value) => typeof value === "number")],
  ["is_string", ofType((value) => typeof value === "string")],
  ["is_array", ofType(isArray)],
  ["is_object", ofType((value) => isObject(value) || isCallable(value))],
  ["is_scalar", ofType((value) => value !== null && isPlain(value))],
  ["is_numeric", ofType((value) => isNumeric(value))],
  ["filter_var", filtered],
];

const isNumeric = (value: Value): boolean =>
  typeof value === "bigint" ||
  typeof value === "number" ||
  (typeof value === "string" && numeric(value) !== undefined);

function ofPlain<T extends Value>(
  value: Value | undefined,
  of: (value: null | boolean | bigint | number | string) => T | undefined,
): T | undefined {
  return value === undefined || !isPlain(value) ? undefined : of(value);
}

function ofNumber(of: (value: bigint | number) => Value): Function {
  return (value) => {
    const number = value === undefined || !isPlain(value) ? undefined : toNumber(value);
    return number === undefined ? undefined : of(number);
  };
}

/** Halves away from zero. */
const rounded = (value: bigint | number): number => {
  const number = Number(value);
  return Math.sign(number) * Math.round(Math.abs(number));
};

function divided(...[a, b]: readonly (Value | undefined)[]): Value | undefined {
  return typeof a === "bigint" && typeof b === "bigint" && b !== 0n ? fit(a / b) : undefined;
}

/** Among the arguments, or the values of the only one. */
function chosen(isBetter: (order: number) => boolean): Function {
  return (...args) => {
    const [first] = args;
    const isList = args.length === 1 && first !== undefined && isArray(first);
    const values = isList ? [...first.entries.values()].map(({ value }) => value) : args;
    return values.reduce<Value | undefined>((best, value, index) => {
      if (index === 0) return isPlain(value) ? value : undefined;
      if (best === undefined || !isPlain(best) || !isPlain(value)) return undefined;
      const order = compare(value, best);
      return order === undefined ? undefined : isBetter(order) ? value : best;
    }, undefined);
  };
}

function ofType(of: (value: Value) => boolean): Function {
  return (value) => {
    if (value === undefined) return undefined;
    return !isPlain(value) && value.kind === "unknown" ? undefined : of(value);
  };
}

const TRUE = /^(?:1|true|on|yes)$/i;
const INT = /^[+-]?(?:0|[1-9]\d{0,17})$/;

/** `FILTER_VALIDATE_BOOLEAN` and `FILTER_VALIDATE_INT` without flags. */
function filtered(...[value, filter, flags]: readonly (Value | undefined)[]): Value | undefined {
  if (value === undefined || !isPlain(value) || flags !== undefined) return undefined;
  const text = toText(value)?.trim();
  if (text === undefined) return undefined;
  if (filter === 258n) return TRUE.test(text);
  if (filter !== 257n) return undefined;
  return INT.test(text) ? BigInt(text.replace(/^\+/, "")) : false;
}
