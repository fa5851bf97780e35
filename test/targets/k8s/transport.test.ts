import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import { TransportError, type Stream } from "../../../src/domain/ports/transport.ts";
import { targetOfPod, type PodAddress } from "../../../src/targets/k8s/address.ts";
import { Attachments } from "../../../src/targets/k8s/attachments.ts";
import { Clusters } from "../../../src/targets/k8s/clusters.ts";
import { kubernetesTransport } from "../../../src/targets/k8s/transport.ts";
import { startKube, type Kube, type KubeOptions, type Pod } from "../../fixtures/kube/kube.ts";
import { lacks } from "../../fixtures/needs.ts";
import { until } from "../../fixtures/until.ts";
import { keepsTheContract } from "../contract.ts";

let kube: Kube;
let lives: AbortController[] = [];
const start = async (options: KubeOptions = {}) => {
  kube = await startKube(options);
};
const end = async () => {
  for (const life of lives) life.abort();
  lives = [];
  await kube.close();
};

const address = (said: Partial<PodAddress> = {}): PodAddress => ({
  context: "",
  namespace: "default",
  pod: "shop-0",
  container: "app",
  workload: "",
  kubeconfig: kube.kubeconfig,
  ...said,
});

const APP = { name: "app", image: "registry.example.com/shop", limitBytes: 64 * 1024 * 1024 };

function rig(said: Partial<PodAddress> = {}, attachments = new Attachments()) {
  const transport = kubernetesTransport(new Clusters(), attachments);
  const target = targetOfPod(address(said));
  const life = new AbortController();
  lives.push(life);
  const open = (argv: readonly string[] = ["sh"]) => transport.open(target, argv, life.signal);
  const explain = (fault: Fault, attachedAt: number | null = Date.now()) =>
    transport.explain(target, { fault, attachedAt }, life.signal);
  return { transport, target, attachments, open, explain, life };
}

const refusal = async (promise: Promise<unknown>): Promise<Fault | null> => {
  const failure: unknown = await promise.catch((error: unknown) => error);
  return failure instanceof TransportError ? failure.fault : null;
};

const ENDED: Fault = { kind: "stream-ended", detail: null };

async function heard(stream: Stream): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.stdout) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Runs until it is killed; said when it does. */
async function attached(rigged: ReturnType<typeof rig>): Promise<Stream> {
  const stream = await rigged.open();
  await stream.write(Buffer.from("echo up; cat\n"));
  // what comes later is heard by whoever asks
  const { value } = await stream.stdout[Symbol.asyncIterator]().next();
  expect(Buffer.from(value ?? []).toString()).toBe("up\n");
  return stream;
}

describe("over http", () => {
  beforeAll(async () => {
    kube = await startKube();
    kube.pod({ name: "shop-0", containers: [APP] });
    vi.stubEnv("KUBECONFIG", kube.kubeconfig);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await kube.close();
  });

  keepsTheContract({
    transport: kubernetesTransport(new Clusters(), new Attachments()),
    address: ["", "default", "shop-0", "app", "", ""],
    runsHere: false,
    // the runtime waits for all who hold it (containerd drains an exec's output)
    isHeldOpen: true,
  });
});

const restarted = async (minor: number) => {
  await kube.close();
  return startKube({ minor });
};

