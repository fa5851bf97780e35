import { isArray, type Held, type Key, type PhpArray, type Value } from "../held.ts";

/** A value that the call makes itself: it stands where the call stands. */
export type Make = (value: Value) => Held;
export type PureFunction = readonly [
  name: string,
  of: (args: readonly Held[], make: Make) => Value | undefined,
];

/** No list that code makes is longer: longer ones are not told. */
export const MOST_MADE = 2000;

export function ofArray(
  held: Held | undefined,
  of: (array: PhpArray) => Value | undefined,
): Value | undefined {
  return held !== undefined && isArray(held.value) ? of(held.value) : undefined;
}

export function ofArrays(
  args: readonly Held[],
  of: (arrays: readonly [PhpArray, ...PhpArray[]]) => Value | undefined,
): Value | undefined {
  const arrays = args.flatMap(({ value }) => (isArray(value) ? [value] : []));
  const [first, ...others] = arrays;
  return first === undefined || arrays.length !== args.length ? undefined : of([first, ...others]);
}

export const ofKey = (key: Key): Value => (typeof key === "number" ? BigInt(key) : key);

/** Numbered entries are numbered anew, named ones win over earlier ones in their place. */
export function renumbered(entries: Iterable<readonly [Key, Held]>): PhpArray {
  const map = new Map<Key, Held>();
  let next = 0;
  for (const [key, value] of entries) map.set(typeof key === "number" ? next++ : key, value);
  return { kind: "array", entries: map, next };
}
