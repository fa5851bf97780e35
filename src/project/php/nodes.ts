// The nodes of php-parser's tree that are read here, as its 3.7.0 makes them: its own types are looser than what it returns.

type Position = { readonly line: number; readonly offset: number };
export type Loc = { readonly start: Position; readonly end: Position };

/** One for each kind of a union, so that each is found by its own. */
type Of<Kind extends string, Rest = unknown> = Kind extends string
  ? {
      readonly kind: Kind;
      readonly loc: Loc;
      readonly parenthesizedExpression?: boolean;
    } & Rest
  : never;

export type Named = Of<"identifier", { readonly name: string }>;
export type Name = Of<
  "name",
  { readonly name: string; readonly resolution: "uqn" | "qn" | "fqn" | "rn" }
>;
export type Comment = Of<"commentblock" | "commentline", { readonly value: string }>;

type Items = readonly (Entry | { readonly kind: "noop"; readonly loc: Loc })[];
export type Entry = Of<
  "entry",
  {
    readonly key: Node | null;
    readonly value: Node;
    readonly byRef: boolean;
    readonly unpack: boolean;
  }
>;
export type ArrayNode = Of<"array", { readonly items: Items }>;
export type Parameter = Of<
  "parameter",
  {
    readonly name: Named;
    readonly value: Node | null;
    readonly byref: boolean;
    readonly variadic: boolean;
    readonly flags: number;
  }
>;
export type NamedArgument = Of<"namedargument", { readonly name: string; readonly value: Node }>;
type Arguments = readonly Node[];
export type Call = Of<"call", { readonly what: Node; readonly arguments: Arguments }>;
export type New = Of<"new", { readonly what: Node; readonly arguments: Arguments }>;
export type PropertyLookup = Of<"propertylookup", { readonly what: Node; readonly offset: Node }>;
export type StaticLookup = Of<"staticlookup", { readonly what: Node; readonly offset: Node }>;
export type Variable = Of<"variable", { readonly name: string | Node; readonly byref?: boolean }>;
export type OffsetLookup = Of<
  "offsetlookup",
  { readonly what: Node; readonly offset: Node | false | null }
>;
export type Bin = Of<"bin", { readonly type: string; readonly left: Node; readonly right: Node }>;
export type Unary = Of<"unary", { readonly type: string; readonly what: Node }>;
export type Step = Of<"pre" | "post", { readonly type: string; readonly what: Node }>;
export type Cast = Of<"cast", { readonly type: string; readonly expr: Node }>;
export type RetIf = Of<
  "retif",
  { readonly test: Node; readonly trueExpr: Node | null; readonly falseExpr: Node }
>;
export type Assign = Of<
  "assign",
  { readonly operator: string; readonly left: Node; readonly right: Node }
>;
export type Match = Of<
  "match",
  {
    readonly cond: Node;
    readonly arms: readonly { readonly conds: readonly Node[] | null; readonly body: Node }[];
  }
>;
export type ArrowFunction = Of<
  "arrowfunc",
  { readonly arguments: readonly Parameter[]; readonly body: Node; readonly byref: boolean }
>;
export type Closure = Of<
  "closure",
  {
    readonly arguments: readonly Parameter[];
    readonly uses: readonly Variable[];
    readonly body: Block | null;
    readonly byref: boolean;
  }
>;
export type StringNode = Of<"string", { readonly value: string; readonly raw: string }>;
export type EncapsedPart = Of<"encapsedpart", { readonly expression: Node }>;
export type Encapsed = Of<
  "encapsed",
  {
    readonly type: "string" | "shell" | "heredoc";
    readonly raw: string;
    readonly value: readonly EncapsedPart[];
  }
>;
export type NowDoc = Of<"nowdoc", { readonly value: string; readonly raw: string }>;
export type Include = Of<"include", { readonly target: Node }>;

export type Block = Of<"block", { readonly children: readonly Node[] }>;
export type If = Of<
  "if",
  { readonly test: Node; readonly body: Node; readonly alternate: Node | null }
>;
export type Foreach = Of<
  "foreach",
  { readonly source: Node; readonly key: Node | null; readonly value: Node; readonly body: Node }
>;
export type For = Of<
  "for",
  {
    readonly init: readonly Node[];
    readonly test: readonly Node[];
    readonly increment: readonly Node[];
    readonly body: Node | null;
  }
>;
export type Namespace = Of<
  "namespace",
  { readonly name: string | readonly string[]; readonly children: readonly Node[] }
>;
export type UseGroup = Of<
  "usegroup",
  {
    readonly name: string | null;
    readonly type: "function" | "const" | null;
    readonly items: readonly {
      readonly name: string;
      readonly alias: Named | null;
      readonly type: "function" | "const" | null;
    }[];
  }
