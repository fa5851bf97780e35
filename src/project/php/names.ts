import type { Name, Namespace, Node, Program, UseGroup } from "./nodes.ts";

/** The namespace of a piece of code and what it imports; keys are lower case (those of constants are not), full names have no leading backslash. */
export type Names = {
  readonly namespace: string;
  readonly classes: ReadonlyMap<string, string>;
  readonly functions: ReadonlyMap<string, string>;
  readonly constants: ReadonlyMap<string, string>;
};

export type Part = { readonly names: Names; readonly statements: readonly Node[] };

/** A file in its namespaces: one part for each, or one without. */
export function partsOf(program: Program): readonly Part[] {
  const statements = flat(program.children);
  const outside = statements.filter((node) => node.kind !== "namespace");
  const inside = statements.filter((node) => node.kind === "namespace");
  return [
    ...(outside.length > 0 ? [partOf("", outside)] : []),
    ...inside.map((node) => partOf(nameOf(node), flat(node.children))),
  ];
}

const nameOf = ({ name }: Namespace): string =>
  bare(typeof name === "string" ? name : name.join("\\"));
const bare = (name: string): string => name.replace(/^\\/, "");

/** Statements below `declare(…)` belong to those around it. */
const flat = (statements: readonly Node[]): readonly Node[] =>
  statements.flatMap((node) => (node.kind === "declare" ? [node, ...node.children] : [node]));

function partOf(namespace: string, statements: readonly Node[]): Part {
  const classes = new Map<string, string>();
  const functions = new Map<string, string>();
  const constants = new Map<string, string>();
  for (const { type, alias, name } of statements.flatMap(importsOf)) {
    if (type === "const") constants.set(alias, name);
    else (type === "function" ? functions : classes).set(alias.toLowerCase(), name);
  }
  return { names: { namespace, classes, functions, constants }, statements };
}

type Import = { readonly type: UseGroup["type"]; readonly alias: string; readonly name: string };

function importsOf(node: Node): readonly Import[] {
  if (node.kind !== "usegroup") return [];
  return node.items.map((item) => {
    const name = bare(node.name === null ? item.name : `${node.name}\\${item.name}`);
    const alias = item.alias?.name ?? name.slice(name.lastIndexOf("\\") + 1);
    return { type: item.type ?? node.type, alias, name };
  });
}

/** Full name of a class as written: `Foo`, `A\Foo`, `\A\Foo`. */
export function fullName(written: string, names: Names): string {
  if (written.startsWith("\\")) return bare(written);
  const [first = "", ...rest] = written.split("\\");
  if (first.toLowerCase() === "namespace") return under(names.namespace, rest.join("\\"));
  const imported = names.classes.get(first.toLowerCase());
  return imported === undefined ? under(names.namespace, written) : [imported, ...rest].join("\\");
}

const under = (namespace: string, name: string): string =>
  namespace === "" ? name : `${namespace}\\${name}`;

export const classOf = (name: Name, names: Names): string =>
  name.resolution === "rn" ? under(names.namespace, name.name) : fullName(name.name, names);

/** What a function's or constant's name may mean: the first that exists. A name without a backslash falls back to the global one. */
export function meanings(
  name: Name,
  names: Names,
  of: "functions" | "constants",
): readonly string[] {
  if (name.resolution === "fqn") return [bare(name.name)];
  if (name.resolution === "rn") return [under(names.namespace, name.name)];
  if (name.resolution === "qn") return [fullName(name.name, names)];
  const imported = names[of].get(of === "functions" ? name.name.toLowerCase() : name.name);
  if (imported !== undefined) return [imported];
  return names.namespace === "" ? [name.name] : [under(names.namespace, name.name), name.name];
}
