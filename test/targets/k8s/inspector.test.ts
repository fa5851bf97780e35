// What is told of a pod and around it without a shell, by the API double; and what is missing is null, never an error.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Container } from "../../../src/domain/container.ts";
import type { Fault } from "../../../src/domain/fault.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { addressIn, targetOfPod, type PodAddress } from "../../../src/targets/k8s/address.ts";
import { Attachments } from "../../../src/targets/k8s/attachments.ts";
import { Clusters } from "../../../src/targets/k8s/clusters.ts";
import type { Answer } from "../../../src/targets/k8s/cluster.ts";
import { kubernetesInspector } from "../../../src/targets/k8s/inspector.ts";
import { usagesOf } from "../../../src/targets/k8s/members.ts";
import { startKube, type Kube, type Pod, type Workload } from "../../fixtures/kube/kube.ts";
import { until } from "../../fixtures/until.ts";

const MIB = 1024 * 1024;
const SECRET = "s3cr3t-of-a-pod";
const never = new AbortController().signal;
/** Whole seconds, as in all objects. */
const NOW = Math.floor(Date.now() / 1000) * 1000;
const at = (minutesAgo: number): number => NOW - minutesAgo * 60_000;

let kube: Kube;
let workload: Workload;
let pods: readonly Pod[];
let inspector: ReturnType<typeof kubernetesInspector>;

const APP = {
  name: "app",
  image: "registry.example.com/shop/app:1.4.0",
  limitBytes: 64 * MIB,
  requestBytes: 32 * MIB,
  env: { DB_PASSWORD: SECRET },
  more: {
    livenessProbe: { httpGet: { path: "/", port: 9501 }, periodSeconds: 3, failureThreshold: 2 },
    lifecycle: { preStop: { exec: { command: ["sleep", "1"] } } },
  },
};

beforeEach(async () => {
  kube = await startKube();
  workload = kube.workload("Deployment", "shop", { replicas: 3, labels: { app: "shop" } });
  pods = [10, 40, 20].map((mib, index) => {
    const last = { exitCode: 137, reason: "OOMKilled", startedAt: at(30), finishedAt: at(9) };
    const app = { ...APP, startedAt: at(8), ...(index === 1 ? { restarts: 2, last } : {}) };
    const pod = workload.pod({
      containers: [app as typeof APP, { name: "proxy", image: "envoyproxy/envoy:v1.31" }],
      graceSeconds: 25,
    });
    pod.usage("app", mib * MIB);
    return pod;
  });
  kube.pod({ name: "other", containers: [APP] }).usage("app", 60 * MIB);
  kube.autoscaler({ name: "shop", target: { kind: "Deployment", name: "shop" }, min: 2, max: 9 });
  kube.event({ pod: nameOf(1), reason: "BackOff", message: "Back-off restarting", at: at(8) });
  kube.event({
    pod: nameOf(1),
    container: "app",
    reason: "Unhealthy",
    message: "Liveness probe failed",
    type: "Warning",
    count: 3,
    at: at(20),
  });
  kube.event({ pod: nameOf(0), reason: "Pulled", message: "of another pod" });
  inspector = kubernetesInspector(new Clusters(), new Attachments());
});
afterEach(async () => {
  vi.useRealTimers();
  await until(() => kube.connections === 0, "the end of all connections");
  await kube.close();
});

const nameOf = (index: number): string => pods[index]?.name ?? "";
const member = (said: Partial<PodAddress> = {}) =>
  targetOfPod({
    context: "double",
    namespace: "default",
    pod: nameOf(1),
    container: "app",
    workload: "deploy/shop",
    kubeconfig: kube.kubeconfig,
    ...said,
  });
const inspected = (said: Partial<PodAddress> = {}) => inspector.inspect(member(said), never);

async function refusal(asked: Promise<unknown>): Promise<Fault | null> {
  const failure: unknown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof TransportError) return failure.fault;
  if (failure !== null) throw failure;
  return null;
}

