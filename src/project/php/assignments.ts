import { isSecretName } from "../../domain/secret.ts";
import { secret } from "./arguments.ts";
import { toKey, toNumber } from "./conversions.ts";
import {
  EMPTY,
  isArray,
  isObject,
  isPlain,
  isUnknown,
  withEntry,
  type Held,
  type Key,
} from "./held.ts";
import { known } from "./lookups.ts";
import type { Assign, ByKind, Node, NodeOf, OffsetLookup } from "./nodes.ts";
import { OPERATORS } from "./operators.ts";
import { forget, poison } from "./poison.ts";
import { Secrets } from "./secrets.ts";
import { held, pay, unknown, type Scope } from "./scope.ts";

/** What gives a variable its value. */
export const ASSIGNMENTS: ByKind<Held, [Scope]> = {
  assign: assigned,
  assignref(node, scope) {
    poison(node, scope);
    return unknown(node, scope);
  },
  pre: (node, scope) => stepped(node, scope),
  post: (node, scope) => stepped(node, scope),
};

function assigned(node: Assign, scope: Scope): Held {
  const value =
    node.operator === "=" ? scope.interpreter.evaluate(node.right, scope) : combined(node, scope);
  const own = isNamedSecret(node.left, scope) ? secret(value, node.right, scope) : value;
  set(node.left, own, scope);
  return own;
}

const isNamedSecret = (target: Node, { file }: Scope): boolean =>
  target.kind === "variable" &&
  typeof target.name === "string" &&
  Secrets.of(file).isVariable(target.name);

/** `.=`, `+=`, `??=` and the like. */
function combined(node: Assign, scope: Scope): Held {
  const { left, right, operator } = node;
  const isPlace = left.kind === "variable" || left.kind === "offsetlookup";
  const before = isPlace ? known(left, scope) : unknown(left, scope);
  if (operator === "??=") return completed(node, before, scope);
  const by = scope.interpreter.evaluate(right, scope);
  const isKnown = before !== undefined && !isUnknown(before.value) && !isUnknown(by.value);
  const value = isKnown
    ? OPERATORS.get(operator.slice(0, -1))?.(before.value, by.value)
    : undefined;
  if (value === undefined || before === undefined) return unknown(node, scope);
  if (!pay(scope, isArray(value) ? value.entries.size : 1)) return unknown(node, scope);
  return held(value, node, scope, [before, by]);
}

function completed(node: Assign, before: Held | undefined, scope: Scope): Held {
  if (before === undefined || before.value === null)
    return scope.interpreter.evaluate(node.right, scope);
  if (!isUnknown(before.value)) return before;
  poison(node.right, scope);
  return unknown(node, scope);
}

function stepped(node: NodeOf<"pre" | "post">, scope: Scope): Held {
  const before = scope.interpreter.evaluate(node.what, scope);
  const number =
    isPlain(before.value) && typeof before.value !== "string" ? toNumber(before.value) : undefined;
  const value = number === undefined ? undefined : OPERATORS.get(node.type)?.(number, 1n);
  if (value === undefined || (before.value === null && node.type === "-")) {
    forget(node.what, scope);
    return unknown(node, scope, [before]);
  }
  const after = held(value, node, scope, [before]);
  set(node.what, after, scope);
  return node.kind === "pre" ? after : before;
}

/** `$a = …`, `$a['b'][] = …`, `[$a, 'b' => $c] = …`; what is set elsewhere (`$this->a`) is nothing to us. */
export function set(target: Node, value: Held, scope: Scope): void {
  if (target.kind === "variable" && typeof target.name === "string")
    scope.variables.set(target.name, value);
  else if (target.kind === "offsetlookup") setOffset(target, value, scope);
  else if (target.kind === "list" || target.kind === "array") setEach(target, value, scope);
  else forget(target, scope);
}

function setEach({ items }: NodeOf<"list"> | NodeOf<"array">, { value }: Held, scope: Scope): void {
  let next = 0;
  for (const item of items) {
    if (item.kind !== "entry") {
      next += 1;
      continue;
    }
    const name = item.key === null ? null : scope.interpreter.evaluate(item.key, scope);
    const key = name === null ? next++ : toKey(name.value);
    const each =
      key === undefined || !isArray(value) || item.byRef ? undefined : value.entries.get(key);
    if (each === undefined) forget(item.value, scope);
    else set(item.value, each, scope);
  }
}

function setOffset(target: OffsetLookup, value: Held, scope: Scope): void {
  const path: (Key | null | undefined)[] = [];
  let base: Node = target;
  while (base.kind === "offsetlookup") {
    const { offset } = base;
    const isAppended = offset === null || offset === false;
    path.unshift(isAppended ? null : toKey(scope.interpreter.evaluate(offset, scope).value));
    base = base.what;
  }
  if (base.kind !== "variable" || typeof base.name !== "string") return;
  const before = scope.variables.get(base.name) ?? { ...held(EMPTY, target, scope) };
  const named = path.some((key) => typeof key === "string" && isSecretName(key));
  const after = within(before, path, named ? secret(value, target, scope) : value, scope);
  if (after === null) forget(base, scope);
  else scope.variables.set(base.name, after);
}

/** The value with one set inside of it; null: not told. */
function within(
  of: Held,
  [key, ...deeper]: readonly (Key | null | undefined)[],
  value: Held,
  scope: Scope,
): Held | null {
  const array = of.value === null ? EMPTY : of.value;
  if (key === undefined || isPlain(array) || !isArray(array) || isObject(array)) return null;
  // A copy for each: what a loop fills is paid by its size.
  if (!pay(scope, 1 + Math.floor(array.entries.size / 16))) return null;
  const below = key === null ? undefined : array.entries.get(key);
  const inside =
    deeper.length === 0 ? value : within(below ?? { ...of, value: EMPTY }, deeper, value, scope);
  const next = inside === null ? null : withEntry(array, key, inside);
  return next === null ? null : { ...of, value: next };
}
