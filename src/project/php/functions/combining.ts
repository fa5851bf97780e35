import { toKey } from "../conversions.ts";
import {
  arrayOf,
  isArray,
  listOf,
  type Held,
  type Key,
  type PhpArray,
  type Value,
} from "../held.ts";
import {
  ofArray,
  ofArrays,
  ofKey,
  renumbered,
  type Make,
  type PureFunction,
} from "./array-arguments.ts";

/** Functions that make one array of others; values stay where they were written. Undefined: not told. */
export const COMBINING_FUNCTIONS: readonly PureFunction[] = [
  ["array_merge", (args) => ofArrays(args, merged)],
  ["array_merge_recursive", (args, make) => ofArrays(args, (arrays) => mergedDeep(arrays, make))],
  ["array_replace", (args) => ofArrays(args, replaced)],
  [
    "array_replace_recursive",
    (args, make) => ofArrays(args, (arrays) => replacedDeep(arrays, make)),
  ],
  [
    "array_keys",
    ([value, ...more], make) =>
      more.length > 0
        ? undefined
        : ofArray(value, ({ entries }) =>
            listOf([...entries.keys()].map((key) => make(ofKey(key)))),
          ),
  ],
  ["array_values", ([value]) => ofArray(value, ({ entries }) => listOf(entries.values()))],
  ["array_flip", ([value], make) => ofArray(value, (array) => flipped(array, make))],
  [
    "array_combine",
    ([keys, values]) =>
      ofArray(keys, (names) => ofArray(values, (array) => combined(names, array))),
  ],
  [
    "array_fill_keys",
    ([keys, value]) =>
      ofArray(keys, (names) =>
        value === undefined
          ? undefined
          : combined(names, listOf([...names.entries].map(() => value))),
      ),
  ],
];

const merged = (arrays: readonly PhpArray[]): PhpArray =>
  renumbered(arrays.flatMap(({ entries }) => [...entries]));

const replaced = (arrays: readonly PhpArray[]): PhpArray =>
  arrayOf(arrays.flatMap(({ entries }) => [...entries]));

function replacedDeep(arrays: readonly PhpArray[], make: Make): PhpArray {
  return deep(arrays, arrayOf, (a, b) =>
    isArray(a.value) && isArray(b.value) ? make(replacedDeep([a.value, b.value], make)) : b,
  );
}

function mergedDeep(arrays: readonly PhpArray[], make: Make): PhpArray {
  return deep(arrays, renumbered, (a, b, key) =>
    typeof key === "number" ? null : make(mergedDeep([asArray(a), asArray(b)], make)),
  );
}

const asArray = (held: Held): PhpArray => (isArray(held.value) ? held.value : listOf([held]));

/** `join`: what two values under one key make; null: both stay (numbered ones). */
function deep(
  arrays: readonly PhpArray[],
  make: (entries: Iterable<readonly [Key, Held]>) => PhpArray,
  join: (a: Held, b: Held, key: Key) => Held | null,
): PhpArray {
  const entries: (readonly [Key, Held])[] = [];
  const places = new Map<Key, number>();
  for (const [key, value] of arrays.flatMap((array) => [...array.entries])) {
    const place = places.get(key);
    const before = place === undefined ? undefined : entries[place]?.[1];
    const both = before === undefined ? null : join(before, value, key);
    if (both === null) places.set(key, entries.push([key, value]) - 1);
    else if (place !== undefined) entries[place] = [key, both];
  }
  return make(entries);
}

function flipped({ entries }: PhpArray, make: Make): Value | undefined {
  const pairs = [...entries].map(([key, { value }]) => [toKey(value), make(ofKey(key))] as const);
  return known(pairs);
}

const combined = (keys: PhpArray, values: PhpArray): Value | undefined => {
  const list = [...values.entries.values()];
  if (list.length !== keys.entries.size) return undefined;
  return known(
    [...keys.entries.values()].flatMap(({ value }, index) => {
      const of = list[index];
      return of === undefined ? [] : [[toKey(value), of] as const];
    }),
  );
};

function known(pairs: readonly (readonly [Key | undefined, Held])[]): PhpArray | undefined {
  const found = pairs.flatMap(([key, value]) => (key === undefined ? [] : [[key, value] as const]));
  return found.length === pairs.length ? arrayOf(found) : undefined;
}