describe("why a program cannot be had", () => {
  afterEach(end);
  beforeEach(() => start());

  test("an image without a shell says so, and nothing else is wrong", async () => {
    kube.pod({ name: "shop-0", containers: [{ ...APP, without: ["sh"] }] });
    const { open, explain } = rig();
    const stream = await open();
    expect(await heard(stream)).toBe("");
    expect(stream.complaint()).toContain("executable file not found");
    const fault: Fault = { kind: "no-shell", detail: null };
    expect(await explain(fault, null)).toEqual(fault);
  });

  test.each(["get", "create"])(
    "without the right to %s pods/exec: the server's words",
    async (verb) => {
      kube = await restarted(verb === "create" ? 35 : 34);
      kube.pod({ name: "shop-0", containers: [APP] });
      kube.access.deny(verb, "pods", "exec");
      const { open, explain } = rig();
      const fault = await refusal(open());
      expect(fault).toMatchObject({
        kind: "forbidden",
        detail: expect.stringContaining(`cannot ${verb} resource "pods/exec"`),
      });
      expect(await explain(fault ?? ENDED, null)).toEqual(fault);
    },
  );

  test("a pod that is not there", async () => {
    const { open, explain } = rig();
    const fault = await refusal(open());
    expect(fault?.kind).toBe("no-such-pod");
    expect(await explain(fault ?? ENDED, null)).toEqual({ kind: "no-such-pod", detail: "shop-0" });
  });

  test("a pod without a node: it does not run yet", async () => {
    kube.pod({ name: "shop-0", node: null, containers: [APP] });
    const { open, explain } = rig();
    const fault = await refusal(open());
    expect(fault?.kind).toBe("no-shell");
    expect((await explain(fault ?? ENDED, null)).kind).toBe("not-running");
  });

  test("a container that crashes over and over, with how it ended", async () => {
    const last = { exitCode: 137, reason: "OOMKilled" } as const;
    kube.pod({
      name: "shop-0",
      containers: [{ ...APP, waiting: "CrashLoopBackOff", restarts: 7, last }],
    });
    const { open, explain } = rig();
    const stream = await open();
    expect(await heard(stream)).toBe("");
    expect(await explain({ kind: "no-shell", detail: null }, null)).toMatchObject({
      kind: "restarting",
      life: { exitCode: 137, oomKilled: true },
    });
  });
});

describe("why a program ended: the pod says it", () => {
  afterEach(end);
  let pod: Pod;
  beforeEach(async () => {
    await start();
    pod = kube.pod({ name: "shop-0", containers: [APP] });
  });

  test("its container was started again, a second after the exec ended", async () => {
    const rigged = rig();
    const stream = await attached(rigged);
    pod.end("app", { exitCode: 137, reason: "OOMKilled", restart: true, lagMs: 900 });
    await heard(stream).catch(() => undefined);
    expect(stream.ending()).toBe("exit 137");
    expect(await rigged.explain(ENDED)).toMatchObject({
      kind: "restarted",
      life: { exitCode: 137, oomKilled: true },
    });
  });

  test("its container ended for good", async () => {
    const rigged = rig();
    const stream = await attached(rigged);
    pod.end("app", { exitCode: 1, reason: "Error" });
    await heard(stream).catch(() => undefined);
    expect((await rigged.explain(ENDED)).kind).toMatch(/container-ended|restarting/u);
  });

  test("the pod was deleted", async () => {
    const rigged = rig();
    const stream = await attached(rigged);
    pod.delete({ graceSeconds: 0 });
    await heard(stream).catch(() => undefined);
    expect(await rigged.explain(ENDED)).toEqual({ kind: "removed", detail: "shop-0" });
  });

  test("the pod is being deleted: an exec works through its grace", async () => {
    const rigged = rig();
    pod.delete({ graceSeconds: 3600 });
    const stream = await attached(rigged);
    expect(stream.ending()).toBeNull();
  });

  test.each([137, 0])("the pod was evicted, its application exits %d", async (exitCode) => {
    const rigged = rig();
    const stream = await attached(rigged);
    pod.evict("The node was low on resource: memory.", { exitCode });
    await heard(stream).catch(() => undefined);
    expect(await rigged.explain(ENDED)).toMatchObject({
      kind: "evicted",
      detail: expect.stringContaining("shop-0"),
    });
  });

  test("another pod of that name: a StatefulSet's", async () => {
    const rigged = rig();
    const stream = await attached(rigged);
    pod.delete({ graceSeconds: 0 });
    kube.pod({ name: "shop-0", containers: [APP] });
    await heard(stream).catch(() => undefined);
    expect((await rigged.explain(ENDED)).kind).toBe("replaced");
  });

  test("nothing happened to the pod: a kubelet that restarts says `Success` while the shell lives on", async () => {
    const rigged = rig();
    const stream = await attached(rigged);
    kube.faults.kubelet("gone");
    await heard(stream).catch(() => undefined);
    expect(stream.ending()).toBe("exit 0");
    expect(pod.execs.some(({ hasEnded }) => !hasEnded)).toBe(true);
    const fault: Fault = { kind: "stream-ended", detail: null };
    expect(await rigged.explain(fault)).toEqual(fault);
    kube.faults.kubelet("up");
    expect((await attached(rigged)).ending()).toBeNull();
  });
});

const pods = () => {
  const workload = kube.workload("Deployment", "shop", { replicas: 3, labels: { app: "shop" } });
  const members = [10, 40, 20].map((mib) => {
    const pod = workload.pod({ containers: [APP] });
    pod.usage("app", mib * 1024 * 1024);
    return pod;
  });
  return { workload, members };
};

