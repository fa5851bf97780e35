// A syntax tree of php-parser, read without trusting its types: they name less than the parser makes.

/** As much of a node as all of them have. */
export type Node = {
  readonly kind: string;
  readonly loc: {
    readonly start: { readonly line: number; readonly offset: number };
    readonly end: { readonly offset: number };
  };
};

/** `loc` and comments are about the text, attributes are no code that runs. */
const NO_CHILDREN: ReadonlySet<string> = new Set([
  "loc",
  "leadingComments",
  "trailingComments",
  "comments",
  "tokens",
  "errors",
  "attrGroups",
]);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "kind") === "string";

export const field = (node: Node, key: string): unknown => Reflect.get(node, key) as unknown;

export function nodeAt(node: Node, key: string): Node | null {
  const held = field(node, key);
  return isNode(held) ? held : null;
}

export function nodesAt(node: Node, key: string): readonly Node[] {
  const held = field(node, key);
  return Array.isArray(held) ? held.filter((each) => isNode(each)) : [];
}

/** A tree is walked once per question that a pattern asks. */
const CHILDREN = new WeakMap<Node, readonly Node[]>();

export function childrenOf(node: Node): readonly Node[] {
  const known = CHILDREN.get(node);
  if (known !== undefined) return known;
  const children: Node[] = [];
  for (const key of Object.keys(node)) {
    const held = NO_CHILDREN.has(key) ? null : field(node, key);
    if (Array.isArray(held)) {
      for (const each of held) if (isNode(each)) children.push(each);
    } else if (isNode(held)) children.push(held);
  }
  CHILDREN.set(node, children);
  return children;
}

/** A node and all below it, in the order of the text. `enter`: whether to go below a node; a text may nest deeper than the stack does. */
export function within(root: Node, enter: (node: Node) => boolean = () => true): readonly Node[] {
  const found: Node[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    if (node !== root && !enter(node)) continue;
    const children = childrenOf(node);
    for (let at = children.length - 1; at >= 0; at -= 1) open.push(children[at] ?? node);
  }
  return found;
}

const FUNCTIONS: ReadonlySet<string> = new Set(["closure", "arrowfunc", "function", "method"]);
export const isFunction = ({ kind }: Node): boolean => FUNCTIONS.has(kind);

const CLASSES: ReadonlySet<string> = new Set(["class", "trait", "enum", "interface"]);
export const isClass = ({ kind }: Node): boolean => CLASSES.has(kind);

/** Name of an identifier, a name, a variable; null: it is computed. */
export function nameOf(node: Node | null): string | null {
  if (node === null) return null;
  const name = field(node, "name");
  if (typeof name === "string") return name;
  if (isNode(name)) return nameOf(name);
  if (node.kind === "selfreference") return "self";
  if (node.kind === "staticreference") return "static";
  return node.kind === "parentreference" ? "parent" : null;
}

export const lastPart = (name: string): string => name.slice(name.lastIndexOf("\\") + 1);

export type CallNode = {
  readonly node: Node;
  readonly by: "function" | "method" | "static" | "value";
  /** Null: it is computed. */
  readonly name: string | null;
  /** Object or class; null of a function. */
  readonly on: Node | null;
  readonly args: readonly Node[];
};

/** A call of any kind; null: it is none. */
export function callOf(node: Node): CallNode | null {
  const what = node.kind === "call" ? nodeAt(node, "what") : null;
  if (what === null) return null;
  const args = nodesAt(node, "arguments");
  if (what.kind === "name") return { node, by: "function", name: nameOf(what), on: null, args };
  const on = nodeAt(what, "what");
  const offset = nodeAt(what, "offset");
  const name = offset?.kind === "identifier" ? nameOf(offset) : null;
  if (what.kind === "staticlookup") return { node, by: "static", name, on, args };
  if (what.kind === "propertylookup" || what.kind === "nullsafepropertylookup")
    return { node, by: "method", name, on, args };
  return { node, by: "value", name: null, on: null, args };
}

export const callsIn = (root: Node): readonly CallNode[] =>
  within(root).flatMap((node) => callOf(node) ?? []);

/** A chain that is longer has no head that anybody looks for. */
const MOST_CALLS = 100;

/** `A::b()->c()->d()` as its calls, the first that is made at the head. */
export function chainOf(last: CallNode): readonly [CallNode, ...CallNode[]] {
  const chain: [CallNode, ...CallNode[]] = [last];
  while (chain.length < MOST_CALLS) {
    const { on } = chain[0];
    const before = on === null ? null : callOf(on);
    if (before === null) break;
    chain.unshift(before);
  }
  return chain;
}

/** What is assigned to a variable anywhere in a body. */
export const givenTo = (variable: string, body: Node): readonly Node[] =>
  within(body).flatMap((node) => {
    const left = node.kind === "assign" ? nodeAt(node, "left") : null;
    const right = nodeAt(node, "right");
    return left?.kind === "variable" && nameOf(left) === variable && right !== null ? [right] : [];
  });

/** An argument by its position, whether it is named or not; null: not given. */
export function argumentAt({ args }: CallNode, position: number): Node | null {
  const given = args[position];
  if (given === undefined) return null;
  return given.kind === "namedargument" ? nodeAt(given, "value") : given;
}

/** `Name::class`; null: it is something else. */
export function classConstant(node: Node | null): string | null {
  if (node?.kind !== "staticlookup" || nameOf(nodeAt(node, "offset")) !== "class") return null;
  return nameOf(nodeAt(node, "what"));
}
