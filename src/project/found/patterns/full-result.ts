import type { Pattern } from "../pattern.ts";
import { isDb, isOnKey, isUnboundedSql, queryOf } from "../queries.ts";
import { argumentAt, type CallNode, callsIn, type Node } from "../syntax.ts";
import type { Imported } from "../types.ts";

/** Methods after which a query gives one row, some, or one by one. */
const BOUNDS =
  /^(?:limit|take|forPage|skip|offset|first\w*|find\w*|sole|value|chunk\w*|each\w*|cursor|lazy\w*|paginate|simplePaginate|cursorPaginate|count|sum|max|min|avg|exists|groupBy\w*|distinct|insert\w*|update\w*|delete)$/i;

/** Rows that come all at once, in the class of a task. A query that is made elsewhere and handed in is not judged. */
export const fullResult: Pattern = {
  kind: "full-result",
  words: ["->get()", "->get([", "::select(", "->select("],
  find({ className, bodies }, { taskClasses }) {
    if (className === null || !taskClasses.has(className)) return [];
    return bodies.flatMap(({ node, known }) =>
      callsIn(node)
        .filter((call) => isFullGet(call, known.imported) || isFullSelect(call, known.imported))
        .map((call): Node => call.node),
    );
  },
};

function isFullGet(call: CallNode, imported: Imported): boolean {
  if (call.by !== "method" || call.name !== "get" || !isColumns(call)) return false;
  const query = queryOf(call, imported);
  return (
    query !== null &&
    query.length > 1 &&
    !query.some((each) => each.name === null || BOUNDS.test(each.name) || isOnKey(each))
  );
}

/** `get()`, `get(["id"])`: of anything else it may be another `get`. */
const isColumns = (call: CallNode): boolean =>
  call.args.length === 0 || (call.args.length === 1 && argumentAt(call, 0)?.kind === "array");

function isFullSelect(call: CallNode, imported: Imported): boolean {
  if (call.name !== "select" || isUnboundedSql(argumentAt(call, 0)) !== true) return false;
  if (call.by === "static") return isDb(call.on, imported);
  const query = call.by === "method" ? queryOf(call, imported) : null;
  return query?.length === 2 && query[0]?.name === "connection" && isDb(query[0].on, imported);
}
