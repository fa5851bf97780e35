// Lists and watches against the API double, and against answers that it does not give.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { Cluster, type Answer, type Flow, type Request } from "../../../src/targets/k8s/cluster.ts";
import { changesSince, listed, watched, type Change } from "../../../src/targets/k8s/watch.ts";
import { startKube, type Kube } from "../../fixtures/kube/kube.ts";
import { until } from "../../fixtures/until.ts";

const PODS = { path: "/api/v1/namespaces/default/pods", selectors: {} };
const SHOP = { ...PODS, selectors: { labelSelector: "app=shop" } };

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => {
  vi.useRealTimers();
  life.abort();
});

type Named = { readonly metadata?: { readonly name?: string } };
const nameOf = (object: unknown): string => (object as Named).metadata?.name ?? "?";
const told = (change: Change): string =>
  change.kind === "listed"
    ? `listed ${change.objects.map(nameOf).join()}`
    : `${change.kind} ${nameOf(change.object)}`;

/** What is told, as it comes, and how it ended. */
function heard(changes: AsyncIterable<Change>) {
  const all: string[] = [];
  const run = async (): Promise<Fault | null> => {
    try {
      for await (const change of changes) all.push(told(change));
      return null;
    } catch (error) {
      if (error instanceof TransportError) return error.fault;
      throw error;
    }
  };
  const ended = run();
  const has = (what: string): Promise<void> =>
    until(
      () => all.includes(what),
      () => `${what} in ${all.join("; ")}`,
    );
  return { all, ended, has };
}

