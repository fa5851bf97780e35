// What the picker shows of a cluster, asked of the double of its API server.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NO_SCOPE, type Candidate, type Listing } from "../../../src/domain/ports/inspector.ts";
import { addressIn } from "../../../src/targets/k8s/address.ts";
import { Clusters } from "../../../src/targets/k8s/clusters.ts";
import { hasKubeconfig } from "../../../src/targets/k8s/kubeconfig-files.ts";
import { list } from "../../../src/targets/k8s/listing.ts";
import { startKube, type Kube } from "../../fixtures/kube/kube.ts";

const MIB = 1 << 20;
const OOM_AT = Date.UTC(2026, 10, 26, 4, 0, 0);

let kube: Kube;
beforeEach(async () => {
  kube = await startKube();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await kube.close();
});

const shop = (name: string) =>
  kube.pod({
    name,
    containers: [
      {
        name: "app",
        image: "shop/hyperf:1.2",
        command: ["php", "bin/hyperf.php", "start", "--db-password=hunter2"],
        ports: [9501],
        limitBytes: 256 * MIB,
        restarts: 3,
        last: { exitCode: 137, reason: "OOMKilled", finishedAt: OOM_AT },
      },
      { name: "istio-proxy", image: "istio/proxyv2:1.2" },
    ],
  });

async function told(scope: Partial<typeof NO_SCOPE> = {}): Promise<readonly Listing[]> {
  const all: Listing[] = [];
  const at = { ...NO_SCOPE, kubeconfig: kube.kubeconfig, ...scope };
  for await (const each of list(new Clusters(), at, new AbortController().signal)) all.push(each);
  return all;
}

const lastOf = (listings: readonly Listing[], kind: string): Listing | undefined =>
  listings.findLast((each) => each.kind === kind);
const names = (listing: Listing | undefined): readonly string[] =>
  (listing?.candidates ?? []).map(({ name }) => name.toString());

test("pods of the namespace with memory and limit, restarts with the last reason and its age; the sidecar is no target", async () => {
  shop("shop-1").usage("app", 128 * MIB);
  const listings = await told();
  const [pod, ...others] = lastOf(listings, "k8s")?.candidates ?? [];
  expect(others).toEqual([]);
  expect(pod).toMatchObject({
    kind: "k8s",
    name: "shop-1",
    state: "Running",
    image: "shop/hyperf:1.2",
    ports: [9501],
    memoryBytes: 128 * MIB,
    limitBytes: 256 * MIB,
    restarts: 3,
    lastEnd: { reason: "OOMKilled", at: OOM_AT },
    probably: "hyperf",
  } satisfies Partial<Record<keyof Candidate, unknown>>);
  expect(pod?.command).toMatch(/^php bin\/hyperf.php start/);
  expect(JSON.stringify(listings)).not.toContain("hunter2");
  expect(addressIn(pod!.target)).toEqual({
    context: "double",
    namespace: "default",
    pod: "shop-1",
    container: "app",
    workload: "",
    kubeconfig: kube.kubeconfig,
  });
  // as a row that is bound to this pod, so that Enter means it
  expect(pod?.target.uri).toBe("k8s://double/default/shop-1/app");
});

test("the names come before the figures, and the last listing of each kind says that it is the last", async () => {
  shop("shop-1").usage("app", 128 * MIB);
  const listings = await told();
  expect(listings.map(({ kind, isComplete, fault }) => [kind, isComplete, fault])).toEqual([
    ["contexts", true, null],
    ["k8s", false, null],
    ["k8s", true, null],
    ["namespaces", true, null],
  ]);
  expect(listings[1]?.candidates).toMatchObject([{ name: "shop-1", memoryBytes: null }]);
  expect(listings.map(({ place }) => place)).toEqual(
    listings.map(() => ({ context: "double", namespace: "default" })),
  );
});

test("a pod that was evicted is called that, and uses no memory, although metrics still tell of it", async () => {
  const pod = shop("shop-1");
  pod.evict("The node was low on resource: memory.");
  pod.usage("app", 128 * MIB);
  expect(lastOf(await told(), "k8s")?.candidates).toMatchObject([
    { name: "shop-1", state: "Evicted", memoryBytes: null },
  ]);
});

test.each(["absent", "unavailable"] as const)(
  "where the metrics API is %s memory is not known, and that is no fault",
  async (metrics) => {
    kube.metrics = metrics;
    shop("shop-1").usage("app", 128 * MIB);
    const last = lastOf(await told(), "k8s");
    expect(last).toMatchObject({ fault: null, isComplete: true });
    expect(last?.candidates).toMatchObject([{ memoryBytes: null, limitBytes: 256 * MIB }]);
  },
);

test("without the right to metrics and namespaces: memory is not known, the current namespace stays, and the refusal is said", async () => {
  kube.access.deny("list", "pods.metrics.k8s.io");
  kube.access.deny("list", "namespaces");
  kube.namespace("other");
  shop("shop-1");
  const listings = await told();
  expect(lastOf(listings, "k8s")).toMatchObject({ fault: null, candidates: [{ name: "shop-1" }] });
  const namespaces = lastOf(listings, "namespaces");
  expect(names(namespaces)).toEqual(["default"]);
  expect(namespaces?.fault?.kind).toBe("forbidden");
  expect(namespaces?.fault?.detail).toContain('cannot list resource "namespaces"');
});

test("what may not be listed here may be elsewhere: namespaces are told all the same", async () => {
  kube.access.deny("list", "pods", "", "default");
  kube.namespace("shop");
  const listings = await told();
  expect(lastOf(listings, "k8s")).toMatchObject({
    fault: { kind: "forbidden" },
    candidates: [],
    isComplete: true,
  });
  expect(names(lastOf(listings, "namespaces")).toSorted()).toEqual(["default", "shop"]);
});

