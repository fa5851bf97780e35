import { isSecretName } from "../../domain/secret.ts";
import { positional } from "./arguments.ts";
import { PURE_FUNCTIONS } from "./functions/index.ts";
import { arrayOf, isCallable, isPlain, type Held, type HeldArgument, type Value } from "./held.ts";
import { classConstantNamed, namedConstant } from "./lookups.ts";
import type { Call } from "./nodes.ts";
import { MOST_CHARACTERS } from "./operators.ts";
import { held, pay, unknown, type Scope } from "./scope.ts";
import { Secrets } from "./secrets.ts";

/** A function that needs more than values. Null: it is not told what it gives. */
type Special = (args: readonly Held[], node: Call, scope: Scope) => Held | null;

/** What a function gives, by the first of its names that is known; null: not told. */
export function applied(
  names: readonly string[],
  args: readonly HeldArgument[],
  node: Call,
  scope: Scope,
): Held | null {
  const name = names.find((each) => SPECIAL.has(each) || PURE_FUNCTIONS.has(each));
  const values = positional(byPosition(name, args));
  if (name === undefined || values === null) return null;
  const special = SPECIAL.get(name);
  return special === undefined ? pure(name, values, node, scope) : special(values, node, scope);
}

/** `env(key: …, default: …)`: the one function whose arguments are named in configurations. */
function byPosition(
  name: string | undefined,
  args: readonly HeldArgument[],
): readonly HeldArgument[] | null {
  if (name === undefined || !/(?:^|\\)env$/.test(name)) return args;
  return args.map((each, index) => {
    const isMeant = each.name === (index === 0 ? "key" : "default");
    return isMeant ? { ...each, name: null } : each;
  });
}

function pure(name: string, args: readonly Held[], node: Call, scope: Scope): Held | null {
  if (!pay(scope, args.length)) return null;
  const callables = args.map((each) =>
    name === "array_map" || name === "array_filter" ? called(each, node, scope) : each,
  );
  const value = PURE_FUNCTIONS.get(name)?.(callables, (made) => held(made, node, scope, args));
  if (value === undefined) return null;
  // A list that it made of secrets holds them by itself.
  return isPlain(value)
    ? held(value, node, scope, args)
    : { ...held(value, node, scope, args), isSecret: false };
}

/** The name of a function as a callback: `array_map('trim', …)`. */
function called(callback: Held, node: Call, scope: Scope): Held {
  const { value } = callback;
  if (typeof value !== "string" || !PURE_FUNCTIONS.has(value.toLowerCase())) return callback;
  const call = (args: readonly Held[]): Held =>
    pure(value.toLowerCase(), args, node, scope) ?? unknown(node, scope, args);
  return { ...callback, value: { kind: "callable", call } };
}

const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ["env", env],
  ["hyperf\\support\\env", env],
  ["getenv", getenv],
  ["value", valueOf],
  ["hyperf\\support\\value", valueOf],
  [
    "call_user_func",
    ([callback, ...args]) =>
      callback !== undefined && isCallable(callback.value) ? callback.value.call(args) : null,
  ],
  ["constant", constant],
  ["defined", defined],
  ["define", define],
  ["ini_set", iniSet],
  [
    "date_default_timezone_set",
    ([value], node, scope) => {
      if (value !== undefined) scope.note({ kind: "timezone", value });
      return held(true, node, scope);
    },
  ],
  ["compact", compact],
]);

/** `value($default)`: a closure is called for it. */
function valueOf([given, ...args]: readonly Held[]): Held | null {
  if (given === undefined) return null;
  return isCallable(given.value) ? given.value.call(args) : given;
}

/** hyperf:src/support/src/Functions.php, env(): some words have a type, quotes go. */
function env([name, fallback]: readonly Held[], node: Call, scope: Scope): Held | null {
  if (typeof name?.value !== "string") return null;
  const { value: variable } = name;
  scope.environment.noteEnv(variable);
  const isSecret = isSecretName(variable);
  const [, standard] = node.arguments;
  if (isSecret && standard !== undefined) Secrets.of(scope.file).hide(standard);
  const given = scope.environment.env(variable);
  if (given === null && scope.environment.isEnvOpen === true) return null;
  const value =
    given === null ? standardOf(fallback, node, scope) : held(typed(given), node, scope);
  return {
    ...value,
    envs: [...new Set([variable, ...value.envs])],
    isSecret: isSecret || value.isSecret,
  };
}

function standardOf(fallback: Held | undefined, node: Call, scope: Scope): Held {
  const value = fallback === undefined ? null : valueOf([fallback]);
  if (value === null) return held(null, node, scope);
  return { ...held(value.value, node, scope, [value]), isSecret: value.isSecret };
}

function typed(value: string): Value {
  const word = TYPED.get(value.toLowerCase());
  if (word !== undefined) return word;
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return isQuoted ? value.slice(1, -1) : value.slice(0, MOST_CHARACTERS);
}

const TYPED: ReadonlyMap<string, Value> = new Map<string, Value>(
  (
    [
      ["true", true],
      ["false", false],
      ["null", null],
      ["empty", ""],
    ] as const
  ).flatMap(
    ([word, value]) =>
      [
        [word, value],
        [`(${word})`, value],
      ] as const,
  ),
);

function getenv([name]: readonly Held[], node: Call, scope: Scope): Held | null {
  if (typeof name?.value !== "string") return null;
  const { value: variable } = name;
  scope.environment.noteEnv(variable);
  const given = scope.environment.env(variable);
  if (given === null && scope.environment.isEnvOpen === true) return null;
  const value = held(given ?? false, node, scope);
  return { ...value, envs: [variable], isSecret: isSecretName(variable) };
}

function constant([name]: readonly Held[], node: Call, scope: Scope): Held | null {
  if (typeof name?.value !== "string") return null;
  const [owner = "", own] = name.value.replace(/^\\/, "").split("::");
  if (own === undefined) return namedConstant(owner, node, scope);
  return classConstantNamed(owner, own, node, scope) ?? null;
}

/** Known ones are; others may be, somewhere else. */
function defined([name]: readonly Held[], node: Call, scope: Scope): Held | null {
  if (typeof name?.value !== "string") return null;
  return namedConstant(name.value.replace(/^\\/, ""), node, scope) === null
    ? null
    : held(true, node, scope);
}

function define([name, value]: readonly Held[], node: Call, scope: Scope): Held | null {
  if (typeof name?.value !== "string" || value === undefined) return null;
  const own = isSecretName(name.value) ? { ...value, isSecret: true } : value;
  scope.note({ kind: "define", name: name.value, value: own });
  if (!scope.constants.has(name.value)) scope.constants.set(name.value, own);
  return held(true, node, scope);
}

function iniSet([name, value]: readonly Held[], node: Call, scope: Scope): Held | null {
  if (typeof name?.value === "string" && value !== undefined) {
    const own = isSecretName(name.value) ? { ...value, isSecret: true } : value;
    scope.note({ kind: "ini", name: name.value, value: own });
  }
  return unknown(node, scope);
}

function compact(names: readonly Held[], node: Call, scope: Scope): Held | null {
  const entries = names.map(({ value }) => {
    const variable = typeof value === "string" ? scope.variables.get(value) : undefined;
    return typeof value === "string" && variable !== undefined
      ? ([value, variable] as const)
      : null;
  });
  return entries.every((each) => each !== null) ? held(arrayOf(entries), node, scope) : null;
}
