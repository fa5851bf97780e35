import { equal, identical } from "../compare.ts";
import { toBool, toKey } from "../conversions.ts";
import { type Held, type Key, type PhpArray, type Value } from "../held.ts";
import { ofArray, ofKey, type PureFunction } from "./array-arguments.ts";

/** Questions about an array. Undefined: not told. */
export const ASKING_FUNCTIONS: readonly PureFunction[] = [
  [
    "count",
    ([value, mode]) =>
      mode === undefined ? ofArray(value, ({ entries }) => BigInt(entries.size)) : undefined,
  ],
  ["sizeof", ([value]) => ofArray(value, ({ entries }) => BigInt(entries.size))],
  ["array_key_exists", ([key, value]) => ofArray(value, (array) => has(array, key))],
  ["key_exists", ([key, value]) => ofArray(value, (array) => has(array, key))],
  [
    "array_key_first",
    ([value]) => ofArray(value, ({ entries }) => ofKeyOrNull([...entries.keys()][0])),
  ],
  [
    "array_key_last",
    ([value]) => ofArray(value, ({ entries }) => ofKeyOrNull([...entries.keys()].at(-1))),
  ],
  [
    "array_is_list",
    ([value]) =>
      ofArray(value, ({ entries }) => [...entries.keys()].every((key, index) => key === index)),
  ],
  [
    "in_array",
    ([needle, value, strict]) => ofArray(value, (array) => contains(array, needle, strict)),
  ],
];

const ofKeyOrNull = (key: Key | undefined): Value => (key === undefined ? null : ofKey(key));

function has({ entries }: PhpArray, key: Held | undefined): Value | undefined {
  const name = key === undefined ? undefined : toKey(key.value);
  return name === undefined ? undefined : entries.has(name);
}

function contains(
  { entries }: PhpArray,
  needle: Held | undefined,
  strict: Held | undefined,
): Value | undefined {
  const isStrict = strict === undefined ? false : toBool(strict.value);
  if (needle === undefined || isStrict === undefined) return undefined;
  const same = [...entries.values()].map(({ value }) =>
    (isStrict ? identical : equal)(value, needle.value),
  );
  if (same.includes(true)) return true;
  return same.includes(undefined) ? undefined : false;
}
