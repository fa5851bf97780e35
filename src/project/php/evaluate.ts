import type { Declared } from "../../domain/declarations.ts";
import { declaredOf } from "./declared.ts";
import type { Node } from "./nodes.ts";
import type { Scope } from "./scope.ts";

/** What an expression comes to, as far as that is told without running anything but what is constant; secrets masked. */
export const evaluate = (node: Node, scope: Scope): Declared =>
  declaredOf(scope.interpreter.evaluate(node, scope));
