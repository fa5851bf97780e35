// Shells that run in an ephemeral container beside the target's own.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import type { Stream } from "../../../src/domain/ports/transport.ts";
import { addressIn, targetOfPod, withShell } from "../../../src/targets/k8s/address.ts";
import { Attachments } from "../../../src/targets/k8s/attachments.ts";
import { Clusters } from "../../../src/targets/k8s/clusters.ts";
import { kubernetesInspector } from "../../../src/targets/k8s/inspector.ts";
import { kubernetesTransport } from "../../../src/targets/k8s/transport.ts";
import { startKube, type Kube, type Pod } from "../../fixtures/kube/kube.ts";

const SHELL = "swtop-abcde";
const NO_SHELL: Fault = { kind: "no-shell", detail: null };
const ENDED: Fault = { kind: "stream-ended", detail: null };

let kube: Kube;
let pod: Pod;
let life: AbortController;
beforeEach(async () => {
  kube = await startKube();
  life = new AbortController();
});
afterEach(async () => {
  life.abort();
  await kube.close();
});

function rig(pods: Pod, workload = "") {
  pod = pods;
  pod.debug({ name: SHELL, image: "busybox:1.37" });
  const target = withShell(
    targetOfPod({
      context: "",
      namespace: "default",
      pod: pod.name,
      container: "app",
      workload,
      kubeconfig: kube.kubeconfig,
    }),
    SHELL,
  );
  const [clusters, attachments] = [new Clusters(), new Attachments()];
  const transport = kubernetesTransport(clusters, attachments);
  return {
    target,
    attachments,
    inspector: kubernetesInspector(clusters, attachments),
    open: () => transport.open(target, ["sh"], life.signal),
    explain: (fault: Fault) =>
      transport.explain(target, { fault, attachedAt: Date.now() }, life.signal),
  };
}

const alone = () =>
  kube.pod({ name: "shop-0", containers: [{ name: "app", image: "shop:1", without: ["sh"] }] });

async function heard(stream: Stream): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.stdout) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function attached({ open }: ReturnType<typeof rig>): Promise<Stream> {
  const stream = await open();
  await stream.write(Buffer.from("echo up; cat\n"));
  const { value } = await stream.stdout[Symbol.asyncIterator]().next();
  expect(Buffer.from(value ?? []).toString()).toBe("up\n");
  return stream;
}

test("a shell runs there; all that is told is of the container itself", async () => {
  const rigged = rig(alone());
  await attached(rigged);
  expect(pod.execs.map(({ container }) => container)).toEqual([SHELL]);
  expect(await rigged.inspector.inspect(rigged.target, life.signal)).toMatchObject({
    name: "app",
    image: "shop:1",
  });
});

test("one that has ended is said by its name, and none is added in its place", async () => {
  const rigged = rig(alone());
  const stream = await attached(rigged);
  pod.end(SHELL, { exitCode: 0, reason: "Completed" });
  await heard(stream).catch(() => undefined);
  const end = {
    kind: "container-ended",
    detail: SHELL,
    life: expect.objectContaining({ exitCode: 0 }) as object,
  };
  expect(await rigged.explain(ENDED)).toEqual(end);
  expect(await heard(await rigged.open())).toBe("");
  expect(await rigged.explain(NO_SHELL)).toEqual(end);
  expect(kube.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("it ends with the container whose processes it sees: the end of that one is what is said", async () => {
  const rigged = rig(alone());
  const stream = await attached(rigged);
  // its own end may be told first
  pod.end(SHELL, { exitCode: 137, reason: "Error" });
  pod.end("app", { exitCode: 137, reason: "OOMKilled", restart: true, lagMs: 400 });
  await heard(stream).catch(() => undefined);
  expect(await rigged.explain(ENDED)).toMatchObject({ kind: "restarted", detail: "app" });
  await rigged.open();
  expect(await rigged.explain(NO_SHELL)).toMatchObject({ kind: "container-ended", detail: SHELL });
});

test("another pod of that name has none", async () => {
  const rigged = rig(alone());
  const stream = await attached(rigged);
  pod.delete({ graceSeconds: 0 });
  alone();
  await heard(stream).catch(() => undefined);
  expect((await rigged.explain(ENDED)).kind).toBe("replaced");
});

test("another member of the workload is left as it is: shells run in its own container", async () => {
  const workload = kube.workload("Deployment", "shop", { replicas: 2, labels: { app: "shop" } });
  const [first, second] = [0, 1].map(() => workload.pod({ containers: [{ name: "app" }] }));
  if (first === undefined || second === undefined) throw new Error("no pods");
  const rigged = rig(first, "deploy/shop");
  const stream = await attached(rigged);
  first.delete({ graceSeconds: 0 });
  await heard(stream).catch(() => undefined);
  expect((await rigged.explain(ENDED)).kind).toBe("replaced");
  await attached(rigged);
  expect(second.execs.map(({ container }) => container)).toEqual(["app"]);
  expect(second.thing.spec.ephemeralContainers).toBeUndefined();
  expect(addressIn(rigged.target).pod).toBe(first.name);
});
