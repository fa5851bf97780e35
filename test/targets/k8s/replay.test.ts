// Every case of the captures goes through the code that would have met it, over HTTP and WebSocket: what it makes of it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ContainerLine } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { rightsOf } from "../../../src/targets/k8s/access.ts";
import type { Cluster, Request } from "../../../src/targets/k8s/cluster.ts";
import { podEventsOf } from "../../../src/targets/k8s/events.ts";
import { execute } from "../../../src/targets/k8s/exec.ts";
import { itemsOf } from "../../../src/targets/k8s/items.ts";
import { logs, previousLogs } from "../../../src/targets/k8s/logs.ts";
import { usagesOf } from "../../../src/targets/k8s/members.ts";
import { nameOf, podState } from "../../../src/targets/k8s/pod.ts";
import { changesSince } from "../../../src/targets/k8s/watch.ts";
import { workloadOf } from "../../../src/targets/k8s/workload.ts";
import { until } from "../../fixtures/until.ts";
import { MADE_OF_IT } from "./replay-table.ts";
import {
  bytesOf,
  casesOfExchanges,
  exchangesOf,
  lines,
  Replay,
  type Exchange,
  type Line,
  type Refused,
} from "./replayed.ts";

const PLACE = { namespace: "shop", pod: "shop-api", container: "app" };
const EXEC = { ...PLACE, argv: ["sh"] };
const TAIL = { kind: "tail", lines: 100 } as const;

let replay: Replay;
let cluster: Cluster;
let life: AbortController;
beforeAll(async () => {
  replay = new Replay();
  cluster = await replay.listen();
});
afterAll(() => replay.close());
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => life.abort());

/** Of whatever fails the kind of its fault, and nothing else may be thrown. */
async function kindOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return "-";
  } catch (error) {
    if (error instanceof TransportError) return error.fault.kind;
    throw error;
  }
}

async function refused(line: Refused): Promise<string> {
  const { ask, status, path = "", method = "GET" } = line;
  const request: Request = { path, ...(method === "GET" ? {} : { method, body: {} }) };
  switch (ask) {
    case "exec":
      return `exec ${status}: ${await kindOf(execute(cluster, EXEC, life.signal))}`;
    case "log":
      return `log ${status}: ${await logged(path, life.signal)}`;
    case "metrics":
      return `metrics ${status}: ${(await usagesOf(cluster, "shop", "", life.signal)) === null ? "null" : "some"}`;
    case "get":
    default:
      return `${method} ${status}: ${await kindOf(cluster.asked(request, life.signal))}`;
  }
}

type Of<Ask> = Extract<Exchange, { readonly ask: Ask }>;

/** What came, and how it ended: by the server's word, by a cut, or because the client left. */
async function executed({ frames, end, protocol }: Of<"exec">): Promise<string> {
  const own = new AbortController();
  const wanted = frames.filter(({ ch }) => ch === 1).flatMap((frame) => [...bytesOf(frame)]);
  const got: number[] = [];
  try {
    const stream = await execute(cluster, EXEC, own.signal);
    const isAll = (): boolean => end === "left" && got.length === wanted.length;
    if (isAll()) own.abort();
    for await (const chunk of stream.stdout) {
      got.push(...chunk);
      if (isAll()) own.abort();
    }
    expect(got).toEqual(wanted);
    if (end === "left") return "exec: left";
    return `exec: ${brief(stream.ending() ?? "runs")}`;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    // what came before a cut is not lost
    if (end === "broken") expect(got).toEqual(wanted);
    return `exec${protocol?.startsWith("v") === true ? "" : ` over ${protocol}`}: ${error.fault.kind}`;
  } finally {
    own.abort();
  }
}

/** Of a long sentence of a runtime its end, which says what it is about. */
const brief = (words: string): string => (words.length > 70 ? `…${words.slice(-70)}` : words);

async function logged(path: string, signal: AbortSignal, enough = Infinity): Promise<string> {
  const all: ContainerLine[] = [];
  const isPrevious = path.includes("previous=true");
  try {
    if (isPrevious) all.push(...(await previousLogs(cluster, PLACE, TAIL, signal)));
    else
      for await (const batch of logs(cluster, PLACE, TAIL, signal)) {
        all.push(...batch);
        if (all.length >= enough) break;
      }
    return `${all.length} lines`;
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return `${all.length === 0 ? "" : `${all.length} lines, `}${error.fault.kind}`;
  }
}

async function followed({ path, pieces, end }: Of<"log">): Promise<string> {
  if (end !== "left") return `log: ${await logged(path, life.signal)}`;
  // who leaves has read what there was
  const enough = pieces.join("").split("\n").length - 1;
  if (enough > 0) return `log: ${await logged(path, life.signal, enough)}, left`;
  const own = new AbortController();
  const told = logged(path, own.signal);
  await until(() => replay.asked === 1, "the question");
  own.abort();
  return `log: ${await told}, left`;
}

