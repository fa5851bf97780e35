// How a database is asked in Hyperf: `Db::table()->…->get()`, `Model::query()->…->get()`, `Db::select("…")`.
import { argumentAt, type CallNode, chainOf, field, nameOf, nodeAt, type Node } from "./syntax.ts";
import { type Imported, shortName } from "./types.ts";

/** Static methods of a model that begin a query (hyperf:src/database/src/Model/Builder.php). */
const BEGINS =
  /^(?:query|newQuery|newModelQuery|where[A-Z]?\w*|orWhere\w*|select|selectRaw|orderBy\w*|latest|oldest|join|leftJoin|withTrashed|onlyTrashed|withoutGlobalScopes?|with)$/;

export const isDb = (node: Node | null, imported: Imported): boolean =>
  /^Db$/i.test(shortName(node, imported) ?? "");

/** Calls of a chain that begins with a query; null: it is no query, or nobody can tell. */
export function queryOf(last: CallNode, imported: Imported): readonly CallNode[] | null {
  const chain = chainOf(last);
  const [first] = chain;
  if (first.by !== "static" || first.name === null) return null;
  if (isDb(first.on, imported)) {
    if (first.name !== "connection") return chain;
    return chain.length > 1 ? chain : null;
  }
  const isOwn = /^(?:self|static|parent)$/.test(nameOf(first.on) ?? "");
  return BEGINS.test(first.name) && !isOwn ? chain : null;
}

/** Whether SQL that is a constant may give any number of rows; null: it is no constant, or no query that is understood. */
export function isUnboundedSql(node: Node | null): boolean | null {
  const sql = constantText(node);
  if (sql === null || !/^\s*select\b[\s\S]*\bfrom\b/i.test(sql)) return null;
  const isOneRow =
    /^\s*select\s+(?:count|sum|max|min|avg|exists|coalesce|ifnull)\s*\(/i.test(sql) &&
    !/\bgroup\s+by\b/i.test(sql);
  return (
    !isOneRow &&
    !/\b(?:limit|fetch\s+first|top\s*\(?\d)\b|\b\w*id`?\s*(?:=|in\b)|\binformation_schema\b/i.test(
      sql,
    )
  );
}

/** Text of strings and what is joined of them. */
function constantText(node: Node | null): string | null {
  if (node?.kind === "string" || node?.kind === "nowdoc") {
    const value = field(node, "value");
    return typeof value === "string" ? value : null;
  }
  if (node?.kind === "encapsed") return joined(partsOf(node));
  if (node?.kind !== "bin" || field(node, "type") !== ".") return null;
  return joined([nodeAt(node, "left"), nodeAt(node, "right")]);
}

const partsOf = (node: Node): readonly (Node | null)[] => {
  const parts = field(node, "value");
  return Array.isArray(parts) ? parts.map((part: Node) => nodeAt(part, "expression")) : [null];
};

function joined(nodes: readonly (Node | null)[]): string | null {
  const texts = nodes.map((node) => constantText(node));
  return texts.every((text) => text !== null) ? texts.join("") : null;
}

/** Whether a condition is on a key, which few rows have. */
export const isOnKey = (call: CallNode): boolean => {
  const column = argumentAt(call, 0);
  const value = column?.kind === "string" ? field(column, "value") : null;
  return (
    /^(?:whereIn|whereKey|whereIntegerInRaw)$/i.test(call.name ?? "") ||
    (/^(?:or)?where/i.test(call.name ?? "") && typeof value === "string" && /id$/i.test(value))
  );
};
