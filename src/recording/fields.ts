import { untrustedText, type Untrusted } from "../domain/text.ts";
import { bytes, type Bytes, type EpochMs } from "../domain/units.ts";
import { timeOfText } from "./time.ts";

/** A JSON object of a foreign writer: any key may be absent, any value of any type. */
export type Fields = { readonly [key: string]: unknown };

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An own key alone: a key named `__proto__` or `constructor` reaches nothing. */
const own = (from: Fields, key: string): unknown => (Object.hasOwn(from, key) ? from[key] : null);

// What is absent or of another type than the contract says is unknown: null. A negative count is a foreign writer's "unknown".

export function text(from: Fields, key: string): string | null {
  const value = own(from, key);
  return typeof value === "string" ? value : null;
}

/** Text of a target. */
export function words(from: Fields, key: string): Untrusted | null {
  const found = text(from, key);
  return found === null ? null : untrustedText(found);
}

export function number(from: Fields, key: string): number | null {
  const value = own(from, key);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function natural(from: Fields, key: string): number | null {
  const value = number(from, key);
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

export function boolean(from: Fields, key: string): boolean | null {
  const value = own(from, key);
  return typeof value === "boolean" ? value : null;
}

/** The texts of a list; null where there is no list. */
export function texts(from: Fields, key: string): readonly string[] | null {
  const value = own(from, key);
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : null;
}

export function size(from: Fields, key: string): Bytes | null {
  const value = natural(from, key);
  return value === null ? null : bytes(value);
}

export const time = (from: Fields, key: string): EpochMs | null => timeOfText(own(from, key));

export function fields(from: Fields, key: string): Fields | null {
  const value = own(from, key);
  return isFields(value) ? value : null;
}

/** The objects of a list; whatever else stands in it is left out. */
export const list = (from: Fields, key: string): readonly Fields[] => listOrNull(from, key) ?? [];

/** The same; null where there is no list. */
export function listOrNull(from: Fields, key: string): readonly Fields[] | null {
  const value = own(from, key);
  return Array.isArray(value) ? value.filter(isFields) : null;
}

export function one<Word extends string>(
  from: Fields,
  key: string,
  known: readonly Word[],
): Word | null {
  const value = own(from, key);
  return known.find((word) => word === value) ?? null;
}
