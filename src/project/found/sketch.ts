import { isFunction, nodeAt, within, type Node } from "./syntax.ts";
import { oneLine } from "./written.ts";

const LITERALS: ReadonlySet<string> = new Set(["string", "encapsed", "nowdoc"]);

/** An expression as it is written, without what stands in strings, functions and comments: a secret may. */
export function sketch(text: string, node: Node): string {
  const { loc } = node;
  let cut = "";
  let at = loc.start.offset;
  const hidden = within(node, (each) => !isHidden(each)).filter((each) => isHidden(each));
  for (const each of hidden) {
    const body = isFunction(each) ? nodeAt(each, "body") : each;
    if (body === null || body.loc.start.offset < at) continue;
    cut += `${uncommented(text.slice(at, body.loc.start.offset))}${isFunction(each) ? "{…}" : "'…'"}`;
    at = body.loc.end.offset;
  }
  cut += uncommented(text.slice(at, loc.end.offset));
  return oneLine(cut.replace(/;\s*$/, "").replaceAll(/\s*(->|\?->)\s*/g, "$1"));
}

const isHidden = (node: Node): boolean => isFunction(node) || LITERALS.has(node.kind);

/** Strings are out of it already, so what looks like a comment is one. */
const uncommented = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*|#(?!\[)[^\r\n]*/g, " ");
