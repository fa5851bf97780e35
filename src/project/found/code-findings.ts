import type { Node } from "./syntax.ts";
import type { CodeFinding } from "../../domain/declarations.ts";
import type { Context } from "./pattern.ts";
import { PATTERNS } from "./patterns/index.ts";
import { type NamedClass, scopesOf } from "./scopes.ts";
import { sketch } from "./sketch.ts";

/** As much of a parsed file as is needed here; without a tree nothing is found in it. */
type ParsedFile = { readonly path: string; readonly text: string; readonly ast: Node | null };

/** A file without any of these has no finding. Case counts. */
export const CANDIDATE_WORDS: readonly string[] = PATTERNS.flatMap(({ words }) => words);

/** Patterns in one file, by line. `classes`: those of the same tree. */
export function codeFindings(
  { path, text, ast }: ParsedFile,
  classes: readonly NamedClass[],
  context: Context,
): readonly CodeFinding[] {
  const asked = PATTERNS.filter(({ words }) => words.some((word) => text.includes(word)));
  if (ast === null || asked.length === 0) return [];
  // what stands in a class inside of a class is seen twice, and belongs to the outer one
  const seen = new Map<Node, CodeFinding>();
  for (const scope of scopesOf(ast, classes))
    for (const { kind, find } of asked)
      for (const node of find(scope, context))
        if (!seen.has(node))
          seen.set(node, {
            kind,
            file: path,
            line: node.loc.start.line,
            text: sketch(text, node),
            className: scope.className,
          });
  return [...seen.values()].toSorted((a, b) => a.line - b.line);
}
