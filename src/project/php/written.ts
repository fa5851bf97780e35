import { maskWritten } from "../../domain/secret.ts";
import type { Place } from "../../domain/project.ts";
import type { Loc, Node } from "./nodes.ts";
import type { PhpFile } from "./parse.ts";
import { Secrets, slice, type Range } from "./secrets.ts";

export const MOST_TEXT = 200;
/** So much of the source is looked at for it: an array may be a megabyte long. */
const MOST_SOURCE = 4000;

export const placeOf = (file: PhpFile, { loc }: { readonly loc: Loc }): Place => ({
  file: file.path,
  line: loc.start.line,
});

/** An expression as written: one line of at most 200 characters, without comments, secrets masked. */
export function textOf(file: PhpFile, node: Node): string {
  const start = opening(file.text, node);
  const end = endOf(file.text, node);
  return cut(pieces(file, start, Math.min(end, start + MOST_SOURCE)));
}

/** One line of at most 200 characters, masked. A word that the source's end cut is taken away: half a secret is not known as one. */
function cut({ text, isCut }: { readonly text: string; readonly isCut: boolean }): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const masked = maskWritten(isCut ? line.replace(/\S*$/, "") : line);
  if (masked.length <= MOST_TEXT && !isCut) return masked;
  return `${masked.slice(0, MOST_TEXT - 1).trimEnd()}…`;
}

function pieces(
  file: PhpFile,
  start: number,
  end: number,
): { readonly text: string; readonly isCut: boolean } {
  const comments = slice(commentsOf(file), start, end).map((range) => ({ range, by: " " }));
  const secrets = Secrets.of(file)
    .between(start, end)
    .map((range) => ({ range, by: "***" }));
  const hidden = [...comments, ...secrets].toSorted((a, b) => a.range[0] - b.range[0]);
  let text = "";
  let at = start;
  for (const {
    range: [from, to],
    by,
  } of hidden) {
    if (from < at) continue;
    text += file.text.slice(at, from) + by;
    at = to;
  }
  return { text: text + file.text.slice(at, Math.max(at, end)), isCut: end - start >= MOST_SOURCE };
}

/** The parser counts the semicolon of a statement to its expression. */
function endOf(text: string, { loc }: Node): number {
  const { offset } = loc.end;
  return text.charAt(offset - 1) === ";" ? offset - 1 : offset;
}

const COMMENTS = new WeakMap<PhpFile, readonly Range[]>();

function commentsOf(file: PhpFile): readonly Range[] {
  const known = COMMENTS.get(file);
  if (known !== undefined) return known;
  const comments = (file.ast?.comments ?? [])
    .map(({ loc }): Range => [loc.start.offset, loc.end.offset])
    .toSorted(([a], [b]) => a - b);
  COMMENTS.set(file, comments);
  return comments;
}

/** A chain on `(new Foo())` begins at the bracket, which is no part of the parser's node. */
function opening(text: string, node: Node): number {
  let first: Node = node;
  let isChain = false;
  while (first.kind === "call" || first.kind === "propertylookup") {
    first = first.what;
    isChain = true;
  }
  const start = node.loc.start.offset;
  if (!isChain || first.parenthesizedExpression !== true) return start;
  const before = text.slice(0, start).trimEnd();
  return before.endsWith("(") ? before.length - 1 : start;
}
