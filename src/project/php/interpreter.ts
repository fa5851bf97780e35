import { ASSIGNMENTS } from "./assignments.ts";
import { CALLABLES } from "./callables.ts";
import { CALLS } from "./calls.ts";
import { EXPRESSIONS } from "./expressions.ts";
import type { Held } from "./held.ts";
import { LITERALS } from "./literals.ts";
import { LOOKUPS } from "./lookups.ts";
import type { Names } from "./names.ts";
import { forKind, type ByKind, type Node } from "./nodes.ts";
import type { PhpFile } from "./parse.ts";
import { poison } from "./poison.ts";
import { enter, leave, unknown, type Environment, type Noted, type Scope } from "./scope.ts";
import { run } from "./statements.ts";

const EVALUATORS: ByKind<Held, [Scope]> = {
  ...LITERALS,
  ...LOOKUPS,
  ...EXPRESSIONS,
  ...ASSIGNMENTS,
  ...CALLABLES,
  ...CALLS,
};

/** Follows an expression; what is not known of it is a value like others. */
function evaluate(node: Node, scope: Scope): Held {
  const evaluator = forKind(EVALUATORS, node);
  try {
    if (enter(scope) && evaluator !== undefined) return evaluator(node, scope);
    poison(node, scope);
    return unknown(node, scope);
  } finally {
    leave(scope);
  }
}

/** So many nodes are followed in loops and callbacks of one file. */
const MOST_STEPS = 100_000;

export type Around = {
  readonly file: PhpFile;
  readonly environment: Environment;
  readonly names: Names;
  readonly className?: string | null;
  readonly parentName?: string | null;
  readonly note?: (noted: Noted) => void;
};

/** Where code of a file begins: no variables yet. */
export const scopeOf = ({
  file,
  environment,
  names,
  className = null,
  parentName = null,
  note = () => {},
}: Around): Scope => ({
  file,
  environment,
  names,
  className,
  parentName,
  note,
  variables: new Map(),
  constants: new Map(),
  budget: { left: MOST_STEPS, depth: 0, repeated: 0 },
  interpreter: { evaluate, run },
});