describe("a container of a pod", () => {
  test("limits, image, restarts, the life before and the current one", async () => {
    const found = await inspected();
    expect(found).toMatchObject({
      engine: "kubernetes",
      name: "app",
      state: "running",
      image: "registry.example.com/shop/app:1.4.0",
      imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/u) as unknown,
      limitBytes: 64 * MIB,
      restartCount: 2,
      lives: [
        { exitCode: 137, reason: "OOMKilled", oomKilled: true, startedAt: at(30), endedAt: at(9) },
        { exitCode: null, endedAt: null, startedAt: at(8) },
      ],
    } satisfies Partial<Record<keyof Container, unknown>>);
    expect(found.pod).toMatchObject({
      namespace: "default",
      name: nameOf(1),
      node: "node-1",
      graceSeconds: 25,
      hasPreStop: true,
      requestBytes: 32 * MIB,
      liveness: { kind: "httpGet", periodSeconds: 3, failureThreshold: 2, timeoutSeconds: 1 },
      readiness: null,
    });
  });

  test("what keeps it running, and who scales that", async () => {
    const { pod } = await inspected();
    expect(pod?.workload).toEqual({
      kind: "Deployment",
      name: "shop",
      replicas: 3,
      ready: 3,
      autoscaler: { name: "shop", minReplicas: 2, maxReplicas: 9, resources: ["memory"] },
      autoscalerKnown: true,
    });
  });

  test("what happened to it, oldest first, and not to one before it of the same name", async () => {
    const { pod } = await inspected();
    expect(pod?.events?.map(({ at: seen, reason, count }) => [seen, reason, count])).toEqual([
      [at(20), "Unhealthy", 3],
      [at(8), "BackOff", 1],
    ]);
    const name = "db-0";
    const former = kube.pod({ name, containers: [APP] });
    kube.event({ pod: name, reason: "Killing", message: "of the one before" });
    former.delete({ graceSeconds: 0 });
    kube.pod({ name, containers: [APP] });
    expect((await inspected({ pod: name, workload: "" })).pod?.events).toEqual([]);
  });

  test("its siblings, the fullest first, and its neighbours in the pod", async () => {
    const { pod } = await inspected();
    expect(pod?.siblings?.map(({ name, memoryBytes }) => [name, memoryBytes])).toEqual([
      [nameOf(2), 20 * MIB],
      [nameOf(0), 10 * MIB],
    ]);
    expect(pod?.siblings?.[0]).toMatchObject({
      state: "Running",
      isReady: true,
      limitBytes: 64 * MIB,
      restarts: 0,
      startedAt: at(8),
      lastEnd: null,
    });
    expect(pod?.containers.map(({ name, memoryBytes }) => [name, memoryBytes])).toEqual([
      ["app", 40 * MIB],
      ["proxy", null],
    ]);
    // the last death of one that somebody else looks at
    const seen = await inspected({ pod: nameOf(0) });
    expect(seen.pod?.siblings?.[0]).toMatchObject({
      name: nameOf(1),
      restarts: 2,
      lastEnd: { reason: "OOMKilled", at: at(9) },
    });
  });

  test("siblings by the labels that were asked for; a pod that stands alone has none", async () => {
    kube.pod({ name: "batch", labels: { app: "shop", tier: "x" }, containers: [APP] });
    const { pod } = await inspected({ workload: "app=shop" });
    expect(pod?.siblings?.map(({ name }) => String(name)).toSorted()).toEqual(
      [nameOf(0), nameOf(2), "batch"].toSorted(),
    );
    const alone = await inspected({ pod: "other", workload: "" });
    expect(alone.pod).toMatchObject({ workload: null, siblings: [], events: [] });
  });

  test("what stands in its environment is told to nobody", async () => {
    expect(JSON.stringify(pods[1]?.thing)).toContain(SECRET);
    expect(JSON.stringify(await inspected())).not.toContain(SECRET);
  });

  test("nothing is asked but questions, and nothing is executed", async () => {
    await inspected();
    expect(new Set(kube.requests.map(({ method }) => method))).toEqual(new Set(["GET"]));
    expect(kube.requests.some(({ path }) => /exec|log/u.test(path))).toBe(false);
  });

  test("a container or a pod that is not there is a fault that reads", async () => {
    expect(await refusal(inspected({ container: "zz" }))).toEqual({
      kind: "no-such-pod",
      detail: `${nameOf(1)}/zz`,
    });
    expect(await refusal(inspected({ pod: "gone" }))).toEqual({
      kind: "no-such-pod",
      detail: "gone",
    });
    kube.access.deny("get", "pods");
    expect(await refusal(inspected())).toMatchObject({ kind: "forbidden" });
  });
});