describe("over HTTP", () => {
  let kube: Kube;
  let cluster: Cluster;
  beforeEach(async () => {
    kube = await startKube();
    cluster = new Cluster({ context: "", kubeconfig: kube.kubeconfig });
  });
  afterEach(async () => {
    life.abort();
    kube.faults.thaw();
    await until(() => kube.connections === 0, "the end of all connections");
    await kube.close();
  });

  const pod = (name: string) =>
    kube.pod({ name, labels: { app: "shop" }, containers: [{ name: "app" }] });
  const watches = (): readonly string[] =>
    kube.requests.map(({ path }) => path).filter((path) => path.includes("watch=1"));

  test("a list goes over its pages", async () => {
    for (let index = 0; index < 1201; index++) pod(`shop-${String(index).padStart(4, "0")}`);
    kube.pod({ name: "other", containers: [{ name: "app" }] });
    const { objects, version } = await listed(cluster, SHOP, life.signal);
    expect(objects.map(nameOf)).toHaveLength(1201);
    expect(nameOf(objects.at(-1))).toBe("shop-1200");
    expect(Number(version)).toBeGreaterThan(0);
    expect(kube.requests).toHaveLength(3);
  });

  test("a page that has expired: all is listed anew, and in one piece", async () => {
    for (let index = 0; index < 501; index++) pod(`shop-${index}`);
    let isFirst = true;
    const forgetful: Pick<Cluster, "ask" | "asked"> = {
      asked: never,
      async ask(request, signal) {
        const answer = await cluster.ask(request, signal);
        if (isFirst) kube.forget();
        isFirst = false;
        return answer;
      },
    };
    const { objects } = await listed(forgetful, SHOP, life.signal);
    expect(new Set(objects.map(nameOf)).size).toBe(501);
    expect(objects).toHaveLength(501);
    const asked = kube.requests.map(({ path }) => [
      ...new URL(path, "http://kube").searchParams.keys(),
    ]);
    expect(asked).toEqual([
      ["labelSelector", "limit"],
      ["labelSelector", "limit", "continue"],
      ["labelSelector"],
    ]);
  });

  test("lists, then tells what comes and goes, each once", async () => {
    pod("shop-a");
    const { all, has } = heard(watched(cluster, SHOP, life.signal));
    await has("listed shop-a");
    const young = pod("shop-b");
    await has("changed shop-b");
    young.delete({ graceSeconds: 0 });
    await has("removed shop-b");
    expect(all.filter((each) => each.startsWith("removed"))).toEqual(["removed shop-b"]);
  });

  test("a watch that the server ends goes on where it was, also by a bookmark", async () => {
    const { version } = await listed(cluster, SHOP, life.signal);
    const { all, ended, has } = heard(
      changesSince(withTimeout(cluster, "1"), SHOP, { version, signal: life.signal }),
    );
    await until(() => watches().length === 1, "the watch");
    pod("shop-a");
    await has("changed shop-a");
    await until(() => watches().length >= 2, "the next watch");
    const [first, second] = watches();
    expect(versionIn(first)).toBe(version);
    expect(Number(versionIn(second))).toBeGreaterThan(Number(version));
    const before = watches().length;
    kube.namespace("elsewhere");
    await until(() => {
      kube.bookmark();
      return watches().length > before + 1;
    }, "two more");
    expect(Number(versionIn(watches().at(-1)))).toBeGreaterThan(Number(versionIn(second)));
    expect(all).toEqual(["changed shop-a"]);
    life.abort();
    expect(await ended).toBeNull();
  });

  test("a version that is forgotten: the watch ends without a fault, and all is listed anew", async () => {
    pod("shop-a");
    const { version } = await listed(cluster, SHOP, life.signal);
    kube.forget();
    const since = heard(changesSince(cluster, SHOP, { version, signal: life.signal }));
    expect(await since.ended).toBeNull();
    expect(since.all).toEqual([]);
    let isFirst = true;
    const forgetful: Pick<Cluster, "ask" | "asked" | "follow"> = {
      ask: async (request, signal) => {
        const answer = await cluster.ask(request, signal);
        if (isFirst) kube.forget();
        isFirst = false;
        return answer;
      },
      asked: (...asked) => cluster.asked(...asked),
      follow: (...asked) => cluster.follow(...asked),
    };
    const { all, has } = heard(watched(forgetful, SHOP, life.signal));
    await until(() => all.length >= 2, "the second list");
    pod("shop-b");
    await has("changed shop-b");
    expect(all.slice(0, 2)).toEqual(["listed shop-a", "listed shop-a"]);
  });

  test("an API server that is restarted: a fault, and even a fresh version is listed anew", async () => {
    pod("shop-a");
    const { version } = await listed(cluster, SHOP, life.signal);
    const broken = heard(changesSince(cluster, SHOP, { version, signal: life.signal }));
    await until(() => watches().length === 1, "the watch");
    await kube.down();
    expect(await broken.ended).toMatchObject({ kind: "stream-ended" });
    expect(await heard(watched(cluster, SHOP, life.signal)).ended).toMatchObject({
      kind: "cluster-unreachable",
    });
    await kube.up();
    const late = heard(changesSince(cluster, SHOP, { version, signal: life.signal }));
    expect([await late.ended, late.all]).toEqual([null, []]);
    const { has } = heard(watched(cluster, SHOP, life.signal));
    await has("listed shop-a");
    pod("shop-b");
    await has("changed shop-b");
  });

  test("a connection that is cut, or a missing right, is a fault", async () => {
    pod("shop-a");
    const cut = heard(watched(cluster, SHOP, life.signal));
    await cut.has("listed shop-a");
    await until(() => watches().length === 1, "the watch");
    kube.faults.drop();
    expect(await cut.ended).toMatchObject({ kind: "stream-ended" });
    kube.access.deny("watch", "pods");
    expect(await heard(watched(cluster, SHOP, life.signal)).ended).toMatchObject({
      kind: "forbidden",
      detail: expect.stringContaining('cannot watch resource "pods"') as unknown,
    });
    kube.access.deny("list", "pods");
    expect(await heard(watched(cluster, SHOP, life.signal)).ended).toMatchObject({
      kind: "forbidden",
      detail: expect.stringContaining('cannot list resource "pods"') as unknown,
    });
  });

  test("half open: it ends with whoever watches", async () => {
    pod("shop-a");
    const { all, ended, has } = heard(watched(cluster, SHOP, life.signal));
    await has("listed shop-a");
    await until(() => watches().length === 1, "the watch");
    kube.faults.freeze();
    pod("shop-b");
    life.abort();
    expect(await ended).toBeNull();
    expect(all).toEqual(["listed shop-a"]);
  });
});