test("another namespace has its own pods; one that is not there has none", async () => {
  shop("shop-1");
  kube.pod({ name: "till-1", namespace: "till", containers: [{ name: "app" }] });
  expect(names(lastOf(await told({ namespace: "till" }), "k8s"))).toEqual(["till-1"]);
  const nowhere = lastOf(await told({ namespace: "nowhere" }), "k8s");
  expect(nowhere).toMatchObject({ candidates: [], fault: null });
});

test("of a pod in which several containers may be meant each one can be chosen; -c chooses for all", async () => {
  kube.pod({ name: "pair-1", containers: [{ name: "api" }, { name: "cron" }] });
  shop("shop-1");
  const all = lastOf(await told(), "k8s");
  expect(names(all)).toEqual(["pair-1/api", "pair-1/cron", "shop-1"]);
  expect(all?.candidates.map(({ target }) => addressIn(target).container)).toEqual([
    "api",
    "cron",
    "app",
  ]);
  expect(names(lastOf(await told({ container: "cron" }), "k8s"))).toEqual(["pair-1"]);
});

test("a pod that crashes over and over, and one that has not started, say so as kubectl does", async () => {
  kube.pod({ name: "new", containers: [{ name: "app", waiting: "ContainerCreating" }] });
  kube.pod({
    name: "broken",
    containers: [
      {
        name: "app",
        waiting: "CrashLoopBackOff",
        restarts: 7,
        last: { exitCode: 255, reason: "Error", finishedAt: OOM_AT },
      },
    ],
  });
  expect(lastOf(await told(), "k8s")?.candidates).toMatchObject([
    { name: "broken", state: "CrashLoopBackOff", restarts: 7, startedAt: null },
    { name: "new", state: "ContainerCreating", lastEnd: null, startedAt: null },
  ]);
});

test("all contexts of the kubeconfig, and the pods of the one that is meant", async () => {
  const other = kube.writeConfig({ context: "shop-prod", namespace: "till" });
  vi.stubEnv("KUBECONFIG", [kube.kubeconfig, other].join(delimiter));
  kube.pod({ name: "till-1", namespace: "till", containers: [{ name: "app" }] });
  const listings = await told({ kubeconfig: "", context: "shop-prod" });
  expect(names(lastOf(listings, "contexts"))).toEqual(["double", "shop-prod"]);
  expect(names(lastOf(listings, "k8s"))).toEqual(["till-1"]);
  expect(lastOf(listings, "k8s")?.place).toEqual({ context: "shop-prod", namespace: "till" });
});

test("no kubeconfig, no such context: said in the listing, with the contexts that there are", async () => {
  const none = await told({ kubeconfig: "/nonexistent/config" });
  expect(lastOf(none, "k8s")).toMatchObject({ fault: { kind: "no-kubeconfig" }, isComplete: true });
  expect(none.every(({ isComplete }) => isComplete)).toBe(true);
  const other = await told({ context: "prdo" });
  expect(lastOf(other, "k8s")?.fault).toMatchObject({ kind: "no-such-context", detail: "prdo" });
  expect(names(lastOf(other, "contexts"))).toEqual(["double"]);
});

test("nobody knows who asks, nobody answers: one fault, and nothing more is asked", async () => {
  await kube.close();
  kube = await startKube({ token: "secret" });
  const kubeconfig = kube.writeConfig({ user: { token: "stale" } });
  const refused = await told({ kubeconfig });
  expect(lastOf(refused, "k8s")?.fault?.kind).toBe("unauthorized");
  expect(lastOf(refused, "namespaces")).toMatchObject({ fault: null, isComplete: true });
  expect(kube.requests.filter(({ path }) => /namespaces(?:\?|$)/.test(path))).toEqual([]);
  await kube.down();
  expect(lastOf(await told(), "k8s")?.fault?.kind).toBe("cluster-unreachable");
});

test("nothing is executed and nothing is changed: only lists are read", async () => {
  const pod = shop("shop-1");
  await told();
  expect(pod.execs).toEqual([]);
  expect(kube.requests.map(({ method }) => method)).toEqual(["GET", "GET", "GET"]);
});

test("aborted while the cluster is silent, it ends", async () => {
  kube.faults.freeze();
  const own = new AbortController();
  const at = { ...NO_SCOPE, kubeconfig: kube.kubeconfig };
  const kinds: string[] = [];
  for await (const { kind } of list(new Clusters(), at, own.signal)) {
    kinds.push(kind);
    // the contexts are known without it
    own.abort();
  }
  expect(kinds).toEqual(["contexts", "k8s", "namespaces"]);
});

test("a kubeconfig is there or not, which is seen without reading it", () => {
  const home = mkdtempSync(join(tmpdir(), "swtop-home-"));
  try {
    expect(hasKubeconfig({ KUBECONFIG: join(home, "one") }, home)).toBe(false);
    writeFileSync(join(home, "two"), "");
    const KUBECONFIG = [join(home, "one"), join(home, "two")].join(delimiter);
    expect(hasKubeconfig({ KUBECONFIG }, home)).toBe(true);
    mkdirSync(join(home, ".kube"));
    writeFileSync(join(home, ".kube", "config"), "");
    expect(hasKubeconfig({}, home)).toBe(true);
    expect(hasKubeconfig({ KUBECONFIG: join(home, "one") }, home)).toBe(false);
  } finally {
    rmSync(home, { recursive: true });
  }
});