/** What is told of each part; null: nothing. */
function parts({ pod }: Container) {
  const { workload: keeper = null, events = null, siblings = null, containers = [] } = pod ?? {};
  return {
    replicas: keeper === null ? null : keeper.replicas,
    autoscalerKnown: keeper === null ? null : keeper.autoscalerKnown,
    events: events === null ? null : events.length,
    siblings: siblings === null ? null : siblings.length,
    memory: containers[0]?.memoryBytes ?? null,
  };
}

describe("what may not be asked is null, and the rest is told", () => {
  const ALL = {
    replicas: 3,
    autoscalerKnown: true,
    events: 2,
    siblings: 2,
    memory: 40 * MIB,
  };

  test.each<[string, string, Partial<Record<keyof typeof ALL, unknown>>]>([
    ["list", "events", { events: null }],
    ["get", "replicasets", { replicas: null, siblings: null, autoscalerKnown: false }],
    // its ReplicaSet tells the same
    ["get", "deployments", { autoscalerKnown: false }],
    ["list", "horizontalpodautoscalers", { autoscalerKnown: false }],
    ["list", "pods.metrics.k8s.io", { memory: null }],
    ["list", "pods", { siblings: null }],
  ])("%s %s", async (verb, resource, missing) => {
    kube.access.deny(verb, resource);
    expect(parts(await inspected())).toEqual({ ...ALL, ...missing });
    kube.access.allow(verb, resource);
    // answers are shared for some seconds by all that ask over one login
    inspector = kubernetesInspector(new Clusters(), new Attachments());
    expect(parts(await inspected())).toEqual(ALL);
  });

  test("the kind of what keeps it running is told by the pod itself", async () => {
    kube.access.deny("get", "replicasets");
    expect((await inspected()).pod?.workload).toMatchObject({
      kind: "ReplicaSet",
      name: expect.stringMatching(/^shop-/u) as unknown,
      replicas: null,
      autoscaler: null,
    });
  });

  test("all but the pod itself", async () => {
    for (const verb of ["list", "watch"]) kube.access.deny(verb, "*");
    for (const resource of ["replicasets", "deployments"]) kube.access.deny("get", resource);
    expect(parts(await inspected())).toEqual({
      replicas: null,
      autoscalerKnown: false,
      events: null,
      siblings: null,
      memory: null,
    });
  });

  test.each(["absent", "unavailable"] as const)("a metrics API that is %s", async (state) => {
    kube.metrics = state;
    expect(parts(await inspected())).toEqual({ ...ALL, memory: null });
    expect((await inspected()).pod?.siblings?.map(({ memoryBytes }) => memoryBytes)).toEqual([
      null,
      null,
    ]);
  });

  test.each([429, 500, 503])("a metrics API that answers %i", async (status) => {
    kube.faults.status(status, /metrics/u);
    expect(parts(await inspected())).toEqual({ ...ALL, memory: null });
  });
});

const failing = (fault: Fault) => ({ ask: () => Promise.reject(new TransportError(fault)) });

describe("a metrics API behind which nobody answers", () => {
  const silent = {
    ask: (_: unknown, signal: AbortSignal): Promise<Answer> =>
      new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () =>
          reject(new TransportError({ kind: "stream-ended", detail: null })),
        ),
      ),
  };

  test("is not waited for: nothing is measured", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const told = usagesOf(silent, "default", "", never);
    vi.advanceTimersByTime(3000);
    expect(await told).toBeNull();
  });

  test("its connection breaks: nothing is measured", async () => {
    const away = failing({ kind: "cluster-unreachable", detail: null });
    expect(await usagesOf(away, "default", "", never)).toBeNull();
  });

  test("who asks goes away, or is not let in: that is a fault", async () => {
    const life = new AbortController();
    const told = refusal(usagesOf(silent, "default", "", life.signal));
    life.abort();
    expect(await told).toMatchObject({ kind: "stream-ended" });
    expect(
      await refusal(
        usagesOf(failing({ kind: "unauthorized", detail: null }), "default", "", never),
      ),
    ).toMatchObject({
      kind: "unauthorized",
    });
  });
});

