import type { Pattern } from "../pattern.ts";
import type { Body, Scope } from "../scopes.ts";
import {
  callsIn,
  childrenOf,
  field,
  isFunction,
  nodeAt,
  nodesAt,
  within,
  type Node,
} from "../syntax.ts";
import { ownMethod, mayWait } from "../waiting.ts";

/** In `handle()` of a process, or what it calls in its class: a loop without an end in which nothing can wait (hyperf:src/process/src/AbstractProcess.php). */
export const busyLoop: Pattern = {
  kind: "busy-loop",
  words: [
    "while (true",
    "while(true",
    "while (TRUE",
    "while(TRUE",
    "while (1)",
    "while(1)",
    "for (;;",
    "for(;;",
  ],
  find(scope, { processClasses }) {
    if (scope.className === null || !processClasses.has(scope.className)) return [];
    return reached(scope).flatMap((body) =>
      within(body.node).filter(
        (node) => isEndless(node) && !isLeft(node) && !mayWait(nodeAt(node, "body"), body, scope),
      ),
    );
  },
};

/** `handle()` and the methods of the class that it comes to. */
function reached(scope: Scope): readonly Body[] {
  const handle = scope.methods.get("handle");
  const found = new Set<Body>(handle === undefined ? [] : [handle]);
  for (const body of found)
    for (const call of callsIn(body.node)) {
      const called = ownMethod(call, scope);
      if (called !== null) found.add(called);
    }
  return [...found];
}

function isEndless(node: Node): boolean {
  if (node.kind === "while" || node.kind === "do") return isTrue(nodeAt(node, "test"));
  return node.kind === "for" && nodesAt(node, "test").every((test) => isTrue(test));
}

const isTrue = (node: Node | null): boolean =>
  (node?.kind === "boolean" && field(node, "value") === true) ||
  (node?.kind === "number" && Number(field(node, "value")) !== 0);

const LEAVES: ReadonlySet<string> = new Set([
  "return",
  "throw",
  "exit",
  "goto",
  "yield",
  "yieldfrom",
]);
const BREAKABLE: ReadonlySet<string> = new Set(["while", "do", "for", "foreach", "switch"]);

/** Whether anything in it can end it. */
function isLeft(loop: Node): boolean {
  const depths = new Map<Node, number>();
  return within(loop, (node) => !isFunction(node)).some((node) => {
    const depth = depths.get(node) ?? 0;
    const below = node !== loop && BREAKABLE.has(node.kind) ? depth + 1 : depth;
    for (const child of childrenOf(node)) depths.set(child, below);
    return LEAVES.has(node.kind) || (node.kind === "break" && levelsOf(node) > depth);
  });
}

/** `break 2`; a level that is no number ends everything. */
function levelsOf(node: Node): number {
  const level = field(node, "level");
  if (level === null || level === undefined) return 1;
  const written = nodeAt(node, "level");
  const levels = written === null ? Number(level) : Number(field(written, "value"));
  return Number.isNaN(levels) ? Number.POSITIVE_INFINITY : levels;
}
