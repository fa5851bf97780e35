import { arrayLiteral } from "./arrays-written.ts";
import { identical } from "./compare.ts";
import { toBool } from "./conversions.ts";
import { heldFrom, isArray, isPlain, isUnknown, listOf, type Held, type Value } from "./held.ts";
import { known } from "./lookups.ts";
import type { Bin, ByKind, Call, Cast, Match, Node, RetIf } from "./nodes.ts";
import { cast, OPERATORS, unary } from "./operators.ts";
import { perhaps, poison } from "./poison.ts";
import { held, unknown, type Scope } from "./scope.ts";

/** Operators, conditions and array literals. */
export const EXPRESSIONS: ByKind<Held, [Scope]> = {
  array: arrayLiteral,
  bin: binary,
  cast: castOf,
  retif: conditional,
  match,
  silent: (node, scope) => scope.interpreter.evaluate(node.expr, scope),
  unary(node, scope) {
    const of = scope.interpreter.evaluate(node.what, scope);
    const value = isUnknown(of.value) ? undefined : unary(node.type, of.value);
    return value === undefined ? unknown(node, scope, [of]) : held(value, node, scope, [of]);
  },
  isset(node, scope) {
    const are = node.variables.map((each) => isSet(each, scope));
    if (are.includes(false)) return held(false, node, scope);
    return are.includes(undefined) ? unknown(node, scope) : held(true, node, scope);
  },
  empty(node, scope) {
    const of = existing(node.expression, scope);
    const truth = of === undefined ? false : toBool(of.value);
    return truth === undefined ? unknown(node, scope) : held(!truth, node, scope);
  },
  include(node, scope) {
    const { value } = scope.interpreter.evaluate(node.target, scope);
    const given = typeof value === "string" ? scope.environment.include?.(value) : undefined;
    return given === undefined || given === null ? unknown(node, scope) : heldFrom(given);
  },
};

/** As `??` and `isset` see it: undefined, there is nothing. */
const existing = (node: Node, scope: Scope): Held | undefined =>
  node.kind === "variable" || node.kind === "offsetlookup"
    ? known(node, scope)
    : scope.interpreter.evaluate(node, scope);

function isSet(node: Node, scope: Scope): boolean | undefined {
  const of = existing(node, scope);
  if (of === undefined) return false;
  return isUnknown(of.value) ? undefined : of.value !== null;
}

function binary(node: Bin, scope: Scope): Held {
  if (isAmbiguous(node)) {
    poison(node, scope);
    return unknown(node, scope);
  }
  if (node.type === "??") return coalesced(node, scope);
  const logical = LOGICAL.get(node.type);
  if (logical !== undefined) return logically(node, logical, scope);
  const [left, right] = [
    scope.interpreter.evaluate(node.left, scope),
    scope.interpreter.evaluate(node.right, scope),
  ];
  const isKnown = !isUnknown(left.value) && !isUnknown(right.value);
  const value = isKnown ? OPERATORS.get(node.type)?.(left.value, right.value) : undefined;
  if (value === undefined) return unknown(node, scope, [left, right]);
  const result = held(value, node, scope, [left, right]);
  return isArray(value) ? { ...result, isSecret: left.isSecret || right.isSecret } : result;
}

const isBare = (node: Node): boolean => node.parenthesizedExpression !== true;
const isDot = (node: Node): boolean => node.kind === "bin" && node.type === "." && isBare(node);

/** Bindings in which PHP 7 and PHP 8 differ, or the parser differs from both. */
function isAmbiguous({ type, left, right }: Bin): boolean {
  if (type === "**") return isBare(left) && (left.kind === "cast" || left.kind === "unary");
  return ["+", "-", "<<", ">>"].includes(type) && (isDot(left) || isDot(right));
}

/** What the left side must be for the right one to count. */
const LOGICAL: ReadonlyMap<string, boolean> = new Map([
  ["&&", true],
  ["and", true],
  ["||", false],
  ["or", false],
]);

