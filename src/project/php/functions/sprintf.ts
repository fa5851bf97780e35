import { isAscii, toFloat, toInt, toText } from "../conversions.ts";
import { isPlain, type Plain, type Value } from "../held.ts";

const DIRECTIVE = /%(?:(\d+)\$)?([-+ 0]|'.)*(\d+)?(?:\.(\d+))?([A-Za-z%])/g;

/** `sprintf()` with `%s %d %u %f %x %X %o %b %c %%`, width, padding and precision; undefined: beyond that, or too few arguments. */
export function formatted(
  format: string,
  args: readonly (Value | undefined)[],
): string | undefined {
  let next = 0;
  let isTold = !format.replaceAll(DIRECTIVE, "").includes("%");
  const text = format.replaceAll(DIRECTIVE, (all, ...groups: readonly (string | undefined)[]) => {
    const [position, , width, precision, type = ""] = groups;
    if (type === "%") return "%";
    const value = args[position === undefined ? next++ : Number(position) - 1];
    const one =
      value === undefined || !isPlain(value) ? undefined : convert(type, value, precision);
    if (one === undefined) {
      isTold = false;
      return "";
    }
    return padded(one, { flags: all.slice(1), width: Number(width ?? 0), isNumber: type !== "s" });
  });
  return isTold ? text : undefined;
}

function convert(type: string, value: Plain, precision: string | undefined): string | undefined {
  if (type === "s") {
    const text = toText(value);
    if (precision === undefined || text === undefined) return text;
    return isAscii(text) ? text.slice(0, Number(precision)) : undefined;
  }
  if (type === "f" || type === "F") return fixed(toFloat(value), Number(precision ?? 6));
  return ofInt(type, toInt(value));
}

/** PHP rounds before it cuts (`round()`), JavaScript does not: told only where both agree. */
function fixed(value: number, digits: number): string | undefined {
  if (!Number.isFinite(value) || digits > 15 || Math.abs(value) > 1e15) return undefined;
  const cut = value.toFixed(digits);
  const rounded = Number(`${Math.round(Number(`${Math.abs(value)}e${digits}`))}e-${digits}`);
  return Math.abs(Number(cut)) === rounded ? cut : undefined;
}

function ofInt(type: string, value: bigint | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (type === "d" || type === "i") return String(value);
  const base = { x: 16, X: 16, o: 8, b: 2, u: 10 }[type];
  if (base === undefined) return undefined;
  const text = BigInt.asUintN(64, value).toString(base);
  return type === "X" ? text.toUpperCase() : text;
}

type Pad = { readonly flags: string; readonly width: number; readonly isNumber: boolean };

function padded(text: string, { flags: written, width, isNumber }: Pad): string {
  const { filler, isLeft, isSigned } = flagsOf(written);
  const signed = isNumber && isSigned && !text.startsWith("-") ? `+${text}` : text;
  // Zeros on the right would make another number.
  if (isLeft) return signed.padEnd(width, filler === "0" ? " " : filler);
  if (filler !== "0" || !isNumber) return signed.padStart(width, filler);
  const [sign = ""] = /^[+-]?/.exec(signed) ?? [];
  return sign + signed.slice(sign.length).padStart(width - sign.length, filler);
}

function flagsOf(written: string) {
  const flags = /^(?:\d+\$)?((?:[-+ 0]|'.)*)/.exec(written)?.[1] ?? "";
  const signs = flags.replaceAll(/'./g, "");
  const filler = /'(.)/.exec(flags)?.[1] ?? (signs.includes("0") ? "0" : " ");
  return { filler, isLeft: signs.includes("-"), isSigned: signs.includes("+") };
}
