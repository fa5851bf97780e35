import {
  importedBy,
  type Imported,
  type Known,
  propertyTypes,
  shortName,
  variableTypes,
} from "./types.ts";
import { isClass, nameOf, nodeAt, nodesAt, within, type Node } from "./syntax.ts";

/** As much of a class that was read as it takes to name it. */
export type NamedClass = {
  readonly name: string;
  readonly methods: readonly { readonly node: Node }[];
};

/** One class, or what stands outside of all classes of a file. */
export type Scope = {
  /** Full; null outside of classes, and of a class without a name. */
  readonly className: string | null;
  /** Short names. */
  readonly parent: string | null;
  readonly interfaces: readonly string[];
  /** By their names in lower case. */
  readonly methods: ReadonlyMap<string, Body>;
  readonly bodies: readonly Body[];
};

/** A method, a function, or what stands outside of them. */
export type Body = { readonly node: Node; readonly name: string | null; readonly known: Known };

/** `classes`: those of the same tree, for their full names. */
export function scopesOf(tree: Node, classes: readonly NamedClass[]): readonly Scope[] {
  const imported = importedBy(tree);
  return [
    ...within(tree)
      .filter((node) => isClass(node))
      .map((node) => classScope(node, classes, imported)),
    {
      className: null,
      parent: null,
      interfaces: [],
      methods: new Map(),
      bodies: outsideOf(tree).map((node) => bodyOf(node, new Map(), imported)),
    },
  ];
}

/** Functions, and statements in none; what has a class in it is left to that. */
function outsideOf(tree: Node): readonly Node[] {
  return within(tree, isBlock).filter(
    (node) => !isBlock(node) && !within(node).some((each) => isClass(each)),
  );
}

const BLOCKS: ReadonlySet<string> = new Set(["program", "namespace", "declare"]);
const isBlock = ({ kind }: Node): boolean => BLOCKS.has(kind);

function classScope(node: Node, classes: readonly NamedClass[], imported: Imported): Scope {
  const nodes = nodesAt(node, "body").filter(({ kind }) => kind === "method");
  const named = classes.find(({ methods }) =>
    methods.some((method) => nodes.includes(method.node)),
  );
  const properties = propertyTypes(node, imported);
  const bodies = nodes.map((each) => bodyOf(each, properties, imported));
  return {
    className: named?.name ?? null,
    parent: shortName(nodeAt(node, "extends"), imported),
    interfaces: nodesAt(node, "implements").flatMap((each) => shortName(each, imported) ?? []),
    methods: new Map(bodies.map((body) => [(body.name ?? "").toLowerCase(), body] as const)),
    bodies,
  };
}

const bodyOf = (node: Node, properties: Known["properties"], imported: Imported): Body => ({
  node,
  name: nameOf(node),
  known: { imported, properties, variables: variableTypes(node, imported) },
});
