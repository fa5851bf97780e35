import type { Declared } from "../../domain/declarations.ts";
import type { Place } from "../../domain/project.ts";
import type { Node } from "./nodes.ts";

/** A value while PHP code is followed. PHP's integers are `bigint`, its floats `number`: `7 / 2` and `"1" + 1` need to know. */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | PhpArray
  | PhpObject
  | PhpCallable
  | Unknown;

export type Plain = null | boolean | bigint | number | string;
export type Key = string | number;

export type PhpArray = {
  readonly kind: "array";
  readonly entries: ReadonlyMap<Key, Held>;
  /** The key that `$a[] = …` takes; null: PHP's versions differ (negative keys). */
  readonly next: number | null;
};

/** An object is one thing wherever it is held: its calls are added to it. `isTouched`: code that was not followed may have changed it. */
export type PhpObject = {
  readonly kind: "object";
  readonly className: string;
  readonly args: readonly HeldArgument[];
  readonly calls: HeldCall[];
  /** It is what a static method of the class gave: its first call. */
  readonly isStatic: boolean;
  isTouched: boolean;
  /** The chain so far, as far as it stands in one expression. */
  whole: Node;
};
export type HeldArgument = { readonly name: string | null; readonly value: Held };
export type HeldCall = {
  readonly name: string;
  readonly args: readonly HeldArgument[];
  readonly place: Place;
};

/** A closure, or the name of a function made one. */
export type PhpCallable = {
  readonly kind: "callable";
  readonly call: (args: readonly Held[]) => Held;
};

export type Unknown = { readonly kind: "unknown" };
export const UNKNOWN: Unknown = { kind: "unknown" };

/** A value with where it comes from. `isSecret`: it, or a part of it, came from a secret. */
export type Held = {
  readonly value: Value;
  readonly place: Place;
  /** Asked for at the end, when all secrets are known. */
  readonly text: () => string;
  readonly envs: readonly string[];
  readonly isSecret: boolean;
};

export const isPlain = (value: Value | undefined): value is Plain =>
  value === null || (value !== undefined && typeof value !== "object");
const is = (value: Value | undefined, kind: "array" | "object" | "callable" | "unknown"): boolean =>
  typeof value === "object" && value !== null && value.kind === kind;
export const isArray = (value: Value | undefined): value is PhpArray => is(value, "array");
export const isObject = (value: Value | undefined): value is PhpObject => is(value, "object");
export const isCallable = (value: Value | undefined): value is PhpCallable => is(value, "callable");
export const isUnknown = (value: Value | undefined): value is Unknown => is(value, "unknown");

/** Whether a secret stands anywhere in it. */
export const holdsSecret = ({ value, isSecret }: Held): boolean =>
  isSecret || (isArray(value) && [...value.entries.values()].some(holdsSecret));

/** Whether something unknown stands anywhere in it. */
export const holdsUnknown = ({ value }: Held): boolean =>
  isUnknown(value) || (isArray(value) && [...value.entries.values()].some(holdsUnknown));

export const envsOf = (...held: readonly Held[]): readonly string[] => [
  ...new Set(
    held.flatMap(({ envs, value }) =>
      isArray(value) ? [...envs, ...envsOf(...value.entries.values())] : envs,
    ),
  ),
];

/** The same value, found elsewhere. */
export const at = (held: Held, { place, text }: Pick<Held, "place" | "text">): Held => ({
  ...held,
  place,
  text,
});

export const EMPTY: PhpArray = { kind: "array", entries: new Map(), next: 0 };

export function arrayOf(entries: Iterable<readonly [Key, Held]>): PhpArray {
  const map = new Map<Key, Held>();
  let next: number | null = 0;
  for (const [key, value] of entries) {
    map.set(key, value);
    next = nextAfter(next, key);
  }
  return { kind: "array", entries: map, next };
}

export const listOf = (values: Iterable<Held>): PhpArray => {
  const entries = new Map<Key, Held>();
  for (const value of values) entries.set(entries.size, value);
  return { kind: "array", entries, next: entries.size };
};

/** `$a[$key] = $value`; without a key `$a[] = $value`: null when its key is not told. */
export function withEntry(array: PhpArray, key: Key | null, value: Held): PhpArray | null {
  const under = key ?? array.next;
  if (under === null) return null;
  const entries = new Map(array.entries).set(under, value);
  return { kind: "array", entries, next: nextAfter(array.next, under) };
}

export function nextAfter(next: number | null, key: Key): number | null {
  if (typeof key === "string") return next;
  if (next === null || key < 0) return null;
  return Math.max(next, key + 1);
}

/** A declared value as one that is held; what was masked stays secret. */
export function heldFrom(declared: Declared): Held {
  const { place, text, envs } = declared;
  return {
    value: valueFrom(declared),
    place,
    text: () => text,
    envs,
    isSecret: declared.kind === "scalar" && declared.value === "***",
  };
}

function valueFrom(declared: Declared): Value {
  if (declared.kind === "array")
    return arrayOf(declared.entries.map(({ key, value }) => [key, heldFrom(value)] as const));
  if (declared.kind !== "scalar") return UNKNOWN;
  return valueOf(declared.value);
}

export const valueOf = (value: string | number | boolean | null): Plain =>
  typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
