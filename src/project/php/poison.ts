import { isArray, isObject, UNKNOWN, type Held } from "./held.ts";
import { forKind, within, type ByKind, type Node } from "./nodes.ts";
import { held, type Noted, type Scope } from "./scope.ts";

// What is not known any more after code that was not followed, or of which is not told whether it runs.

/** Every variable that such code may have changed. */
export function poison(node: Node, scope: Scope): void {
  for (const each of within(node)) {
    for (const target of forKind(CHANGED, each)?.(each) ?? []) forget(target, scope);
  }
}

export const isReference = (node: Node): boolean => node.kind === "variable" && node.byref === true;

/** The nodes whose variables a node changes. */
const CHANGED: ByKind<readonly Node[], []> = {
  assign: ({ left }) => [left],
  assignref: ({ left, right }) => [left, right],
  pre: ({ what }) => [what],
  post: ({ what }) => [what],
  unset: ({ variables }) => variables,
  foreach: ({ source, key, value }) => [
    ...(key === null ? [value] : [key, value]),
    ...(isReference(value) ? [source] : []),
  ],
  entry: ({ byRef, value }) => (byRef ? [value] : []),
  global: ({ items }) => items,
  static: ({ variables }) => variables.map(({ variable }) => variable),
  // By reference, perhaps; and a method changes its object.
  call: ({ what, arguments: args }) =>
    what.kind === "propertylookup" ? [what.what, ...args] : args,
  closure: ({ uses }) => uses,
};

/** What stands in a variable, or in an offset of it, is not known any more. */
export function forget(target: Node, scope: Scope): void {
  for (const node of rootsOf(target)) {
    if (node.kind !== "variable" || typeof node.name !== "string") continue;
    const { name } = node;
    const before = scope.variables.get(name);
    if (before !== undefined) touch(before);
    scope.variables.set(name, { ...held(UNKNOWN, node, scope), text: () => `$${name}` });
  }
}

function rootsOf(target: Node): readonly Node[] {
  if (target.kind === "offsetlookup") return rootsOf(target.what);
  if (target.kind === "propertylookup" && target.what.kind === "variable") return [target.what];
  if (target.kind !== "list" && target.kind !== "array") {
    return [target];
  }
  return target.items.flatMap((item) => (item.kind === "entry" ? rootsOf(item.value) : []));
}

/** Code that was not followed has had these: objects in them may have changed. */
export function touch(given: Held): void {
  if (isObject(given.value)) given.value.isTouched = true;
  if (isArray(given.value)) for (const each of given.value.entries.values()) touch(each);
}

/** A scope for code of which is not told whether it runs: what it notes is noted as that, what it sets does not stay. */
export const perhaps = (scope: Scope): Scope => ({
  ...scope,
  variables: new Map(scope.variables),
  constants: new Map(scope.constants),
  note: (noted) => scope.note(doubtful(noted)),
});

function doubtful(noted: Noted): Noted {
  if (noted.kind !== "chain") return { ...noted, value: { ...noted.value, value: UNKNOWN } };
  const { value: object, place } = noted.value;
  // As if the chain said `->when($condition)`.
  if (isObject(object)) {
    const condition = { ...noted.value, value: UNKNOWN, text: () => "if (…)" };
    object.calls.push({ name: "when", args: [{ name: null, value: condition }], place });
  }
  return noted;
}

const FUNCTIONS: readonly Node["kind"][] = ["closure", "arrowfunc", "function", "class", "method"];
/** What throws or exits gives no other value. */
const LEAVING: readonly Node["kind"][] = ["return", "goto"];
const LEAVING_LOOPS: readonly Node["kind"][] = [...LEAVING, "break", "continue"];

const has = (node: Node, kinds: readonly Node["kind"][]): boolean => {
  for (const each of within(node, (below) => !FUNCTIONS.includes(below.kind)))
    if (kinds.includes(each.kind)) return true;
  return false;
};

/** Whether code may end the function it stands in. */
export const mayReturn = (node: Node): boolean => has(node, LEAVING);
/** Or the loop. */
export const mayLeave = (node: Node): boolean => has(node, LEAVING_LOOPS);
