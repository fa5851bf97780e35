import type { Pattern } from "../pattern.ts";
import type { Body, Scope } from "../scopes.ts";
import {
  callOf,
  callsIn,
  field,
  givenTo,
  nameOf,
  nodeAt,
  nodesAt,
  within,
  type Node,
} from "../syntax.ts";
import { shortName, typeOf } from "../types.ts";

/** A label with the path as it was asked for makes a series per id in it (hyperf docs/zh-cn/metric.md; its own middleware takes the route). */
export const metricPath: Pattern = {
  kind: "metric-path",
  words: ["Metric"],
  find: (scope) => scope.bodies.flatMap((body) => [...labelsIn(body), ...ownPaths(body, scope)]),
};

/** Labels of `new Timer("…", $labels)`, of `->with(…)` on what a metric factory makes. */
function labelsIn(body: Body): readonly Node[] {
  const labels = within(body.node).flatMap((node) => {
    if (node.kind === "new")
      return isTimer(node, body) ? nodesAt(node, "arguments").slice(1, 2) : [];
    const call = callOf(node);
    return call?.name === "with" && isMetric(call.on, body) ? call.args : [];
  });
  return labels.flatMap((label) => pathIn(label, body, new Set()) ?? []);
}

const isTimer = (node: Node, { known }: Body): boolean =>
  shortName(nodeAt(node, "what"), known.imported) === "Timer";

const METRIC = /^(?:Counter|Gauge|Histogram)(?:Interface)?$/;
const MAKES = /^make(?:Counter|Gauge|Histogram)$/;

function isMetric(on: Node | null, body: Body): boolean {
  if (on === null) return false;
  if (METRIC.test(typeOf(on, body.known) ?? "")) return true;
  if (MAKES.test(callOf(on)?.name ?? "")) return true;
  return (
    on.kind === "variable" &&
    givenTo(nameOf(on) ?? "", body.node).some((right) => MAKES.test(callOf(right)?.name ?? ""))
  );
}

/** The part of an expression that is the request's path; null: none that is seen. `seen`: variables that were looked at on the way. */
function pathIn(expression: Node, body: Body, seen: Set<string>): Node | null {
  for (const node of within(expression)) {
    if (isRawPath(node)) return node;
    const name = node.kind === "variable" ? (nameOf(node) ?? "this") : "this";
    if (name === "this" || seen.has(name)) continue;
    seen.add(name);
    for (const right of givenTo(name, body.node)) {
      const found = pathIn(right, body, seen);
      if (found !== null) return found;
    }
  }
  return null;
}

const KEYS: ReadonlySet<unknown> = new Set(["request_uri", "path_info", "REQUEST_URI"]);
const METHODS = /^(?:getPathInfo|getRequestUri|getRequestTarget|path|decodedPath|url|fullUrl)$/;

/** `$request->getUri()->getPath()`, `$request->getPathInfo()`, `$request->server["request_uri"]`. */
function isRawPath(node: Node): boolean {
  if (node.kind === "offsetlookup") {
    const offset = nodeAt(node, "offset");
    return offset?.kind === "string" && KEYS.has(field(offset, "value"));
  }
  const call = callOf(node);
  return call !== null && call.on !== null && isPathOf(call.on, call.name ?? "");
}

function isPathOf(on: Node, method: string): boolean {
  const object = nameOf(nodeAt(on, "offset") ?? on) ?? "";
  return method === "getPath"
    ? callOf(on)?.name === "getUri" || /uri$/i.test(object)
    : METHODS.test(method) && /request$/i.test(object);
}

/** `getPath()` of a class that takes the place of Hyperf's middleware, when it knows no route. */
function ownPaths(body: Body, { parent }: Scope): readonly Node[] {
  if (parent !== "MetricMiddleware" || body.name?.toLowerCase() !== "getpath") return [];
  const knowsRoute = within(body.node).some((node) => /route/i.test(nameOf(node) ?? ""));
  return knowsRoute
    ? []
    : callsIn(body.node)
        .map(({ node }) => node)
        .filter((node) => isRawPath(node));
}
