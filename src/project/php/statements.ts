import { secretNamed } from "./arguments.ts";
import { set } from "./assignments.ts";
import { toBool } from "./conversions.ts";
import { isCallOf } from "./expressions.ts";
import { isArray, type Held, type Key } from "./held.ts";
import {
  forKind,
  type ByKind,
  type For,
  type Foreach,
  type If,
  type Node,
  type NodeOf,
} from "./nodes.ts";
import { isReference, mayLeave, mayReturn, perhaps, poison } from "./poison.ts";
import { enter, held, leave, type Outcome, type Scope } from "./scope.ts";

const ON: Outcome = { kind: "on" };
const NOT_TOLD: Outcome = { kind: "unknown" };

/** Follows statements until one ends the code they stand in. */
export function run(statements: readonly Node[], scope: Scope): Outcome {
  for (const node of statements) {
    const outcome = (forKind(STATEMENTS, node) ?? undecided)(node, scope);
    if (outcome.kind !== "on") return outcome;
  }
  return ON;
}

const skipped = (): Outcome => ON;

const STATEMENTS: ByKind<Outcome, [Scope]> = {
  expressionstatement(node, scope) {
    const { expression } = node;
    if (expression.kind === "throw" || expression.kind === "exit") return NOT_TOLD;
    scope.interpreter.evaluate(expression, scope);
    return ON;
  },
  return: (node, scope) => ({
    kind: "return",
    value:
      node.expr === null ? held(null, node, scope) : scope.interpreter.evaluate(node.expr, scope),
  }),
  if: branch,
  foreach: eachOf,
  for: counted,
  while: (node, scope) => repeated(node, { test: [node.test], step: [], body: node.body }, scope),
  block: (node, scope) => run(node.children, scope),
  break: (node) => (isOne(node.level) ? { kind: "break" } : NOT_TOLD),
  continue: (node) => (isOne(node.level) ? { kind: "continue" } : NOT_TOLD),
  constantstatement(node, scope) {
    for (const { name, value } of node.constants) {
      const { namespace } = scope.names;
      const full = namespace === "" ? name.name : `${namespace}\\${name.name}`;
      const own = secretNamed(name.name, scope.interpreter.evaluate(value, scope), value, scope);
      scope.constants.set(full, own);
      scope.note({ kind: "define", name: full, value: own });
    }
    return ON;
  },
  noop: skipped,
  usegroup: skipped,
  inline: skipped,
  echo: skipped,
  declare: skipped,
  function: skipped,
  class: skipped,
  interface: skipped,
  trait: skipped,
  enum: skipped,
};

const isOne = (level: unknown): boolean => level === null || level === undefined;

/** Code of which is not told whether, or how often, it runs. */
function undecided(node: Node, scope: Scope, leaves = mayReturn): Outcome {
  poison(node, scope);
  return leaves(node) ? NOT_TOLD : ON;
}

function branch(node: If, scope: Scope): Outcome {
  const truth = isGuard(node.test) || toBool(scope.interpreter.evaluate(node.test, scope).value);
  if (truth === true) return run([node.body], scope);
  if (truth === false) return node.alternate === null ? ON : run([node.alternate], scope);
  for (const each of [node.body, node.alternate]) if (each !== null) run([each], perhaps(scope));
  return undecided(node, scope, scope.budget.repeated > 0 ? mayLeave : mayReturn);
}

/** `if (! defined('X')) { define('X', …); }`: as with `&&`, this is where it is defined. */
const isGuard = (test: Node): boolean =>
  test.kind === "unary" && test.type === "!" && isCallOf(test.what, "defined");

type Loop = {
  readonly test: readonly Node[];
  readonly step: readonly Node[];
  readonly body: Node | null;
};

function counted(node: For, scope: Scope): Outcome {
  for (const each of node.init) scope.interpreter.evaluate(each, scope);
  return repeated(node, { test: node.test, step: node.increment, body: node.body }, scope);
}

function repeated(node: Node, { test, step, body }: Loop, scope: Scope): Outcome {
  return inLoop(node, scope, () => {
    for (;;) {
      const truth = test
        .map((each) => toBool(scope.interpreter.evaluate(each, scope).value))
        .at(-1);
      if (truth === false) return ON;
      if (truth !== true) return NOT_TOLD;
      const outcome = round(body, scope);
      if (outcome !== null) return outcome;
      for (const each of step) scope.interpreter.evaluate(each, scope);
    }
  });
}

function eachOf(node: Foreach, scope: Scope): Outcome {
  const { value: source } = scope.interpreter.evaluate(node.source, scope);
  if (!isArray(source) || isReference(node.value)) return notFollowed(node, scope);
  return inLoop(node, scope, () => {
    for (const [key, value] of source.entries) {
      set(node.value, value, scope);
      if (node.key !== null) set(node.key, keyOf(key, node.key, scope), scope);
      const outcome = round(node.body, scope);
      if (outcome !== null) return outcome;
    }
    return ON;
  });
}

const keyOf = (key: Key, node: Node, scope: Scope): Held =>
  held(typeof key === "number" ? BigInt(key) : key, node, scope);

/** One time through the body; null: the loop goes on. */
function round(body: Node | null, scope: Scope): Outcome | null {
  try {
    if (!enter(scope)) return NOT_TOLD;
    const outcome = body === null ? ON : run([body], scope);
    if (outcome.kind === "break") return ON;
    return outcome.kind === "on" || outcome.kind === "continue" ? null : outcome;
  } finally {
    leave(scope);
  }
}

/** A loop whose end is not told has changed what it changes. */
function inLoop(node: Node, scope: Scope, follow: () => Outcome): Outcome {
  scope.budget.repeated += 1;
  const outcome = follow();
  scope.budget.repeated -= 1;
  return outcome.kind === "unknown" ? undecided(node, scope) : outcome;
}

function notFollowed(node: NodeOf<"foreach">, scope: Scope): Outcome {
  run([node.body], perhaps(scope));
  return undecided(node, scope);
}
