import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_SCOPE, type Scope } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import type { Target } from "../../../src/domain/target.ts";
import { labelledPod, namedPod } from "../../../src/targets/k8s/address.ts";
import { Attachments } from "../../../src/targets/k8s/attachments.ts";
import { Clusters } from "../../../src/targets/k8s/clusters.ts";
import { kubernetesInspector } from "../../../src/targets/k8s/inspector.ts";
import { startKube, type Kube, type Pod } from "../../fixtures/kube/kube.ts";

const MIB = 1024 * 1024;
const APP = { name: "app", image: "registry.example.com/shop", limitBytes: 64 * MIB };
const never = new AbortController().signal;

let kube: Kube;
beforeEach(async () => {
  kube = await startKube();
});
afterEach(() => kube.close());

const scope = (said: Partial<Scope> = {}): Scope => ({
  ...NO_SCOPE,
  kubeconfig: kube.kubeconfig,
  ...said,
});

const resolved = async (named: Target): Promise<string> => {
  const inspector = kubernetesInspector(new Clusters(), new Attachments());
  const [found] = await inspector.resolve(named, [], never);
  return found?.uri ?? "";
};

const meant = (word: string, said: Partial<Scope> = {}) => resolved(namedPod(word, scope(said)));
const refused = async (word: string, said: Partial<Scope> = {}) => {
  const failure: unknown = await meant(word, said).catch((error: unknown) => error);
  return failure instanceof TransportError ? failure.fault : failure;
};

/** Three pods of a Deployment: what of their limit each takes, in MiB. */
function shop(used: readonly (number | null)[] = [10, 40, 20]): readonly Pod[] {
  const workload = kube.workload("Deployment", "shop", {
    replicas: used.length,
    labels: { app: "shop", tier: "web" },
  });
  return used.map((mib) => {
    const pod = workload.pod({ containers: [APP] });
    pod.usage("app", mib === null ? null : mib * MIB);
    return pod;
  });
}

describe("a pod", () => {
  test.each(["shop-0", "pod/shop-0", "po/shop-0", "pods/shop-0", "k8s://double/default/shop-0"])(
    "%s",
    async (word) => {
      kube.pod({ name: "shop-0", containers: [APP] });
      expect(await meant(word)).toBe("k8s://double/default/shop-0/app");
    },
  );

  test("in the namespace that is said, else in that of the context", async () => {
    kube.namespace("prod");
    kube.pod({ name: "shop-0", namespace: "prod", containers: [APP] });
    expect(await meant("shop-0", { namespace: "prod" })).toBe("k8s://double/prod/shop-0/app");
    const kubeconfig = kube.writeConfig({ context: "other", namespace: "prod" });
    expect(await meant("shop-0", { kubeconfig })).toBe("k8s://other/prod/shop-0/app");
    expect(await refused("shop-0")).toMatchObject({
      kind: "no-such-pod",
      detail: "shop-0 in namespace default",
    });
  });

  test("a name that nobody has is refused, with the workloads and pods that are called like it", async () => {
    const [pod] = shop();
    kube.pod({ name: "other", containers: [APP] });
    const fault = await refused("shop");
    expect(fault).toMatchObject({ kind: "no-such-pod", detail: "shop in namespace default" });
    expect(fault).toHaveProperty("others", expect.arrayContaining(["deploy/shop", pod?.name]));
    expect(fault).not.toHaveProperty("others", expect.arrayContaining(["other"]));
  });

  test("several containers that may be meant are asked for; a sidecar never is", async () => {
    const containers = [
      { name: "api", image: "hyperf/hyperf" },
      { name: "jobs", image: "hyperf/hyperf" },
      { name: "istio-proxy", image: "istio/proxyv2" },
    ];
    kube.pod({ name: "shop-0", containers });
    expect(await refused("shop-0")).toEqual({
      kind: "ambiguous-target",
      detail: "shop-0",
      others: ["api", "jobs"],
    });
    expect(await meant("shop-0", { container: "jobs" })).toBe("k8s://double/default/shop-0/jobs");
    expect(await refused("shop-0", { container: "job" })).toMatchObject({
      kind: "no-such-pod",
      detail: "shop-0 with a container job",
      others: ["jobs"],
    });
  });

  test("what does not run is refused, with how it ended; what crashes over and over is not", async () => {
    kube.pod({ name: "new", node: null, containers: [APP] });
    expect(await refused("new")).toMatchObject({ kind: "not-running", detail: "new (Pending)" });
    const last = { exitCode: 137, reason: "OOMKilled" } as const;
    kube.pod({
      name: "crashes",
      containers: [{ ...APP, waiting: "CrashLoopBackOff", restarts: 7, last }],
    });
    expect(await meant("crashes")).toBe("k8s://double/default/crashes/app");
  });

  test.each([
    [137, "by its reason"],
    [0, "where its application ended by itself, by an event"],
  ])("one that was evicted (exit %d) is said to be that, and why: %s", async (exitCode) => {
    kube
      .pod({ name: "shop-0", containers: [APP] })
      .evict("The node was low on resource: memory.", { exitCode });
    expect(await refused("shop-0")).toMatchObject({
      kind: "evicted",
      detail: "shop-0 (The node was low on resource: memory)",
      life: { exitCode },
    });
  });

  test.each([
    [1, "Error"],
    [137, "OOMKilled"],
  ] as const)(
    "nobody is told to start a pod that has ended: exit %d, %s",
    async (exitCode, reason) => {
      const job = kube.workload("Job", "once", { replicas: 1, labels: { app: "once" } });
      const pod = job.pod({ containers: [APP] });
      pod.end("app", { exitCode, reason });
      const fault = await refused(pod.name);
      expect(fault).toMatchObject({ kind: "not-running", about: "pod", life: { exitCode } });
    },
  );
});

