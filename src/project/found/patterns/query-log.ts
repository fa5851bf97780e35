import type { Pattern } from "../pattern.ts";
import type { Body } from "../scopes.ts";
import { callsIn, childrenOf, field, nameOf, nodeAt, within, type Node } from "../syntax.ts";

/** A connection keeps every query from here on, until it is told to stop or to forget them (hyperf:src/database/src/Connection.php). */
const ENABLES = "enablequerylog";
const ENDS: ReadonlySet<string> = new Set(["disablequerylog", "flushquerylog"]);

/** Left out: where the same class ends it, and where it depends on the environment. */
export const queryLog: Pattern = {
  kind: "query-log",
  words: ["enableQueryLog"],
  find({ bodies }) {
    const calls = bodies.flatMap(({ node }) => callsIn(node));
    if (calls.some(({ name }) => ENDS.has(name?.toLowerCase() ?? ""))) return [];
    return bodies.flatMap((body) => {
      const guarded = guardedIn(body);
      return callsIn(body.node)
        .filter(({ name, node }) => name?.toLowerCase() === ENABLES && !guarded.has(node))
        .map(({ node }) => node);
    });
  },
};

const ENVIRONMENT = /dev|local|test|debug|env|prod/i;

function guardedIn({ node: body }: Body): ReadonlySet<Node> {
  const guarded = new Set<Node>();
  for (const node of within(body)) {
    const asks = (node.kind === "if" || node.kind === "retif") && asksForEnvironment(node);
    if (asks || guarded.has(node)) for (const child of childrenOf(node)) guarded.add(child);
  }
  return guarded;
}

const asksForEnvironment = (node: Node): boolean => {
  const test = nodeAt(node, "test");
  return (
    test !== null &&
    within(test).some((each) => {
      const value = each.kind === "string" ? field(each, "value") : nameOf(each);
      return typeof value === "string" && ENVIRONMENT.test(value);
    })
  );
};
