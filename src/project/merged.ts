import type { ArrayDeclared, Declared } from "../domain/declarations.ts";
import type { Place } from "../domain/project.ts";

export type Doubled = { readonly path: string; readonly places: readonly Place[] };
export type Merged = { readonly config: ArrayDeclared; readonly doubled: readonly Doubled[] };
type Entry = ArrayDeclared["entries"][number];

/**
 * Several configurations in one, as PHP's `array_merge_recursive` makes it of what Hyperf hands it (hyperf:src/config/src/ConfigFactory.php): string keys
 * meet, numbered ones are appended, and of two scalars with one key an array is made. What is no constant and meets something is none.
 */
export function merged(arrays: readonly ArrayDeclared[], place: Place): Merged {
  const doubled = new Map<string, Doubled>();
  const note: Note = (path, [first, second]) => {
    const known = doubled.get(path);
    doubled.set(path, {
      path,
      places: [...(known?.places ?? [first.place]), second.place],
    });
  };
  const empty: ArrayDeclared = { kind: "array", place, text: "[]", envs: [], entries: [] };
  const config = arrays.reduce(
    (into, array) => mergedArray(into, array, { path: "", note }),
    empty,
  );
  return { config, doubled: [...doubled.values()] };
}

type Note = (path: string, values: readonly [Declared, Declared]) => void;
type Where = { readonly path: string; readonly note: Note };

function mergedArray(into: ArrayDeclared, from: ArrayDeclared, where: Where): ArrayDeclared {
  const entries = new Map<string | number, Declared>();
  let next = 0;
  const append = (value: Declared): void => {
    entries.set(next, value);
    next += 1;
  };
  // numbered keys of both are counted anew
  for (const { key, value } of into.entries)
    if (typeof key === "number") append(value);
    else entries.set(key, value);
  for (const { key, value } of from.entries) {
    if (typeof key === "number") append(value);
    else {
      const held = entries.get(key);
      const path = where.path === "" ? key : `${where.path}.${key}`;
      entries.set(key, held === undefined ? value : mergedValue(held, value, { ...where, path }));
    }
  }
  return {
    ...into,
    envs: both(into.envs, from.envs),
    ...(into.entries.length === 0 ? { place: from.place, text: from.text } : {}),
    entries: [...entries].map(([key, value]) => ({ key, value })),
  };
}

function mergedValue(held: Declared, value: Declared, where: Where): Declared {
  if (held.kind === "unresolved") return held;
  if (value.kind === "unresolved") return value;
  if (held.kind !== "array" || value.kind !== "array") where.note(where.path, [held, value]);
  return mergedArray(asArray(held), value.kind === "array" ? value : asArray(value), where);
}

/** `(array) $value`; null, too, stays as an entry there. */
function asArray(value: Declared): ArrayDeclared {
  if (value.kind === "array") return value;
  const { place, text, envs } = value;
  const entries: readonly Entry[] = [{ key: 0, value }];
  return { kind: "array", place, text, envs, entries };
}

const both = (a: readonly string[], b: readonly string[]): readonly string[] => [
  ...new Set([...a, ...b]),
];

/** An array that holds a value under dotted keys, as `Arr::set` does it for `autoload/a/b.php`. */
export const nested = (keys: readonly string[], value: Declared): ArrayDeclared => {
  const { place, text, envs } = value;
  const [key = "", ...rest] = keys;
  return {
    kind: "array",
    place,
    text,
    envs,
    entries: [{ key, value: rest.length === 0 ? value : nested(rest, value) }],
  };
};