const versionIn = (path: string | undefined): string | null =>
  new URL(path ?? "", "http://kube").searchParams.get("resourceVersion");

/** One whose watches last so long only. */
const withTimeout = (cluster: Cluster, seconds: string): Pick<Cluster, "follow"> => ({
  follow: (request, signal) =>
    cluster.follow(
      {
        ...request,
        path: request.path.replace(/timeoutSeconds=\d+/u, `timeoutSeconds=${seconds}`),
      },
      signal,
    ),
});

/** A server that answers each watch with the next of these bodies, and lists nothing. */
function answering(...bodies: readonly (readonly (string | Uint8Array)[])[]) {
  const asked: string[] = [];
  const left = [...bodies];
  const chunks = async function* (pieces: readonly (string | Uint8Array)[], signal: AbortSignal) {
    for (const piece of pieces) yield Buffer.from(piece);
    if (left.length > 0 || signal.aborted) return;
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  };
  const list: Answer = { status: 200, text: "", body: { metadata: {}, items: [] } };
  return {
    asked,
    ask: ({ path }: Request): Promise<Answer> => {
      asked.push(path);
      return Promise.resolve(list);
    },
    follow: ({ path }: Request, signal: AbortSignal): Promise<Flow> => {
      asked.push(path);
      return Promise.resolve({
        status: 200,
        chunks: chunks(left.shift() ?? [], signal),
      });
    },
  };
}

const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;
const change = (name: string, resourceVersion: string): string =>
  line("MODIFIED", { metadata: { name, resourceVersion } });
const EXPIRED = line("ERROR", { kind: "Status", code: 410, reason: "Expired" });

const since = (cluster: Pick<Cluster, "follow">) =>
  heard(changesSince(cluster, PODS, { version: "1", signal: life.signal }));

/** Whoever waits for nothing but its turn has had it. */
async function turns(): Promise<void> {
  for (let index = 0; index < 100; index++) await Promise.resolve();
}

describe("what comes on a watch", () => {
  test("garbage is left out: what is no JSON, no event, of no known type, longer than any pod", async () => {
    const { all, has } = since(
      answering([
        "not json\n\n{}\n[]\nnull\n12\n",
        line("ODD", { metadata: { name: "odd" } }),
        line("MODIFIED", {}),
        Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
        `"${"x".repeat(5 * 1024 * 1024)}`,
        `"\n`,
        change("shop-a", "2"),
      ]),
    );
    await has("changed shop-a");
    expect(all).toEqual(["changed ?", "changed shop-a"]);
  });

  test("lines are the same wherever they are cut", async () => {
    const body = Buffer.from(change("größe", "2") + change("shop-b", "3"));
    const pieces = Array.from(body, (_, at) => body.subarray(at, at + 1));
    const { all, has } = since(answering(pieces));
    await has("changed shop-b");
    expect(all).toEqual(["changed größe", "changed shop-b"]);
  });

  test("an error that is no 410 is a fault with its words", async () => {
    const error = line("ERROR", { kind: "Status", code: 500, message: "etcdserver: no leader" });
    expect(await since(answering([error])).ended).toEqual({
      kind: "cluster-unreachable",
      detail: "etcdserver: no leader",
    });
  });

  test("a server that ends every watch at once is not asked in a circle, nor one that knows no version", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const ends = answering([], [], [], []);
    since(ends);
    const expires = answering([EXPIRED], [EXPIRED], [EXPIRED], [EXPIRED]);
    const { all } = heard(watched({ ...expires, asked: never }, PODS, life.signal));
    await turns();
    expect([ends.asked.length, all]).toEqual([1, ["listed "]]);
    vi.advanceTimersByTime(1000);
    await turns();
    expect([ends.asked.length, all]).toEqual([2, ["listed ", "listed "]]);
  });

  test("a version that expires after a while is listed anew at once", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const cluster = answering([change("shop-a", "2"), EXPIRED], []);
    const { all } = heard(watched({ ...cluster, asked: never }, PODS, life.signal));
    await until(() => all.length === 3, "the second list");
    expect(all).toEqual(["listed ", "changed shop-a", "listed "]);
  });
});

const never = (): never => {
  throw new Error("not asked for");
};
