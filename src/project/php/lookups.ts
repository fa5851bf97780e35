import { knownClassConstant } from "./constants/classes.ts";
import { KNOWN_CONSTANTS } from "./constants/known.ts";
import { toKey } from "./conversions.ts";
import { at, heldFrom, isArray, isObject, isUnknown, valueOf, type Held } from "./held.ts";
import { classOf, meanings } from "./names.ts";
import type { ByKind, Name, Node, OffsetLookup, StaticLookup, Variable } from "./nodes.ts";
import { characterAt } from "./operators.ts";
import { held, unknown, type Scope } from "./scope.ts";

/** Names of constants and variables, and what is inside of arrays. */
export const LOOKUPS: ByKind<Held, [Scope]> = {
  name: constant,
  staticlookup: (node, scope) => classConstant(node, scope) ?? unknown(node, scope),
  variable: (node, scope) => known(node, scope) ?? unknown(node, scope),
  offsetlookup: (node, scope) => known(node, scope) ?? unknown(node, scope),
  // An enum's case is as good as its value where it is known at all.
  propertylookup(node, scope) {
    const isValue = node.offset.kind === "identifier" && node.offset.name === "value";
    const of =
      isValue && node.what.kind === "staticlookup" ? caseValue(node.what, scope) : undefined;
    return of === undefined ? unknown(node, scope) : at(of, held(null, node, scope));
  },
};

const caseValue = (node: StaticLookup, scope: Scope): Held | undefined => {
  const className = classNamed(node.what, scope);
  return className === null || !/^Monolog\\Level$/i.test(className)
    ? undefined
    : classConstant(node, scope);
};

function constant(node: Name, scope: Scope): Held {
  for (const name of meanings(node, scope.names, "constants")) {
    const value = namedConstant(name, node, scope);
    if (value !== null) return value;
  }
  return unknown(node, scope);
}

/** A constant by its full name; null: not known. */
export function namedConstant(name: string, node: Node, scope: Scope): Held | null {
  const given = scope.environment.constants.get(name);
  if (given !== undefined) return held(valueOf(given), node, scope);
  const own = scope.constants.get(name);
  if (own !== undefined) return isUnknown(own.value) ? own : at(own, held(null, node, scope));
  const standard = KNOWN_CONSTANTS.get(name);
  return standard === undefined ? null : held(valueOf(standard), node, scope);
}

/** The class that stands before `::`; null: it depends on what runs. */
export function classNamed(node: Node, scope: Scope): string | null {
  if (node.kind === "name") return classOf(node, scope.names);
  if (node.kind === "selfreference") return scope.className;
  return node.kind === "parentreference" ? scope.parentName : null;
}

function classConstant(node: StaticLookup, scope: Scope): Held | undefined {
  const className = classNamed(node.what, scope);
  if (className === null || node.offset.kind !== "identifier") return undefined;
  const { name } = node.offset;
  if (name.toLowerCase() === "class") return held(className, node, scope);
  return classConstantNamed(className, name, node, scope);
}

export function classConstantNamed(
  className: string,
  name: string,
  node: Node,
  scope: Scope,
): Held | undefined {
  const value = knownClassConstant(className, name);
  if (value !== undefined) return held(valueOf(value), node, scope);
  const declared = scope.environment.classConstant(className, name);
  if (declared === null) return undefined;
  const own = heldFrom(declared);
  return isUnknown(own.value) ? unknown(node, scope, [own]) : at(own, held(null, node, scope));
}

/** What a variable or an offset holds; undefined: there is nothing, as `??` and `isset` see it. What was never set here may be set by whoever includes the file: unknown. */
export function known(node: Variable | OffsetLookup, scope: Scope): Held | undefined {
  if (node.kind === "variable") return variable(node, scope);
  const { what, offset } = node;
  if (offset === null || offset === false) return unknown(node, scope);
  const isNested = what.kind === "variable" || what.kind === "offsetlookup";
  const base = isNested ? known(what, scope) : scope.interpreter.evaluate(what, scope);
  if (base === undefined) return undefined;
  return entryOf(base, scope.interpreter.evaluate(offset, scope), node, scope);
}

function entryOf(base: Held, offset: Held, node: Node, scope: Scope): Held | undefined {
  if (base.value === null) return undefined;
  if (typeof base.value === "string") {
    const char = characterAt(base.value, offset.value);
    return char === undefined
      ? unknown(node, scope, [base, offset])
      : held(char, node, scope, [base]);
  }
  const key = toKey(offset.value);
  if (!isArray(base.value) || key === undefined) return unknown(node, scope, [base, offset]);
  const entry = base.value.entries.get(key);
  return entry === undefined ? undefined : used(entry, node, scope);
}

function variable(node: Variable, scope: Scope): Held {
  const value = typeof node.name === "string" ? scope.variables.get(node.name) : undefined;
  return value === undefined ? unknown(node, scope) : used(value, node, scope);
}

/** A constant stands where it is used; an object, and what is not known, where it is made. */
const used = (value: Held, node: Node, scope: Scope): Held =>
  isUnknown(value.value) || isObject(value.value) ? value : at(value, held(null, node, scope));
