// How PHP turns one type into another. Undefined: an error, a warning's guess, or something that depends on the version or an ini setting.
import type { Key, Plain, Value } from "./held.ts";
import { isArray, isPlain } from "./held.ts";

const INT = /^[ \t\n\r\v\f]*[+-]?\d+[ \t\n\r\v\f]*$/;
const FLOAT = /^[ \t\n\r\v\f]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\r\v\f]*$/;

/** An integer, or the float that it becomes beyond 64 bits. */
export const fit = (value: bigint): bigint | number =>
  BigInt.asIntN(64, value) === value ? value : Number(value);

/** The number of a numeric string; undefined: it is none. */
export function numeric(text: string): bigint | number | undefined {
  if (INT.test(text)) return fit(BigInt(text.trim().replace(/^\+/, "")));
  return FLOAT.test(text) ? Number(text) : undefined;
}

export function toNumber(value: Plain): bigint | number | undefined {
  if (typeof value === "bigint" || typeof value === "number") return value;
  return typeof value === "string" ? numeric(value) : BigInt(value === true);
}

/** `(int)`: takes what a string begins with. */
export function toInt(value: Plain): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return truncated(value);
  if (typeof value !== "string") return BigInt(value === true);
  const [begin] = /^[ \t\n\r\v\f]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(value) ?? ["0"];
  const number = numeric(begin) ?? 0n;
  return typeof number === "bigint" ? number : truncated(number);
}

const truncated = (value: number): bigint | undefined => {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) return undefined;
  return BigInt(Math.trunc(value));
};

/** `(float)`. */
export function toFloat(value: Plain): number {
  if (typeof value !== "string") return Number(value);
  const [begin] = /^[ \t\n\r\v\f]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(value) ?? ["0"];
  return Number(begin);
}

export function toBool(value: Value): boolean | undefined {
  if (isArray(value)) return value.entries.size > 0;
  if (!isPlain(value)) return value.kind === "unknown" ? undefined : true;
  return value !== "0" && Boolean(value);
}

export function toText(value: Value): string | undefined {
  if (!isPlain(value)) return undefined;
  if (value === null || value === false) return "";
  if (value === true) return "1";
  return typeof value === "number" ? floatText(value) : String(value);
}

const PRECISION = 14;

/** By the ini setting `precision`, whose default is 14; undefined where another one would give other digits. */
function floatText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", power = "0"] = value.toExponential().split("e");
  if (digits.replaceAll(/[-.]/g, "").length > PRECISION) return undefined;
  const exponent = Number(power);
  if (exponent < -4 || exponent >= PRECISION + 1) return scientific(digits, exponent);
  // From 1e14 on it depends on the setting.
  return exponent === PRECISION ? undefined : plainDigits(value, digits, exponent);
}

const scientific = (digits: string, exponent: number): string =>
  `${digits.includes(".") ? digits : `${digits}.0`}E${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;

const plainDigits = (value: number, digits: string, exponent: number): string =>
  value.toFixed(Math.max(0, (digits.split(".")[1]?.length ?? 0) - exponent));

/** The key that an array makes of a value: `"7"` is 7, true is 1, null is the empty string. */
export function toKey(value: Value): Key | undefined {
  if (!isPlain(value)) return undefined;
  if (value === null) return "";
  if (typeof value === "string") return isIntegerKey(value) ? Number(value) : value;
  const int = typeof value === "number" ? truncated(value) : BigInt(value);
  return int === undefined || int > MOST_KEY || int < -MOST_KEY ? undefined : Number(int);
}

const MOST_KEY = BigInt(Number.MAX_SAFE_INTEGER);
const isIntegerKey = (text: string): boolean => /^(?:0|-?[1-9]\d{0,14})$/.test(text);

/** Text of which a character is a byte: lengths and positions mean the same here and in PHP. */
// oxlint-disable-next-line no-control-regex
export const isAscii = (text: string): boolean => /^[\u0000-\u007F]*$/.test(text);
