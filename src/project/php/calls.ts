import { isSecretName } from "../../domain/secret.ts";
import { argumentsOf, handOver, positional, secret } from "./arguments.ts";
import { applied } from "./functions-called.ts";
import { isCallable, isObject, type Held, type HeldArgument, type PhpObject } from "./held.ts";
import { classNamed } from "./lookups.ts";
import { meanings } from "./names.ts";
import type { ByKind, Call, New, PropertyLookup, StaticLookup } from "./nodes.ts";
import { forget } from "./poison.ts";
import { held, unknown, type Scope } from "./scope.ts";
import { placeOf, textOf } from "./written.ts";

/** Calls of functions, methods and constructors. */
export const CALLS: ByKind<Held, [Scope]> = {
  new: created,
  call(node, scope) {
    if (node.what.kind === "name") return functionCall(node, scope);
    if (node.what.kind === "propertylookup") return methodCall(node, node.what, scope);
    if (node.what.kind === "staticlookup") return staticCall(node, node.what, scope);
    const called = scope.interpreter.evaluate(node.what, scope);
    const args = positional(argumentsOf(node.arguments, scope));
    if (args === null || !isCallable(called.value)) return lost(node, scope);
    return returned(called.value.call(args), node, scope);
  },
};

/** The result of a call stands where the call stands. */
const returned = (result: Held, node: Call, scope: Scope): Held =>
  isObject(result.value)
    ? result
    : { ...held(result.value, node, scope, [result]), isSecret: result.isSecret };

function functionCall(node: Call, scope: Scope): Held {
  if (node.what.kind !== "name") return lost(node, scope);
  const names = meanings(node.what, scope.names, "functions").map((name) => name.toLowerCase());
  const [first] = node.arguments;
  if (first?.kind === "variadicplaceholder") {
    const call = (args: readonly Held[]): Held =>
      applied(
        names,
        args.map((value) => ({ name: null, value })),
        node,
        scope,
      ) ?? unknown(node, scope, args);
    return held({ kind: "callable", call }, node, scope);
  }
  const args = argumentsOf(node.arguments, scope);
  const result = args === null ? null : applied(names, args, node, scope);
  return result ?? lost(node, scope, args);
}

/** A call that is not followed. What it was given by name it may have changed. */
function lost(node: Call, scope: Scope, args: readonly HeldArgument[] | null = null): Held {
  handOver(args);
  for (const each of node.arguments) {
    if (each.kind === "variable" || each.kind === "offsetlookup") forget(each, scope);
  }
  return unknown(
    node,
    scope,
    (args ?? []).map(({ value }) => value),
  );
}

function created(node: New, scope: Scope): Held {
  const className = classNamed(node.what, scope);
  const args = argumentsOf(node.arguments, scope);
  if (className === null) {
    handOver(args);
    return unknown(node, scope);
  }
  return objectAt(
    {
      kind: "object",
      className,
      args: args ?? [],
      calls: [],
      isStatic: false,
      isTouched: args === null,
      whole: node,
    },
    scope,
  );
}

function objectAt(object: PhpObject, scope: Scope, from: readonly Held[] = []): Held {
  const of = [...from, ...object.args.map(({ value }) => value)];
  return {
    ...held(object, object.whole, scope, of),
    // Its chain may grow; what it holds is masked by itself.
    text: () => textOf(scope.file, object.whole),
    isSecret: false,
  };
}

function methodCall(node: Call, { what, offset }: PropertyLookup, scope: Scope): Held {
  const base = scope.interpreter.evaluate(what, scope);
  const args = callArguments(node, offset.kind === "identifier" ? offset.name : "", scope);
  const object = base.value;
  if (!isObject(object) || offset.kind !== "identifier") {
    handOver(args);
    if (isObject(object)) object.isTouched = true;
    return unknown(node, scope, [base]);
  }
  if (args === null) object.isTouched = true;
  object.calls.push({
    name: offset.name,
    args: args ?? [],
    place: { ...placeOf(scope.file, offset) },
  });
  if (object.whole.loc.start.offset === node.loc.start.offset) object.whole = node;
  const of = (args ?? []).map(({ value }) => value);
  return { ...base, envs: held(null, node, scope, [base, ...of]).envs };
}

function staticCall(node: Call, { what, offset }: StaticLookup, scope: Scope): Held {
  const className = classNamed(what, scope);
  const name = offset.kind === "identifier" ? offset.name : "";
  const args = callArguments(node, name, scope);
  if (className === null || offset.kind !== "identifier") {
    handOver(args);
    return unknown(node, scope);
  }
  const call = { name, args: args ?? [], place: placeOf(scope.file, offset) };
  const object = objectAt(
    {
      kind: "object",
      className,
      args: [],
      calls: [call],
      isStatic: true,
      isTouched: args === null,
      whole: node,
    },
    scope,
    call.args.map(({ value }) => value),
  );
  scope.note({ kind: "chain", value: object });
  return object;
}

/** `->setPassword(…)`: a secret by the method's name. */
function callArguments(node: Call, name: string, scope: Scope): readonly HeldArgument[] | null {
  const args = argumentsOf(node.arguments, scope);
  if (!isSecretName(name)) return args;
  return args?.map((each) => ({ ...each, value: secret(each.value, node, scope) })) ?? null;
}