describe("a workload", () => {
  test.each([
    ["deploy/shop", "Deployment"],
    ["deployments.apps/shop", "Deployment"],
    ["sts/shop", "StatefulSet"],
    ["ds/shop", "DaemonSet"],
    ["job/shop", "Job"],
  ] as const)("%s: its fullest ready pod", async (word, kind) => {
    const workload = kube.workload(kind, "shop", { replicas: 3, labels: { app: "shop" } });
    const pods = [10, 40, 60].map((mib) => {
      const pod = workload.pod({ containers: [APP] });
      pod.usage("app", mib * MIB);
      return pod;
    });
    pods[2]?.setReady(false);
    expect(await meant(word)).toBe(`k8s://double/default/${pods[1]?.name}/app`);
  });

  test("where nobody measures, the one that has run longest", async () => {
    kube.metrics = "absent";
    const workload = kube.workload("Deployment", "shop", { replicas: 2, labels: { app: "shop" } });
    const at = Date.now();
    const [, old] = [at - 60_000, at - 600_000].map((startedAt) =>
      workload.pod({ containers: [{ ...APP, startedAt }] }),
    );
    expect(await meant("deploy/shop")).toBe(`k8s://double/default/${old?.name}/app`);
    kube.metrics = "unavailable";
    expect(await meant("deploy/shop")).toBe(`k8s://double/default/${old?.name}/app`);
  });

  test("labels mean the fullest of the pods that have all of them", async () => {
    const pods = shop([10, 40, 20]);
    kube.pod({ name: "other", labels: { app: "shop" }, containers: [APP] }).usage("app", 64 * MIB);
    const named = labelledPod(["app=shop", "tier=web"], scope());
    expect(await resolved(named)).toBe(`k8s://double/default/${pods[1]?.name}/app`);
  });

  test("one that is not there is refused, with others of its kind; of an unknown kind, too", async () => {
    shop();
    expect(await refused("deploy/shopp")).toEqual({
      kind: "no-such-pod",
      detail: "deploy/shopp in namespace default",
      others: ["deploy/shop"],
    });
    expect(await refused("cronjob/shop")).toMatchObject({ kind: "no-such-pod" });
  });

  test("one without pods is said to be that", async () => {
    kube.workload("Deployment", "idle", { replicas: 0, labels: { app: "idle" } });
    expect(await refused("deploy/idle")).toMatchObject({
      kind: "not-running",
      detail: "deploy/idle (it has no pods)",
    });
  });
});

describe("a namespace that is not there", () => {
  const named = [
    () => refused("shop-0", { namespace: "prodd" }),
    () => refused("deploy/shop", { namespace: "prodd" }),
    () =>
      resolved(labelledPod(["app=shop"], scope({ namespace: "prodd" }))).catch((error: unknown) =>
        error instanceof TransportError ? error.fault : error,
      ),
  ];

  test.each(named)("is said to be missing, with those that are called like it", async (asked) => {
    kube.namespace("prod");
    expect(await asked()).toEqual({
      kind: "no-such-pod",
      about: "namespace",
      detail: "prodd",
      others: ["prod"],
    });
  });

  test("who may not list namespaces is told of the pod only", async () => {
    kube.access.deny("list", "namespaces");
    expect(await refused("shop-0", { namespace: "prodd" })).toMatchObject({
      kind: "no-such-pod",
      detail: "shop-0 in namespace prodd",
    });
  });
});

test("who may not look is told what the server says", async () => {
  shop();
  kube.access.deny("list", "pods");
  expect(await refused("deploy/shop")).toMatchObject({
    kind: "forbidden",
    detail: expect.stringContaining('cannot list resource "pods"'),
  });
  kube.access.deny("get", "pods");
  expect(await refused("shop-0")).toMatchObject({ kind: "forbidden" });
});
