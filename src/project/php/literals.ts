import { fit, toText } from "./conversions.ts";
import type { Held, Plain } from "./held.ts";
import type { ByKind, Encapsed, Node, NodeOf, StringNode } from "./nodes.ts";
import { held, unknown, type Scope } from "./scope.ts";

/** Numbers, strings, `__DIR__` and the like. */
export const LITERALS: ByKind<Held, [Scope]> = {
  boolean: (node, scope) => held(node.value, node, scope),
  nullkeyword: (node, scope) => held(null, node, scope),
  number(node, scope) {
    const value = numberOf(node.value);
    return value === undefined ? unknown(node, scope) : held(value, node, scope);
  },
  string(node, scope) {
    const value = stringOf(node);
    return value === undefined ? unknown(node, scope) : held(value, node, scope);
  },
  nowdoc: (node, scope) => held(node.value, node, scope),
  encapsed,
  magic,
};

/** A literal: underscores, `0x`, `0b`, `0o` and `0` in front; beyond 64 bits it is a float. */
function numberOf(written: string): bigint | number | undefined {
  const text = written.replaceAll("_", "").toLowerCase();
  if (/^0[xb]/.test(text)) return fit(BigInt(text));
  if (/^0o?[0-7]+$/.test(text)) return fit(BigInt(`0o${text.replace(/^0o?/, "")}`));
  if (/^\d+$/.test(text))
    return text.length > 1 && text.startsWith("0") ? undefined : fit(BigInt(text));
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** From its source: the parser's own value does not know bytes. */
function stringOf({ raw }: StringNode): string | undefined {
  const text = raw.replace(/^[bB]/, "");
  const inside = text.slice(1, -1);
  return text.startsWith("'") ? inside.replaceAll(/\\([\\'])/g, "$1") : unescaped(inside);
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  v: "\v",
  e: "\u001B",
  f: "\f",
  "\\": "\\",
  $: "$",
  '"': '"',
};

/** What a double-quoted string says; undefined: a single byte of more than 7 bits, which is no text. */
function unescaped(text: string): string | undefined {
  const bytes: number[] = [];
  const value = text.replaceAll(ESCAPE, (_all, ...[point, hex, octal, char]: Groups) => {
    if (char !== undefined) return ESCAPES[char] ?? "";
    if (point !== undefined) return String.fromCodePoint(Number.parseInt(point, 16));
    const byte = Number.parseInt(hex ?? octal ?? "", hex === undefined ? 8 : 16);
    bytes.push(byte);
    return String.fromCodePoint(byte);
  });
  return bytes.some((byte) => byte > 127) ? undefined : value;
}

const ESCAPE = /\\(?:u\{([\da-fA-F]{1,6})\}|[xX]([\da-fA-F]{1,2})|([0-7]{1,3})|([ntrvef\\$"]))/g;
type Groups = readonly (string | undefined)[];

function encapsed(node: Encapsed, scope: Scope): Held {
  const isDoubtful = node.type === "shell" || (node.type === "heredoc" && node.raw.includes("\\"));
  if (isDoubtful) return unknown(node, scope);
  const parts = node.value.map(({ expression }) => partOf(expression, node, scope));
  const texts = parts.map(({ value }) => toText(value));
  return texts.includes(undefined)
    ? unknown(node, scope, parts)
    : held(texts.join(""), node, scope, parts);
}

/** A heredoc's text is taken as the parser has freed it of its indentation. */
function partOf(part: Node, { type }: Encapsed, scope: Scope): Held {
  if (part.kind !== "string") return scope.interpreter.evaluate(part, scope);
  const text = type === "heredoc" ? part.value : unescaped(part.raw);
  return text === undefined ? unknown(part, scope) : held(text, part, scope);
}

function magic(node: NodeOf<"magic" | "number">, scope: Scope): Held {
  const value = MAGIC.get(node.value.toUpperCase())?.(scope, node.loc.start.line);
  return value === undefined ? unknown(node, scope) : held(value, node, scope);
}

type Magic = (scope: Scope, line: number) => Plain | undefined;

const MAGIC: ReadonlyMap<string, Magic> = new Map<string, Magic>([
  ["__DIR__", (scope) => folderOf(pathOf(scope))],
  ["__FILE__", pathOf],
  ["__LINE__", (_scope, line) => BigInt(line)],
  ["__CLASS__", ({ className }) => className ?? ""],
  ["__NAMESPACE__", ({ names }) => names.namespace],
]);

/** Where the file stands on the machine that runs it: below BASE_PATH. */
function pathOf({ file, environment }: Scope): string | undefined {
  const base = environment.constants.get("BASE_PATH");
  return typeof base === "string" ? `${base}/${file.path}` : undefined;
}

const folderOf = (path: string | undefined): string | undefined =>
  path?.slice(0, Math.max(0, path.lastIndexOf("/")));
