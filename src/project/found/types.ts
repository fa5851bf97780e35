// What a variable or property holds, as far as it is written beside it. Types are short names as declared: `LoggerFactory`, `array`.
import {
  argumentAt,
  callOf,
  classConstant,
  field,
  isClass,
  isFunction,
  lastPart,
  nameOf,
  nodeAt,
  nodesAt,
  within,
  type Node,
} from "./syntax.ts";

type Types = ReadonlyMap<string, string>;
/** Short names by the aliases of `use A\B as C`, in lower case. */
export type Imported = ReadonlyMap<string, string>;
export type Known = {
  readonly imported: Imported;
  readonly properties: Types;
  readonly variables: Types;
};

export function importedBy(tree: Node): Imported {
  const items = within(tree, (node) => !isClass(node) && !isFunction(node)).filter(
    ({ kind }) => kind === "useitem",
  );
  return new Map(
    items.flatMap((item) => {
      const alias = nameOf(nodeAt(item, "alias"));
      const name = lastPart(nameOf(item) ?? "");
      return alias === null ? [] : [[alias.toLowerCase(), name] as const];
    }),
  );
}

/** The last part of a class' name as it was declared, not as it is called here. */
export function shortName(node: Node | null, imported: Imported): string | null {
  const name = nameOf(node);
  if (name === null) return null;
  return name.includes("\\") ? lastPart(name) : (imported.get(name.toLowerCase()) ?? name);
}

export function variableTypes(body: Node, imported: Imported): Types {
  const types = new Map<string, string>();
  for (const node of within(body)) {
    if (isFunction(node)) {
      for (const parameter of nodesAt(node, "arguments"))
        note(types, nameOf(parameter), writtenType(nodeAt(parameter, "type"), imported));
    } else if (node.kind === "assign") {
      const left = nodeAt(node, "left");
      if (left?.kind === "variable")
        note(types, nameOf(left), madeType(nodeAt(node, "right"), imported));
    }
  }
  return types;
}

export function propertyTypes(classNode: Node, imported: Imported): Types {
  const types = new Map<string, string>();
  const members = nodesAt(classNode, "body");
  for (const member of members) {
    for (const property of nodesAt(member, "properties")) {
      const written = writtenType(nodeAt(property, "type"), imported);
      const array = nodeAt(property, "value")?.kind === "array" ? "array" : null;
      note(types, nameOf(property), written ?? documentedType(member, imported) ?? array);
    }
    const promoted = nodesAt(member, "arguments").filter((each) => field(each, "flags") !== 0);
    for (const parameter of promoted)
      note(types, nameOf(parameter), writtenType(nodeAt(parameter, "type"), imported));
  }
  for (const method of members.filter(({ kind }) => kind === "method"))
    noteAssigned(types, method, imported);
  return types;
}

function noteAssigned(types: Map<string, string>, method: Node, imported: Imported): void {
  const assigned = within(method).filter(
    (node) => node.kind === "assign" && propertyOf(nodeAt(node, "left")) !== null,
  );
  if (assigned.length === 0) return;
  const known = { imported, properties: types, variables: variableTypes(method, imported) };
  for (const node of assigned)
    note(types, propertyOf(nodeAt(node, "left")), typeOf(nodeAt(node, "right"), known));
}

/** Name of `$this->name`, `self::$name`; null: it is something else. */
export function propertyOf(node: Node | null): string | null {
  if (node === null) return null;
  const on = nameOf(nodeAt(node, "what"));
  const offset = nodeAt(node, "offset");
  if (node.kind === "propertylookup" || node.kind === "nullsafepropertylookup")
    return on === "this" && offset?.kind === "identifier" ? nameOf(offset) : null;
  const isOwn = node.kind === "staticlookup" && (on === "self" || on === "static");
  return isOwn && offset?.kind === "variable" ? nameOf(offset) : null;
}

/** Null: not told. */
export function typeOf(node: Node | null, known: Known): string | null {
  if (node === null) return null;
  if (node.kind === "variable") return known.variables.get(nameOf(node) ?? "") ?? null;
  const property = propertyOf(node);
  return property === null
    ? madeType(node, known.imported)
    : (known.properties.get(property) ?? null);
}

/** Names of what hands out an object of the class that it is given: containers and the functions that stand for one. */
const MAKES = /^(?:get|make|app|di|container|resolve|create|inject)$/i;

/** Type of `new A()`, `make(A::class)`, `$container->get(A::class)`. */
function madeType(node: Node | null, imported: Imported): string | null {
  if (node === null) return null;
  if (node.kind === "new") return shortName(nodeAt(node, "what"), imported);
  const call = callOf(node);
  if (call === null || !MAKES.test(lastPart(call.name ?? ""))) return null;
  const made = argumentAt(call, 0);
  return classConstant(made) === null || made === null
    ? null
    : shortName(nodeAt(made, "what"), imported);
}

function note(types: Map<string, string>, name: string | null, type: string | null): void {
  if (name !== null && type !== null && !types.has(name)) types.set(name, type);
}

function writtenType(node: Node | null, imported: Imported): string | null {
  if (node === null) return null;
  const members = nodesAt(node, "types");
  if (members.length === 0) return shortName(node, imported);
  const names = members.map((each) => shortName(each, imported));
  return names.find((name) => name?.toLowerCase() !== "null") ?? null;
}

function documentedType(member: Node, imported: Imported): string | null {
  const text = nodesAt(member, "leadingComments").map((comment) => field(comment, "value"));
  const [, name] = /@var\s+\??\\?([\w\\]+)/.exec(text.join("\n")) ?? [];
  if (name === undefined) return null;
  return name.includes("\\") ? lastPart(name) : (imported.get(name.toLowerCase()) ?? name);
}
