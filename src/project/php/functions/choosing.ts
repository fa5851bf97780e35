import { toBool, toKey, toText } from "../conversions.ts";
import {
  arrayOf,
  isArray,
  isCallable,
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

/** Functions that give some of the values of an array, or what a callback makes of each. Undefined: not told. */
export const CHOOSING_FUNCTIONS: readonly PureFunction[] = [
  ["array_filter", filtered],
  [
    "array_slice",
    ([value, ...rest]) =>
      ofArray(value, (array) =>
        sliced(
          array,
          rest.map((each) => each.value),
        ),
      ),
  ],
  ["array_unique", ([value, flags]) => (flags === undefined ? ofArray(value, unique) : undefined)],
  ["array_diff", (args) => ofArrays(args, ([first, ...others]) => differing(first, others, false))],
  [
    "array_intersect",
    (args) => ofArrays(args, ([first, ...others]) => differing(first, others, true)),
  ],
  [
    "array_diff_key",
    (args) =>
      ofArrays(args, ([first, ...others]) =>
        byKeys(first, (key) => !others.some(({ entries }) => entries.has(key))),
      ),
  ],
  [
    "array_intersect_key",
    (args) =>
      ofArrays(args, ([first, ...others]) =>
        byKeys(first, (key) => others.every(({ entries }) => entries.has(key))),
      ),
  ],
  ["array_reverse", ([value, keep]) => ofArray(value, (array) => reversed(array, keep))],
  ["array_map", mapped],
  [
    "array_column",
    ([value, column, index]) =>
      index === undefined ? ofArray(value, (array) => columnOf(array, column)) : undefined,
  ],
];

function reversed({ entries }: PhpArray, keep: Held | undefined): Value | undefined {
  if (keep !== undefined && keep.value !== false) return undefined;
  return renumbered([...entries].toReversed());
}

function sliced(
  { entries }: PhpArray,
  [from, length = null, keep = false]: readonly Value[],
): Value | undefined {
  if (typeof from !== "bigint" || keep !== false) return undefined;
  if (length !== null && typeof length !== "bigint") return undefined;
  const start = from < 0n ? Math.max(0, entries.size + Number(from)) : Number(from);
  const end =
    length === null
      ? entries.size
      : length < 0n
        ? entries.size + Number(length)
        : start + Number(length);
  return renumbered([...entries].slice(start, Math.max(start, end)));
}

function unique(array: PhpArray): Value | undefined {
  const kept: (readonly [Key, Held])[] = [];
  const seen = new Set<string>();
  for (const [key, held] of array.entries) {
    const text = toText(held.value);
    if (text === undefined) return undefined;
    if (!seen.has(text)) kept.push([key, held]);
    seen.add(text);
  }
  return arrayOf(kept);
}

/** Values are compared as text. */
function differing(first: PhpArray, others: readonly PhpArray[], isIn: boolean): Value | undefined {
  const sets = others.map(
    ({ entries }) => new Set([...entries.values()].map(({ value }) => toText(value))),
  );
  if (sets.some((set) => set.has(undefined))) return undefined;
  const texts = new Map([...first.entries].map(([key, { value }]) => [key, toText(value)]));
  if ([...texts.values()].includes(undefined)) return undefined;
  const isKept = (text: string | undefined): boolean =>
    isIn ? sets.every((set) => set.has(text)) : !sets.some((set) => set.has(text));
  return byKeys(first, (key) => isKept(texts.get(key)));
}

const byKeys = ({ entries, next }: PhpArray, isKept: (key: Key) => boolean): PhpArray => ({
  kind: "array",
  entries: new Map([...entries].filter(([key]) => isKept(key))),
  next,
});

function columnOf({ entries }: PhpArray, column: Held | undefined): Value | undefined {
  const key = column === undefined ? undefined : toKey(column.value);
  if (key === undefined) return undefined;
  const rows = [...entries.values()].map(({ value }) => value);
  if (!rows.every(isArray)) return undefined;
  return listOf(rows.flatMap((row) => row.entries.get(key) ?? []));
}

/** Of one array: its keys stay, of several they do not. */
function mapped([callback, ...args]: readonly Held[], make: Make): Value | undefined {
  return ofArrays(args, ([first, ...others]) => {
    if (callback === undefined) return undefined;
    if (others.length === 0) {
      if (!isCallable(callback.value)) return undefined;
      const { call } = callback.value;
      const values = [...first.entries].map(([key, value]) => [key, call([value])] as const);
      return { kind: "array", entries: new Map(values), next: first.next };
    }
    return zipped(callback, [first, ...others], make);
  });
}

function zipped(
  { value: callback }: Held,
  arrays: readonly PhpArray[],
  make: Make,
): Value | undefined {
  const lists = arrays.map(({ entries }) => [...entries.values()]);
  const [length = 0, ...lengths] = lists.map((list) => list.length);
  if (lengths.some((each) => each !== length)) return undefined;
  const rows = Array.from({ length }, (_each, index) => lists.flatMap((list) => list[index] ?? []));
  if (callback === null) return listOf(rows.map((row) => make(listOf(row))));
  return isCallable(callback) ? listOf(rows.map((row) => callback.call(row))) : undefined;
}

function filtered([array, callback, mode]: readonly Held[], make: Make): Value | undefined {
  return ofArray(array, ({ entries, next }) => {
    const test = testOf(callback, mode, make);
    if (test === undefined) return undefined;
    const tested = [...entries].map(([key, held]) => ({ key, held, isKept: test(key, held) }));
    if (tested.some(({ isKept }) => isKept === undefined)) return undefined;
    const kept = tested
      .filter(({ isKept }) => isKept === true)
      .map(({ key, held }) => [key, held] as const);
    return { kind: "array", entries: new Map(kept), next };
  });
}

type Test = (key: Key, held: Held) => boolean | undefined;

function testOf(callback: Held | undefined, mode: Held | undefined, make: Make): Test | undefined {
  if (callback === undefined || callback.value === null) return (_key, held) => toBool(held.value);
  if (!isCallable(callback.value)) return undefined;
  const { call } = callback.value;
  const by = mode?.value ?? 0n;
  if (by === 2n) return (key) => toBool(call([make(ofKey(key))]).value);
  if (by === 1n) return (key, held) => toBool(call([held, make(ofKey(key))]).value);
  return by === 0n ? (_key, held) => toBool(call([held]).value) : undefined;
}