async function watching({ lines: all, end }: Of<"watch">): Promise<string> {
  const own = new AbortController();
  const count = { changed: 0, removed: 0 };
  const types = all.map((line) => Reflect.get(line, "type"));
  const enough = types.filter((type) => /ADDED|MODIFIED|DELETED/u.test(String(type))).length;
  const what = { path: "/api/v1/namespaces/shop/pods", selectors: {} };
  const run = async (): Promise<void> => {
    const from = { version: "1", signal: own.signal };
    for await (const { kind } of changesSince(cluster, what, from))
      if (kind !== "listed") count[kind] += 1;
  };
  const ended = run();
  if (types.includes("ERROR")) {
    await ended;
    return "watch: forgotten";
  }
  const isAll = (): boolean => count.changed + count.removed === enough;
  // what ended in good order is asked on
  await until(() => isAll() && replay.asked === (end === "end" ? 2 : 1), "all of the watch");
  own.abort();
  await ended;
  const told = `watch: ${count.changed} changed, ${count.removed} removed`;
  return `${told}${end === "end" ? ", asked on" : ""}`;
}

async function listing({ body }: Of<"list">): Promise<string> {
  const answer = await cluster.asked({ path: "/list" }, life.signal);
  expect(answer.body).toEqual(body);
  return `${body.kind}: ${itemsOf(answer.body, "items").map(nameOf).length}`;
}

/** A right that was reviewed, by the code that asks for all of them. */
async function reviewed({ body }: Of<"review">): Promise<string> {
  const { verb, group, resource, subresource } = body.spec.resourceAttributes;
  const rights = await rightsOf(cluster, "shop", life.signal);
  const right = rights.find(
    (each) =>
      each.verb === verb &&
      each.group === (group ?? "") &&
      each.resource === resource &&
      each.subresource === (subresource ?? null),
  );
  return `${[group, resource, subresource].filter((part) => part !== undefined).join("/")} ${verb}: ${right === undefined ? "not asked" : String(right.allowed)}`;
}

async function made(line: Line): Promise<string> {
  replay.says(line);
  if ("text" in line) return refused(line);
  switch (line.ask) {
    case "exec":
      return executed(line);
    case "log":
      return followed(line);
    case "watch":
      return watching(line);
    case "review":
      return reviewed(line);
    case "list":
    default:
      return listing(line);
  }
}

const PODS: readonly { readonly case: string; readonly pod: object }[] = lines("pods");
const EVENTS: readonly {
  readonly case: string;
  readonly pod: string;
  readonly list: object;
}[] = lines("pod-events");
const WORKLOADS: readonly {
  readonly case: string;
  readonly answer: { readonly kind: string };
}[] = lines("workloads");

/** What the objects of a case say, which other tests look at more closely. */
function objectsOf(of: string): readonly string[] {
  const isOf = (each: { readonly case: string }): boolean => each.case === of;
  return [
    ...PODS.filter(isOf).map(({ pod }) => `${nameOf(pod)}: ${podState(pod)}`),
    ...EVENTS.filter(isOf).map(({ pod, list }) => {
      const reasons = podEventsOf(list).map(({ reason }) => String(reason));
      return `events of ${pod}: ${[...new Set(reasons)].join(" ")}`;
    }),
    ...WORKLOADS.filter(isOf).flatMap(({ answer }) => {
      const kind = answer.kind.replace(/List$/u, "");
      return itemsOf(answer, "items").map((item) => {
        const { name, ready, replicas } = workloadOf({ ...Object(item), kind }, null);
        return `${kind} ${name}: ${ready}/${replicas}`;
      });
    }),
  ];
}

/** The same once, and how often. */
function counted(all: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].map(([each, count]) => (count === 1 ? each : `${each} (${count})`));
}

test("all 53 cases are here, and nothing else", () => {
  const there = new Set([
    ...casesOfExchanges,
    ...[...PODS, ...EVENTS, ...WORKLOADS].map((each) => each.case),
  ]);
  const replayed = Object.keys(MADE_OF_IT).filter((name) => MADE_OF_IT[name]?.length !== 0);
  expect(new Set(replayed)).toEqual(there);
  expect(Object.keys(MADE_OF_IT)).toHaveLength(53);
});

test.each(Object.entries(MADE_OF_IT))("%s", async (name, rows) => {
  const all: string[] = [];
  for (const line of exchangesOf(name)) all.push(await made(line));
  expect(counted([...all, ...objectsOf(name)])).toEqual(rows);
});