function logically(node: Bin, counts: boolean, scope: Scope): Held {
  if (isOwnGuard(node)) return scope.interpreter.evaluate(node.right, scope);
  const left = scope.interpreter.evaluate(node.left, scope);
  const first = toBool(left.value);
  if (first === undefined) {
    scope.interpreter.evaluate(node.right, perhaps(scope));
    poison(node.right, scope);
    return unknown(node, scope, [left]);
  }
  if (first !== counts) return held(first, node, scope);
  const right = scope.interpreter.evaluate(node.right, scope);
  const second = toBool(right.value);
  return second === undefined ? unknown(node, scope, [left, right]) : held(second, node, scope);
}

/** `! defined('X') && define('X', …)`: what it comes to is that X is defined, and this is where. */
function isOwnGuard({ left, right }: Bin): boolean {
  const guard = left.kind === "unary" && left.type === "!" ? left.what : left;
  return isCallOf(guard, "defined") && isCallOf(right, "define");
}

export const isCallOf = (node: Node, name: string): node is Call =>
  node.kind === "call" &&
  node.what.kind === "name" &&
  node.what.name.replace(/^\\/, "").toLowerCase() === name;

function coalesced(node: Bin, scope: Scope): Held {
  const left = existing(node.left, scope);
  if (left === undefined || left.value === null)
    return passed(scope.interpreter.evaluate(node.right, scope), node, scope, left);
  if (!isUnknown(left.value)) return passed(left, node, scope);
  poison(node.right, scope);
  return unknown(node, scope, [left]);
}

/** A value that goes through unchanged; one that is written as such stays where it is. */
function passed(value: Held, node: Node, scope: Scope, by?: Held): Held {
  const from = by === undefined ? [value] : [by, value];
  const here = held(value.value, node, scope, from);
  const isWritten = isUnknown(value.value) || isPlain(value.value) || isArray(value.value);
  const { place, text } = isWritten ? here : value;
  return { ...here, place, text, isSecret: value.isSecret };
}

function conditional(node: RetIf, scope: Scope): Held {
  const { test, trueExpr, falseExpr } = node;
  const isLoose = falseExpr.kind === "bin" && ["or", "and", "xor"].includes(falseExpr.type);
  const isDoubtful = isLoose && falseExpr.parenthesizedExpression !== true;
  const condition = scope.interpreter.evaluate(test, scope);
  const truth = isDoubtful ? undefined : toBool(condition.value);
  if (truth === undefined) {
    for (const branch of [trueExpr, falseExpr]) if (branch !== null) poison(branch, scope);
    return unknown(node, scope, [condition]);
  }
  if (truth && trueExpr === null) return passed(condition, node, scope);
  const branch = truth && trueExpr !== null ? trueExpr : falseExpr;
  const value = scope.interpreter.evaluate(branch, scope);
  return { ...passed(value, node, scope), envs: [...new Set([...condition.envs, ...value.envs])] };
}

function match(node: Match, scope: Scope): Held {
  const { cond, arms } = node;
  const of = scope.interpreter.evaluate(cond, scope);
  for (const { conds, body } of arms.toSorted(
    (a, b) => Number(a.conds === null) - Number(b.conds === null),
  )) {
    const isThis = conds === null ? true : isAnyOf(of.value, conds, scope);
    if (isThis === undefined) break;
    if (!isThis) continue;
    const value = scope.interpreter.evaluate(body, scope);
    return { ...passed(value, node, scope), envs: [...new Set([...of.envs, ...value.envs])] };
  }
  poison(node, scope);
  return unknown(node, scope, [of]);
}

function isAnyOf(value: Value, conds: readonly Node[], scope: Scope): boolean | undefined {
  for (const each of conds) {
    const isSame = identical(value, scope.interpreter.evaluate(each, scope).value);
    if (isSame !== false) return isSame;
  }
  return false;
}

function castOf(node: Cast, scope: Scope): Held {
  const of = scope.interpreter.evaluate(node.expr, scope);
  if (node.type === "array" && isPlain(of.value))
    return held(of.value === null ? listOf([]) : listOf([of]), node, scope);
  const value = isUnknown(of.value) ? undefined : cast(node.type, of.value);
  if (value === undefined) return unknown(node, scope, [of]);
  return isArray(value) ? passed(of, node, scope) : held(value, node, scope, [of]);
}