describe("a workload", () => {
  afterEach(end);
  beforeEach(() => start());

  test("a rollout replaces all pods, and the next one is the fullest of the new", async () => {
    const { workload, members } = pods();
    const rigged = rig({ pod: members[1]?.name ?? "", workload: "deploy/shop" });
    const stream = await attached(rigged);
    const young = workload.rollout();
    young.forEach((pod, index) => pod.usage("app", (index + 1) * 1024 * 1024));
    await heard(stream).catch(() => undefined);
    const next = young.at(-1)?.name ?? "";
    expect(await rigged.explain(ENDED)).toEqual({
      kind: "replaced",
      detail: `${next} instead of ${members[1]?.name}`,
    });
    const again = await attached(rigged);
    expect(again.ending()).toBeNull();
    expect(rigged.attachments.memberOf(rigged.target).pod).toBe(next);
    expect(young.at(-1)?.execs.length).toBe(1);
  });

  test("one whose container is started again in place is stayed with", async () => {
    const { members } = pods();
    const rigged = rig({ pod: members[1]?.name ?? "", workload: "deploy/shop" });
    const stream = await attached(rigged);
    members[1]?.end("app", { exitCode: 137, reason: "OOMKilled", restart: true });
    await heard(stream).catch(() => undefined);
    expect((await rigged.explain(ENDED)).kind).toBe("restarted");
    expect(rigged.attachments.memberOf(rigged.target).pod).toBe(members[1]?.name);
  });

  test("while none is ready the end of the old one is told, and nobody is moved", async () => {
    const { members } = pods();
    const rigged = rig({ pod: members[1]?.name ?? "", workload: "deploy/shop" });
    const stream = await attached(rigged);
    for (const each of members) each.setReady(false);
    members[1]?.delete({ graceSeconds: 0 });
    await heard(stream).catch(() => undefined);
    expect((await rigged.explain(ENDED)).kind).toBe("removed");
    members[0]?.setReady(true);
    expect((await rigged.explain(ENDED)).kind).toBe("replaced");
  });
});

const names = () => pods().members.map(({ name }) => name);

describe("several members of one workload side by side", () => {
  afterEach(end);
  beforeEach(() => start());
  test("one whose pod is gone never comes to a pod that another one stands for", async () => {
    const [first = "", second = "", third = ""] = names();
    const attachments = new Attachments();
    const rigs = [first, second].map((pod) => rig({ pod, workload: "deploy/shop" }, attachments));
    const [stays, goes] = rigs;
    if (stays === undefined || goes === undefined) throw new Error("two are meant");
    await attached(stays);
    const stream = await attached(goes);
    // the fullest of the others is the one that is watched already
    kube.pods.find(({ name }) => name === first)?.usage("app", 60 * 1024 * 1024);
    kube.pods.find(({ name }) => name === second)?.delete({ graceSeconds: 0 });
    await heard(stream).catch(() => undefined);
    expect(await goes.explain(ENDED)).toEqual({
      kind: "replaced",
      detail: `${third} instead of ${second}`,
    });
    expect(attachments.memberOf(stays.target).pod).toBe(first);
  });

  test("where all others are watched, its end is told, until one is free", async () => {
    const [first = "", second = "", third = ""] = names();
    let nowMs = 0;
    const attachments = new Attachments(() => nowMs);
    const [goes, ...stay] = [second, first, third].map((pod) =>
      rig({ pod, workload: "deploy/shop" }, attachments),
    );
    if (goes === undefined) throw new Error("one is meant");
    for (const each of stay) await attached(each);
    const stream = await attached(goes);
    kube.pods.find(({ name }) => name === second)?.delete({ graceSeconds: 0 });
    await heard(stream).catch(() => undefined);
    expect((await goes.explain(ENDED)).kind).toBe("removed");
    // nobody looks at the others any more
    nowMs += 60_000;
    expect((await goes.explain(ENDED)).kind).toBe("replaced");
  });
});