test("of a pod that is gone nothing new is told, of those beside it all the same", async () => {
  const target = member();
  const attachments = new Attachments();
  // answers about a workload are shared for some seconds: by another look at the cluster nothing is
  const look = () => kubernetesInspector(new Clusters(), attachments).inspect(target, never);
  const before = await look();
  expect(before.pod?.siblings?.map(({ name }) => name)).toEqual([nameOf(2), nameOf(0)]);
  pods[1]?.delete({ graceSeconds: 0 });
  pods[2]?.delete({ graceSeconds: 0 });
  await until(() => kube.pods.every(({ name }) => ![nameOf(1), nameOf(2)].includes(name)), "gone");
  const after = await look();
  const names = after.pod?.siblings?.map(({ name }) => name) ?? [];
  expect(names).toContain(nameOf(0));
  expect(names).not.toContain(nameOf(2));
  expect({ ...after, pod: null }).toEqual({ ...before, pod: null });

  // one of which nothing was ever told
  const gone = inspector.inspect(member({ pod: "shop-none" }), never);
  await expect(gone).rejects.toMatchObject({ fault: { kind: "no-such-pod" } });
});

const members = async (most: number, said: Partial<PodAddress> = {}) =>
  (await inspector.members(member(said), most, never)).map(({ address }) => address[2]);

describe("members", () => {
  test("the target itself first, whatever pod stands for it; none that another target stands for", async () => {
    const attachments = new Attachments();
    const own = kubernetesInspector(new Clusters(), attachments);
    const [moved, other] = [member(), member({ pod: nameOf(2) })];
    attachments.moved(moved, { ...addressIn(moved), pod: nameOf(0) });
    attachments.memberOf(other);
    pods[1]?.delete({ graceSeconds: 0 });
    const found = await own.members(moved, 10, never);
    expect(found.map(({ uri, address }) => [uri === moved.uri, address[2]])).toEqual([
      [true, nameOf(1)],
    ]);
  });

  test("itself, then its siblings, the fullest first, and not more than are wanted", async () => {
    expect(await members(10)).toEqual([nameOf(1), nameOf(2), nameOf(0)]);
    expect(await members(2)).toEqual([nameOf(1), nameOf(2)]);
    const [, other] = await inspector.members(member(), 10, never);
    expect(other).toEqual(member({ pod: nameOf(2) }));
  });

  test("of ready ones before those that are not; none that goes or has ended", async () => {
    pods[2]?.setReady(false);
    expect(await members(10)).toEqual([nameOf(1), nameOf(0), nameOf(2)]);
    pods[2]?.delete({ graceSeconds: 3600 });
    pods[0]?.evict("The node was low on resource: memory.");
    expect(await members(10)).toEqual([nameOf(1)]);
  });

  test("those that a rollout brought", async () => {
    const young = workload.rollout();
    const names = await members(10, { pod: young[0]?.name ?? "" });
    expect(new Set(names)).toEqual(new Set(young.map(({ name }) => name)));
  });

  test("a pod that stands alone, or whose keeper may not be read, is the only one", async () => {
    expect(await members(10, { pod: "other", workload: "" })).toEqual(["other"]);
    kube.access.deny("get", "replicasets");
    expect(await members(10)).toEqual([nameOf(1)]);
  });

  test("who may not list pods is told so", async () => {
    kube.access.deny("list", "pods");
    expect(await refusal(members(10))).toMatchObject({ kind: "forbidden" });
  });
});

test("rights are those in the namespace of the target", async () => {
  kube.access.deny("get", "pods", "log", "default");
  const rights = await inspector.rights(member(), never);
  expect(rights.filter(({ allowed }) => allowed !== true)).toMatchObject([
    { verb: "get", resource: "pods", subresource: "log", allowed: false },
  ]);
});
