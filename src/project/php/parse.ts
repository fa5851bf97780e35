import { Engine } from "php-parser";
import type { Program } from "./nodes.ts";

export type PhpFile = {
  /** Relative to the project's root. */
  readonly path: string;
  /** What was parsed: without a byte order mark. */
  readonly text: string;
  /** Null when it is no PHP. */
  readonly ast: Program | null;
  readonly error: { readonly line: number; readonly message: string } | null;
};

/** The tree of a PHP source; never throws: a file that is no PHP has an `error` with its line. */
export function parsePhp(path: string, given: string): PhpFile {
  const text = given.startsWith("\uFEFF") ? given.slice(1) : given;
  const first = parsed(path, text);
  if (first.error === null || text.search(CLONE) === -1) return first;
  const second = parsed(path, text.replaceAll(CLONE, "     "));
  return second.error === null ? { ...second, text } : first;
}

/** `clone (new Foo())->a()`, which the parser does not know (3.7.0): a copy of what is new is as good as itself, and every offset stays. */
const CLONE = /\bclone(?=\s*\(\s*new\b)/gi;

function parsed(path: string, text: string): PhpFile {
  const engine = engineOf();
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types are looser than what it returns, see nodes.ts
    const ast = engine.parseCode(text, path) as unknown as Program;
    return { path, text, ast, error: null };
  } catch (error) {
    return { path, text, ast: null, error: errorOf(error, engine) };
  }
}

/** With `suppressErrors` it would guess on: a tree that PHP never sees. A file with an error has none. */
const engineOf = (): Engine =>
  new Engine({
    parser: { version: "8.5", extractDoc: true, suppressErrors: false },
    ast: { withPositions: true },
    lexer: { short_tags: false, asp_tags: false },
  });

function errorOf(error: unknown, engine: Engine): NonNullable<PhpFile["error"]> {
  const told = error instanceof Error ? error : new Error(String(error));
  const line = lineOf(told) ?? lineOf(engine.lexer) ?? 1;
  // The parser recurses, and no real code comes near the end of the stack.
  if (told instanceof RangeError) return { line, message: "nested too deeply" };
  // The parser quotes the token at which it stopped, which may be a secret.
  const message = told.message
    .replace(/ on line \d+$/, "")
    .replace(/^Parse Error ?: ?/, "")
    .replace(/unexpected '.*' \((\w+)\)/s, "unexpected $1");
  return { line, message };
}

function lineOf(of: object): number | null {
  const told: unknown =
    "lineNumber" in of ? of.lineNumber : "yylloc" in of ? firstLine(of.yylloc) : null;
  return typeof told === "number" ? told : null;
}

const firstLine = (place: unknown): unknown =>
  typeof place === "object" && place !== null && "first_line" in place ? place.first_line : null;
