import { isSecretName } from "../../domain/secret.ts";
import { secret } from "./arguments.ts";
import { toKey } from "./conversions.ts";
import { isArray, nextAfter, type Held, type Key, type PhpArray } from "./held.ts";
import type { ArrayNode, Entry } from "./nodes.ts";
import { forget } from "./poison.ts";
import { held, pay, unknown, type Scope } from "./scope.ts";

type Filling = { readonly entries: Map<Key, Held>; next: number | null };

/** An array literal. An entry that is not known stays one; a key or a spread that is not known makes all of it unknown. */
export function arrayLiteral(node: ArrayNode, scope: Scope): Held {
  const filling: Filling = { entries: new Map(), next: 0 };
  let isKnown = true;
  for (const item of node.items) {
    if (item.kind !== "entry" || !added(item, filling, scope)) isKnown = false;
  }
  if (!isKnown) return unknown(node, scope, [...filling.entries.values()]);
  const array: PhpArray = { kind: "array", ...filling };
  return held(array, node, scope);
}

function added(item: Entry, filling: Filling, scope: Scope): boolean {
  if (item.byRef) forget(item.value, scope);
  if (item.unpack) return spread(scope.interpreter.evaluate(item.value, scope), filling, scope);
  const name = item.key === null ? null : scope.interpreter.evaluate(item.key, scope);
  const value = scope.interpreter.evaluate(item.value, scope);
  const key = name === null ? filling.next : toKey(name.value);
  if (key === undefined || key === null) return false;
  const isSecret = typeof key === "string" && isSecretName(key);
  put(filling, key, isSecret ? secret(value, item.value, scope) : value);
  return true;
}

/** Numbered entries are appended, named ones win in their place. */
function spread({ value }: Held, filling: Filling, scope: Scope): boolean {
  if (!isArray(value) || !pay(scope, value.entries.size)) return false;
  for (const [key, each] of value.entries) {
    const under = typeof key === "number" ? filling.next : key;
    if (under === null) return false;
    put(filling, under, each);
  }
  return true;
}

function put(filling: Filling, key: Key, value: Held): void {
  filling.entries.set(key, value);
  filling.next = nextAfter(filling.next, key);
}
