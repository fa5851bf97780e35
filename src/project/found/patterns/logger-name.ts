import type { Pattern } from "../pattern.ts";
import type { Body } from "../scopes.ts";
import {
  argumentAt,
  callOf,
  type CallNode,
  callsIn,
  field,
  givenTo,
  lastPart,
  nameOf,
  nodeAt,
  within,
  type Node,
} from "../syntax.ts";
import { typeOf } from "../types.ts";

const FACTORY = "LoggerFactory";

/**
 * A factory keeps one logger per name for as long as the process lives (hyperf docs/zh-cn/logger.md). That a name is no constant is not enough: the `Log`
 * class of that page hands `$name` on.
 */
export const loggerName: Pattern = {
  kind: "logger-name",
  words: [FACTORY],
  find: ({ bodies }) =>
    bodies.flatMap((body) =>
      callsIn(body.node)
        .filter((call) => {
          const name = argumentAt(call, 0);
          return (
            (call.name === "get" || call.name === "make") &&
            name !== null &&
            typeOf(call.on, body.known) === FACTORY &&
            varies(name, body, new Set())
          );
        })
        .map(({ node }) => node),
    ),
};

/** What tells one request, user or moment from the next. */
const NAMES =
  /(?:^|_)(?:id|no|uid|sn|ip|url|uri)$|(?:Id|No|Uid|Sn|Ip|Url|Uri|ID)$|uuid|uniq|trace|request|session|token|user|member|customer|order|email|phone|mobile|nonce|timestamp/i;
/** There are as many of these as the application has parts. */
const FEW = /channel|group|log|type|status|class|topic|queue|module|driver|level|env|app/i;
/** Says nothing without the object that it is of. */
const OF_OBJECT = /^(?:name|value|key|code|number|hash)$/i;
const FUNCTIONS =
  /^(?:uniqid|time|microtime|hrtime|rand|mt_rand|random_int|random_bytes|spl_object_id|spl_object_hash|session_create_id)$/i;
const METHODS =
  /^(?:getPath|getPathInfo|getRequestUri|getUri|getClientIp|getRequestTarget|fullUrl|getId)$|uuid|snowflake/i;
const OF_REQUEST = /^(?:input|header|getHeaderLine|query|post|getAttribute|route|cookie)$/i;
const CLOCK = /[BGgHhisuvU]/;

const isTelling = (name: string): boolean => NAMES.test(name) && !FEW.test(name);

/** `seen`: variables that were looked at on the way. */
function varies(expression: Node, body: Body, seen: Set<string>): boolean {
  const parts = isPart(expression)
    ? [expression]
    : within(expression, (node) => !isPart(node)).filter((node) => isPart(node));
  return parts.some((node) => {
    const call = callOf(node);
    if (call !== null) return isVaryingCall(call, body, seen);
    if (node.kind !== "variable") return isTellingOf(node);
    const name = nameOf(node) ?? "";
    return isTelling(name) || isGivenVarying(name, body, seen);
  });
}

const PARTS: ReadonlySet<string> = new Set([
  "variable",
  "call",
  "propertylookup",
  "nullsafepropertylookup",
  "staticlookup",
  "offsetlookup",
  "closure",
  "arrowfunc",
]);
const isPart = ({ kind }: Node): boolean => PARTS.has(kind);

/** `$order->sn`, `$order["sn"]`, `$user->name`. */
function isTellingOf(node: Node): boolean {
  const offset = nodeAt(node, "offset");
  if (offset === null || node.kind === "staticlookup") return false;
  const name = offset.kind === "string" ? field(offset, "value") : nameOf(offset);
  if (typeof name !== "string") return false;
  return OF_OBJECT.test(name)
    ? isTelling(nameOf(nodeAt(node, "what")) ?? "")
    : isTelling(name) && offset.kind !== "variable";
}

function isVaryingCall(call: CallNode, body: Body, seen: Set<string>): boolean {
  const name = lastPart(call.name ?? "");
  if (name === "date" || name === "format") {
    const format = argumentAt(call, 0);
    const written = format?.kind === "string" ? field(format, "value") : null;
    return typeof written === "string" && CLOCK.test(written);
  }
  if (call.by !== "function")
    return METHODS.test(name) || (OF_REQUEST.test(name) && isRequest(call.on));
  return FUNCTIONS.test(name) || call.args.some((each) => varies(each, body, seen));
}

const isRequest = (on: Node | null): boolean =>
  on !== null && /request$/i.test(nameOf(nodeAt(on, "offset") ?? on) ?? "");

function isGivenVarying(name: string, body: Body, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  return givenTo(name, body.node).some((right) => varies(right, body, seen));
}
