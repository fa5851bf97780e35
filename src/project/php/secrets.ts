import { isSecretName } from "../../domain/secret.ts";
import { forKind, within, type ByKind, type Loc, type Node } from "./nodes.ts";
import type { PhpFile } from "./parse.ts";

/** A piece of a file, from before to after. */
export type Range = readonly [start: number, end: number];

/** Where secrets stand in a file. More are added as evaluation finds them. */
export class Secrets {
  readonly #found = new Map<number, number>();
  readonly #variables = new Set<string>();
  #sorted: readonly Range[] | null = null;

  private constructor() {}

  /** Those that show by the names they stand under. */
  static of(file: PhpFile): Secrets {
    const known = OF_FILES.get(file);
    if (known !== undefined) return known;
    const secrets = new Secrets();
    OF_FILES.set(file, secrets);
    if (file.ast === null) return secrets;
    // Twice: what a variable holds may stand before the name that tells that it is a secret.
    for (let count = -1; count !== secrets.#variables.size;) {
      count = secrets.#variables.size;
      for (const node of within(file.ast)) forKind(NAMED, node)?.(node, secrets);
    }
    return secrets;
  }

  /** Every literal of an expression is one, and what its variables hold; the name of a variable of the environment is none. */
  hide(node: Node | null): void {
    if (node === null) return;
    for (const each of within(node, (below) => !isWhole(below))) {
      if (LITERALS.includes(each.kind)) this.#add(each.loc);
      else if (isAsking(each)) this.#hideDefaults(each);
    }
    for (const name of variablesIn(node)) this.#variables.add(name);
  }

  /** Whether a variable of this name goes into a secret somewhere in the file. */
  isVariable(name: string): boolean {
    return isSecretName(name) || this.#variables.has(name);
  }

  #hideDefaults(call: Node): void {
    if (call.kind === "call") for (const each of call.arguments.slice(1)) this.hide(each);
  }

  #add({ start, end }: Loc): void {
    const before = this.#found.get(start.offset) ?? 0;
    if (before >= end.offset) return;
    this.#found.set(start.offset, end.offset);
    this.#sorted = null;
  }

  /** Those that begin within these offsets. */
  between(start: number, end: number): readonly Range[] {
    this.#sorted ??= [...this.#found].toSorted(([a], [b]) => a - b);
    return slice(this.#sorted, start, end);
  }
}

/** Of sorted pieces those that begin within these offsets. */
export function slice(sorted: readonly Range[], start: number, end: number): readonly Range[] {
  const from = firstFrom(sorted, start);
  let to = from;
  while ((sorted[to]?.[0] ?? end) < end) to += 1;
  return sorted.slice(from, to);
}

/** The index of the first piece at or after an offset. */
function firstFrom(sorted: readonly Range[], offset: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((sorted[middle]?.[0] ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isWhole = (node: Node): boolean => LITERALS.includes(node.kind) || isAsking(node);

/** The variables whose values go into an expression's own: what is only asked or handed to a function does not. */
function variablesIn(node: Node): readonly string[] {
  if (node.kind === "variable") return typeof node.name === "string" ? [node.name] : [];
  return (forKind(PASSING, node)?.(node) ?? []).flatMap(variablesIn);
}

const PASSING: ByKind<readonly Node[], []> = {
  bin: ({ type, left, right }) => (type === "." || type === "??" ? [left, right] : []),
  encapsed: ({ value }) => value.map(({ expression }) => expression),
  retif: ({ test, trueExpr, falseExpr }) => [trueExpr ?? test, falseExpr],
  cast: ({ expr }) => [expr],
  silent: ({ expr }) => [expr],
};

const OF_FILES = new WeakMap<PhpFile, Secrets>();
const LITERALS: readonly Node["kind"][] = ["string", "encapsed", "nowdoc", "number"];

/** `env("NAME", …)`: the name may be told. */
const isAsking = (node: Node): boolean =>
  node.kind === "call" &&
  node.what.kind === "name" &&
  /(?:^|\\)(?:env|getenv|constant|defined)$/i.test(node.what.name);

const isSecret = (name: Node | null | undefined): boolean => {
  if (name === null || name === undefined) return false;
  const text = textOf(name);
  return text !== null && isSecretName(text);
};

function textOf(node: Node): string | null {
  if (node.kind === "string" || node.kind === "nowdoc") return node.value;
  if (node.kind === "identifier" || node.kind === "name") return node.name;
  if (node.kind === "variable") return typeof node.name === "string" ? node.name : null;
  if (node.kind === "propertylookup" || node.kind === "staticlookup") return textOf(node.offset);
  if (node.kind === "offsetlookup") {
    return node.offset === null || node.offset === false ? textOf(node.what) : textOf(node.offset);
  }
  return null;
}

const NAMED: ByKind<void, [Secrets]> = {
  entry({ key, value }, secrets) {
    if (isSecret(key)) secrets.hide(value);
  },
  namedargument({ name, value }, secrets) {
    if (isSecretName(name)) secrets.hide(value);
  },
  assign({ left, right }, secrets) {
    const isKnown = left.kind === "variable" && typeof left.name === "string";
    if (isSecret(left) || (isKnown && secrets.isVariable(left.name))) secrets.hide(right);
  },
  parameter({ name, value }, secrets) {
    if (isSecret(name)) secrets.hide(value);
  },
  property({ name, value }, secrets) {
    if (isSecret(name)) secrets.hide(value);
  },
  constant({ name, value }, secrets) {
    if (isSecret(name)) secrets.hide(value);
  },
  enumcase({ name, value }, secrets) {
    if (isSecret(name)) secrets.hide(value);
  },
  // define("API_KEY", …), ini_set("session.password", …), $config->set("db.password", …), ->setPassword(…)
  call(node, secrets) {
    const [first, ...others] = node.arguments;
    if (isSecret(node.what)) for (const each of node.arguments) secrets.hide(each);
    if (isSecret(first)) for (const each of others) secrets.hide(each);
  },
  bin({ type, left, right }, secrets) {
    // $password === "…", $token ?? "…"
    if (type !== "." && isSecret(left)) secrets.hide(right);
    if (type !== "." && isSecret(right)) secrets.hide(left);
  },
};
