import type { Pattern } from "../pattern.ts";
import type { Known } from "../types.ts";
import { shortName, typeOf } from "../types.ts";
import {
  argumentAt,
  callOf,
  type CallNode,
  callsIn,
  nameOf,
  nodeAt,
  nodesAt,
  type Node,
} from "../syntax.ts";

const METHODS: ReadonlySet<string> = new Set(["pipeline", "transaction"]);
const CLASSES = /^(?:Redis|RedisProxy|HyperfRedis|RedisClient)$/;

/** Hyperf's Redis defers the release of the connection once per call with a callback (hyperf/hyperf#7733). */
export const redisCallback: Pattern = {
  kind: "redis-callback",
  words: ["pipeline(", "transaction("],
  find: ({ bodies }) =>
    bodies.flatMap(({ node, known }) =>
      callsIn(node)
        .filter(
          (call) =>
            METHODS.has(call.name?.toLowerCase() ?? "") &&
            isRedis(call, known) &&
            isCallable(argumentAt(call, 0)),
        )
        .map((call) => call.node),
    ),
};

function isRedis({ by, on }: CallNode, known: Known): boolean {
  if (on === null) return false;
  if (by === "static") return CLASSES.test(shortName(on, known.imported) ?? "");
  const type = typeOf(on, known);
  if (type !== null) return CLASSES.test(type);
  const call = callOf(on);
  // `RedisFactory->get("pool")`, `redis()`, `$this->redis()`
  if (call !== null)
    return typeOf(call.on, known) === "RedisFactory" || /redis$/i.test(call.name ?? "");
  return /redis$/i.test(nameOf(nodeAt(on, "offset") ?? on) ?? "");
}

function isCallable(node: Node | null): boolean {
  if (node === null) return false;
  if (node.kind === "closure" || node.kind === "arrowfunc") return true;
  if (node.kind === "array") return nodesAt(node, "items").length === 2;
  return callOf(node)?.args[0]?.kind === "variadicplaceholder";
}
