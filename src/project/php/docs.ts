import type { ClassLike, Method } from "./nodes.ts";
import type { PhpFile } from "./parse.ts";

export type Doc = {
  /** The doc comment, with its marks. */
  readonly doc: string | null;
  /** Where it begins; 0 without one. */
  readonly docLine: number;
};

/** Between a doc comment and the name of what it is about. A comment ends in one place only: what can be read in two ways is tried in all of them. */
const BETWEEN =
  /^(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/[^\n]*(?:\n|$)|#(?!\[)[^\n]*(?:\n|$)|\b(?:abstract|final|readonly|class|interface|trait|enum|public|protected|private|static|function)\b|&)*$/;

/** The doc comment right before a class or a method, or between its attributes and its name. */
export function docOf(file: PhpFile, node: ClassLike | Method): Doc {
  const end = (node.name ?? node).loc.start.offset;
  const groups = node.attrGroups ?? [];
  const nearest = (file.ast?.comments ?? []).findLast(
    ({ value, loc }) => value.startsWith("/**") && loc.end.offset <= end,
  );
  if (nearest === undefined) return { doc: null, docLine: 0 };
  let between = file.text.slice(nearest.loc.end.offset, end);
  for (const { loc } of groups) {
    if (loc.start.offset >= nearest.loc.end.offset)
      between = between.replace(file.text.slice(loc.start.offset, loc.end.offset), "");
  }
  return BETWEEN.test(between)
    ? { doc: nearest.value, docLine: nearest.loc.start.line }
    : { doc: null, docLine: 0 };
}
