// Whether code may wait. What nobody knows may.
import { isDb } from "./queries.ts";
import type { Body, Scope } from "./scopes.ts";
import {
  type CallNode,
  callOf,
  chainOf,
  field,
  lastPart,
  nameOf,
  nodeAt,
  within,
  type Node,
} from "./syntax.ts";
import { propertyOf, typeOf } from "./types.ts";

/** Functions that wait, read or hand over to something else; of PHP, and of an application by their names. */
const WAITING =
  /sleep|wait|pop|recv|receive|read|select|accept|f?gets$|fgetc|fgetcsv|scanf|exec|system|passthru|proc_|pcntl|lock|acquire|fetch|poll|listen|consume|subscri|query|curl|file|fopen|connect|request|http|run|handle|process|work|yield|suspend|resume|join|stream|socket|call_user|parallel|dispatch|retry|throttle|until|loop|tick/i;
const NOT_WAITING =
  /^(?:array_|str|preg_|json_|ctype_|mb_|is_|memory_|gc_|spl_|sprintf$|count$|microtime$|method_exists$|property_exists$)/i;
/** Commands that Redis answers at once. */
const REDIS =
  /^(?:get|set|setex|setnx|getset|del|exists|incr|incrby|decr|expire|ttl|mget|mset|keys|ping|publish|hget|hset|hgetall|hdel|hincrby|[lr]push|[lr]pop|llen|lrange|rpoplpush|sadd|srem|smembers|scard|spop|zadd|zrem|zcard|zrange|zrangebyscore)$/i;

/** A method of the same class that a call names; null: another's, inherited, or none that is known. */
export function ownMethod({ by, on, name }: CallNode, scope: Scope): Body | null {
  const owner = nameOf(on);
  const isOwn =
    (by === "method" && on?.kind === "variable" && owner === "this") ||
    (by === "static" && (owner === "self" || owner === "static"));
  return isOwn && name !== null ? (scope.methods.get(name.toLowerCase()) ?? null) : null;
}

/** A piece of code of a class, with the methods of the class that it calls. */
export function mayWait(code: Node | null, body: Body, scope: Scope): boolean {
  const open: { readonly node: Node; readonly body: Body }[] =
    code === null ? [] : [{ node: code, body }];
  const seen = new Set<Body>();
  for (const each of open)
    for (const node of within(each.node)) {
      if (waitsItself(node, each.body)) return true;
      const call = callOf(node);
      const own = call === null ? null : ownMethod(call, scope);
      if (call !== null && own === null && callWaits(call, each.body)) return true;
      if (own === null || seen.has(own)) continue;
      seen.add(own);
      open.push({ node: own.node, body: own });
    }
  return false;
}

/** What is no call: `exit` ends the process, a generator waits for who asks it, an iterator may do anything. */
function waitsItself(node: Node, { known }: Body): boolean {
  if (
    node.kind === "exit" ||
    node.kind === "yield" ||
    node.kind === "yieldfrom" ||
    node.kind === "include"
  )
    return true;
  if (node.kind === "encapsed") return field(node, "type") === "shell";
  if (node.kind !== "foreach") return false;
  const source = nodeAt(node, "source");
  return propertyOf(source) !== null && typeOf(source, known) !== "array";
}

function callWaits(call: CallNode, body: Body): boolean {
  const { by, name } = call;
  if (name === null) return true;
  if (by === "function") {
    const short = lastPart(name);
    return !NOT_WAITING.test(short) && WAITING.test(short);
  }
  if (by === "static") return !isMomentaryStatic(call, body);
  return !isMomentary(call, name, body);
}

/** `Db::…` waits for one answer only: what asks on and on is as busy. */
const isMomentaryStatic = ({ on, name }: CallNode, { known }: Body): boolean =>
  isDb(on, known.imported) || (nameOf(on) === "Coroutine" && (name === "create" || name === "id"));

function isMomentary(call: CallNode, name: string, { known }: Body): boolean {
  const [first] = chainOf(call);
  if (first.by === "static" && isDb(first.on, known.imported))
    return name !== "each" && name !== "chunk";
  const type = typeOf(call.on, known);
  const object = call.on === null ? "" : (nameOf(nodeAt(call.on, "offset") ?? call.on) ?? "");
  return MOMENTARY.some(
    ({ methods, types, objects }) =>
      methods.test(name) && (type === null ? objects.test(object) : types.test(type)),
  );
}

/** Methods that answer at once, of objects by their types, or else by what they are called. */
const MOMENTARY = [
  {
    methods: /^(?:debug|info|notice|warning|error|critical|alert|emergency|log)$/i,
    types: /Logger/,
    objects: /log/i,
  },
  { methods: REDIS, types: /^Redis/, objects: /redis$/i },
  { methods: /^(?:get|has|make)$/, types: /Container|Config/, objects: /^(?:container|config)$/i },
  { methods: /^(?:isEmpty|count|length)$/i, types: /./, objects: /./ },
] as const;
