import { listOf, type Held, type PhpCallable } from "./held.ts";
import type { ArrowFunction, ByKind, Closure, Node, Parameter } from "./nodes.ts";
import { within } from "./nodes.ts";
import { forget, touch } from "./poison.ts";
import { enter, held, inner, leave, unknown, type Scope } from "./scope.ts";

/** Closures: followed when something calls them. */
export const CALLABLES: ByKind<Held, [Scope]> = {
  arrowfunc: (node, scope) => held(arrow(node, scope), node, scope),
  closure: (node, scope) => held(closure(node, scope), node, scope),
};

function arrow(node: ArrowFunction, scope: Scope): PhpCallable {
  const follow: Follow = (variables) =>
    scope.interpreter.evaluate(node.body, inner(scope, variables));
  return callable(node, follow, new Map(scope.variables), scope);
}

function closure(node: Closure, scope: Scope): PhpCallable {
  const references = node.uses.filter(({ byref }) => byref === true);
  for (const each of references) forget(each, scope);
  const captured = new Map(
    node.uses.flatMap(({ name }) => {
      const value = typeof name === "string" ? scope.variables.get(name) : undefined;
      return value === undefined || typeof name !== "string" ? [] : [[name, value] as const];
    }),
  );
  return callable(node, (variables) => bodyOf(node, inner(scope, variables)), captured, scope);
}

function bodyOf(node: Closure, scope: Scope): Held {
  if (node.body === null || isGenerator(node.body)) return unknown(node, scope);
  const outcome = scope.interpreter.run(node.body.children, scope);
  if (outcome.kind === "return") return outcome.value;
  return outcome.kind === "on" ? held(null, node, scope) : unknown(node, scope);
}

const isGenerator = (body: Node): boolean => {
  for (const { kind } of within(body)) if (kind === "yield" || kind === "yieldfrom") return true;
  return false;
};

type Follow = (variables: Map<string, Held>) => Held;

/** What is called many times costs: a loop by another name. */
function callable(
  node: ArrowFunction | Closure,
  follow: Follow,
  captured: ReadonlyMap<string, Held>,
  scope: Scope,
): PhpCallable {
  return {
    kind: "callable",
    call(args) {
      const variables = new Map(captured);
      scope.budget.repeated += 1;
      try {
        const isTold = enter(scope) && bind(node.arguments, args, variables, scope);
        if (!isTold) for (const each of args) touch(each);
        return isTold ? follow(variables) : unknown(node, scope, args);
      } finally {
        leave(scope);
        scope.budget.repeated -= 1;
      }
    },
  };
}

/** Sets the parameters; false: not told. */
function bind(
  parameters: readonly Parameter[],
  args: readonly Held[],
  variables: Map<string, Held>,
  scope: Scope,
): boolean {
  return parameters.every((parameter, index) => {
    const value = argumentOf(parameter, args.slice(index), scope);
    if (value === undefined) return false;
    variables.set(parameter.name.name, value);
    return true;
  });
}

function argumentOf(parameter: Parameter, args: readonly Held[], scope: Scope): Held | undefined {
  if (parameter.byref) return undefined;
  if (parameter.variadic) return held(listOf(args), parameter, scope, args);
  const [given] = args;
  if (given !== undefined) return given;
  return parameter.value === null
    ? undefined
    : scope.interpreter.evaluate(parameter.value, inner(scope, new Map()));
}
