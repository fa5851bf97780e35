import { fieldOf } from "../json.ts";

/** The entries of a list in what a cluster tells; none where there is no list. */
export function itemsOf(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found : [];
}
