import type { Declared } from "../../domain/declarations.ts";
import { envsOf, holdsSecret, UNKNOWN, type Held, type Value } from "./held.ts";
import type { Names } from "./names.ts";
import type { Node } from "./nodes.ts";
import type { PhpFile } from "./parse.ts";
import { placeOf, textOf } from "./written.ts";

/** What code may ask its surroundings for. */
export type Environment = {
  /** A variable of the environment; null: nobody sets it. */
  readonly env: (name: string) => string | null;
  /** A file that sets some could not be read: what nobody is known to set may be set all the same. */
  readonly isEnvOpen?: boolean;
  /** Told of every name that is asked for. */
  readonly noteEnv: (name: string) => void;
  /** BASE_PATH and what the project defines. They win over PHP's and Swoole's own, which are known here. */
  readonly constants: ReadonlyMap<string, string | number | boolean | null>;
  /** `Foo::BAR`, by full name; null: not known. Those of Hyperf, Swoole and the like are known here. */
  readonly classConstant: (className: string, name: string) => Declared | null;
  /** What `require` of this path gives, the path as the code says it; null: not known. Left out: nothing is included. */
  readonly include?: (path: string) => Declared | null;
};

/** What running a file notes down beside its value. Each: null when it is not told whether it happens. */
export type Noted =
  | { readonly kind: "ini" | "define"; readonly name: string; readonly value: Held }
  | { readonly kind: "timezone"; readonly value: Held }
  | { readonly kind: "chain"; readonly value: Held };

/** What may still be done. Literals cost nothing: only what is repeated does. */
export type Budget = { left: number; depth: number; repeated: number };

export type Scope = {
  readonly file: PhpFile;
  readonly environment: Environment;
  readonly names: Names;
  /** `self` and `parent`; null outside of a class. */
  readonly className: string | null;
  readonly parentName: string | null;
  readonly variables: Map<string, Held>;
  /** Defined by the code itself, so far. */
  readonly constants: Map<string, Held>;
  readonly budget: Budget;
  readonly interpreter: Interpreter;
  readonly note: (noted: Noted) => void;
};

/** The two halves of following code, which need each other. */
export type Interpreter = {
  readonly evaluate: (node: Node, scope: Scope) => Held;
  readonly run: (statements: readonly Node[], scope: Scope) => Outcome;
};

/** How a piece of code ends: it goes on, it returns, it leaves a loop, or that is not told. */
export type Outcome =
  | { readonly kind: "on" | "break" | "continue" | "unknown" }
  | { readonly kind: "return"; readonly value: Held };

/** The value of an expression: it stands where that stands and comes from what it is made of. */
export const held = (value: Value, node: Node, scope: Scope, from: readonly Held[] = []): Held => ({
  value,
  place: placeOf(scope.file, node),
  text: () => textOf(scope.file, node),
  envs: envsOf(...from),
  isSecret: from.some(holdsSecret),
});

export const unknown = (node: Node, scope: Scope, from: readonly Held[] = []): Held =>
  held(UNKNOWN, node, scope, from);

/** Room for functions and loops: their own variables where `variables` are given. */
export const inner = (scope: Scope, variables: Map<string, Held>): Scope => ({
  ...scope,
  variables,
});

const MOST_DEPTH = 150;

/** Whether one step more may be taken; every one that is must be left with `leave`. */
export function enter({ budget }: Scope): boolean {
  budget.depth += 1;
  if (budget.repeated > 0) budget.left -= 1;
  return budget.depth <= MOST_DEPTH && budget.left > 0;
}

export const leave = ({ budget }: Scope): void => {
  budget.depth -= 1;
};

/** Pay for work that is not told by the number of nodes: entries copied, characters made. */
export function pay({ budget }: Scope, steps: number): boolean {
  budget.left -= steps;
  return budget.left > 0;
}