>;
export type Attribute = Of<"attribute", { readonly name: string; readonly args: readonly Node[] }>;
export type AttributeGroup = Of<"attrgroup", { readonly attrs: readonly Attribute[] }>;
type Attributed = { readonly attrGroups?: readonly AttributeGroup[] };
export type Constant = Of<"constant", { readonly name: Named; readonly value: Node }>;
export type ClassConstant = Of<
  "classconstant",
  { readonly constants: readonly Constant[] } & Attributed
>;
export type Property = Of<"property", { readonly name: Named; readonly value: Node | null }>;
export type PropertyStatement = Of<
  "propertystatement",
  { readonly properties: readonly Property[] }
>;
export type Method = Of<
  "method",
  {
    readonly name: Named;
    readonly arguments: readonly Parameter[];
    readonly body: Block | null;
  } & Attributed
>;
export type EnumCase = Of<"enumcase", { readonly name: Named; readonly value: Node | null }>;
export type ClassLike = Of<
  "class" | "interface" | "trait" | "enum",
  {
    readonly name: Named | null;
    readonly extends?: Name | readonly Name[] | null;
    readonly body: readonly Node[];
  } & Attributed
>;
export type Program = Of<
  "program",
  { readonly children: readonly Node[]; readonly comments: readonly Comment[] | null }
>;

export type Node =
  | Named
  | Name
  | Entry
  | ArrayNode
  | Parameter
  | NamedArgument
  | Call
  | New
  | PropertyLookup
  | Of<"nullsafepropertylookup", { readonly what: Node; readonly offset: Node }>
  | StaticLookup
  | Variable
  | OffsetLookup
  | Bin
  | Unary
  | Step
  | Cast
  | RetIf
  | Assign
  | Match
  | ArrowFunction
  | Closure
  | StringNode
  | Encapsed
  | EncapsedPart
  | NowDoc
  | Include
  | Block
  | If
  | Foreach
  | For
  | Namespace
  | UseGroup
  | Attribute
  | AttributeGroup
  | Constant
  | ClassConstant
  | Property
  | PropertyStatement
  | Method
  | EnumCase
  | ClassLike
  | Program
  | Of<"noop" | "nullkeyword" | "selfreference" | "staticreference" | "parentreference">
  | Of<
      | "yield"
      | "yieldfrom"
      | "variadicplaceholder"
      | "inline"
      | "echo"
      | "halt"
      | "goto"
      | "label"
      | "throw"
      | "exit"
    >
  | Of<"number" | "magic", { readonly value: string }>
  | Of<"boolean", { readonly value: boolean }>
  | Of<"variadic" | "clone", { readonly what: Node }>
  | Of<"silent", { readonly expr: Node }>
  | Of<"return", { readonly expr: Node | null }>
  | Of<"assignref", { readonly left: Node; readonly right: Node }>
  | Of<"empty" | "expressionstatement" | "print", { readonly expression: Node }>
  | Of<"isset" | "unset", { readonly variables: readonly Node[] }>
  | Of<"list", { readonly items: Items }>
  | Of<"declare", { readonly children: readonly Node[] }>
  | Of<"while" | "do", { readonly test: Node; readonly body: Node | null }>
  | Of<"break" | "continue", { readonly level: unknown }>
  | Of<"global", { readonly items: readonly Node[] }>
  | Of<"static", { readonly variables: readonly { readonly variable: Node }[] }>
  | Of<"constantstatement", { readonly constants: readonly Constant[] }>
  | Of<"function", { readonly name: Named; readonly body: Block | null }>
  | Of<"switch", { readonly test: Node; readonly body: Node }>
  | Of<"try", { readonly body: Block; readonly always: Block | null }>;

export type NodeOf<Kind extends Node["kind"]> = Kind extends string
  ? Extract<Node, { readonly kind: Kind }>
  : never;

/** A function for each kind of node; a kind without one is beyond us. */
export type ByKind<Result, Given extends readonly unknown[]> = {
  readonly [Kind in Node["kind"]]?: (
    node: Extract<Node, { readonly kind: Kind }>,
    ...given: Given
  ) => Result;
};

/** The function for a node, of a table by kind. */
export const forKind = <Result, Given extends readonly unknown[]>(
  table: ByKind<Result, Given>,
  node: Node,
): ((node: Node, ...given: Given) => Result) | undefined =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table's own type says that it fits
  table[node.kind] as ((node: Node, ...given: Given) => Result) | undefined;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "kind" in value && "loc" in value;

/** The nodes right below one; comments are not among them. */
export function childrenOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const [name, value] of Object.entries(node)) {
    if (name === "leadingComments" || name === "trailingComments" || name === "comments") continue;
    collect(value, found);
  }
  return found;
}

function collect(value: unknown, into: Node[]): void {
  if (Array.isArray(value)) for (const each of value) collect(each, into);
  else if (isNode(value)) into.push(value);
}

/** A node and all below it, in no order that counts. `into`: whether to look below a node; it is given in any case. */
export function* within(
  node: Node,
  into: (node: Node) => boolean = () => true,
): Generator<Node, void> {
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    if (into(next)) for (const child of childrenOf(next)) waiting.push(child);
  }
}