describe("the way there", () => {
  afterEach(end);
  test("a connection that is cut ends the stream with a fault; a new one is taken", async () => {
    await start();
    kube.pod({ name: "shop-0", containers: [APP] });
    const rigged = rig();
    const stream = await attached(rigged);
    kube.faults.drop();
    expect(await refusal(heard(stream))).toMatchObject({ kind: "stream-ended" });
    expect(stream.ending()).toBe("connection lost");
    expect((await attached(rigged)).ending()).toBeNull();
  });

  test("garbage frames break nothing", async () => {
    await start();
    kube.pod({ name: "shop-0", containers: [APP] });
    const rigged = rig();
    const stream = await attached(rigged);
    kube.faults.garbage("frames");
    await stream.write(Buffer.from("still here\n"));
    const chunks = stream.stdout[Symbol.asyncIterator]();
    let text = "";
    while (!text.includes("still here\n")) text += Buffer.from((await chunks.next()).value ?? []);
    kube.faults.garbage("bytes");
    const failure = await refusal(heard(stream));
    expect(failure?.kind ?? "stream-ended").toBe("stream-ended");
  });

  test("nobody listens: the cluster is unreachable, whatever was seen first", async () => {
    await start();
    kube.pod({ name: "shop-0", containers: [APP] });
    const rigged = rig();
    const stream = await attached(rigged);
    await kube.down();
    await heard(stream).catch(() => undefined);
    expect((await rigged.explain(ENDED)).kind).toBe("cluster-unreachable");
    expect((await refusal(rigged.open()))?.kind).toBe("cluster-unreachable");
    await kube.up();
    expect((await attached(rigged)).ending()).toBeNull();
  });

  test.each(["restarted", "terminating", "stream-ended"])(
    "a pod that has not changed for hours, whose version is too old to be watched from: %s",
    async (kind) => {
      await start();
      const pod = kube.pod({ name: "shop-0", containers: [APP] });
      const rigged = rig();
      const stream = await attached(rigged);
      kube.forget();
      if (kind === "restarted")
        pod.end("app", { exitCode: 137, reason: "OOMKilled", restart: true, lagMs: 700 });
      else if (kind === "terminating") {
        pod.end("app", { exitCode: 0, reason: "Completed", lagMs: 60_000 });
        setTimeout(() => pod.delete({ graceSeconds: 60 }), 300);
      } else kube.faults.kubelet("gone");
      await heard(stream).catch(() => undefined);
      expect((await rigged.explain(ENDED)).kind).toBe(kind);
    },
  );

  test("401: the login is made anew, and the program of the kubeconfig runs again", async () => {
    await start({ token: "first" });
    kube.pod({ name: "shop-0", containers: [APP] });
    const { readFileSync, writeFileSync } = await import("node:fs");
    const path = kube.kubeconfig;
    const rigged = rig();
    await attached(rigged);
    kube.token = "second";
    writeFileSync(path, readFileSync(path, "utf8").replace("first", "second"));
    expect((await attached(rigged)).ending()).toBeNull();
    kube.token = "third";
    expect((await refusal(rigged.open()))?.kind).toBe("unauthorized");
  });

  test.skipIf(lacks("openssl"))(
    "TLS: by the authority of the kubeconfig, also when the certificate is another",
    async () => {
      await start({ tls: true });
      kube.pod({ name: "shop-0", containers: [APP] });
      const rigged = rig();
      expect((await attached(rigged)).ending()).toBeNull();
      kube.rotate("same authority");
      expect((await attached(rigged)).ending()).toBeNull();
      kube.rotate("another");
      const fault = await refusal(rigged.open());
      expect(fault?.kind).toBe("cluster-certificate");
      expect(await rigged.explain(fault ?? ENDED, null)).toEqual(fault);
    },
  );

  test("no backpressure is no flood: what nobody takes is not held here", async () => {
    await start();
    const pod = kube.pod({ name: "shop-0", containers: [APP] });
    const { open } = rig();
    const before = process.memoryUsage().rss;
    const stream = await open(["sh", "-c", "head -c 200000000 /dev/zero; echo end"]);
    const chunks = stream.stdout[Symbol.asyncIterator]();
    await chunks.next();
    await until(() => pod.execs.length === 1, "the program");
    const { setTimeout: wait } = await import("node:timers/promises");
    let last = -1;
    // until nothing more comes in
    for (let held = process.memoryUsage().rss; held !== last; held = process.memoryUsage().rss) {
      last = held;
      await wait(200);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(120_000_000);
    let size = 0;
    for (;;) {
      const { done, value } = await chunks.next();
      if (done === true) break;
      size += value.length;
    }
    expect(size).toBeGreaterThan(199_000_000);
  });
});
