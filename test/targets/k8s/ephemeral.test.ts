import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { addressIn, shellOf, targetOfPod } from "../../../src/targets/k8s/address.ts";
import { Cluster, type Answer, type Request } from "../../../src/targets/k8s/cluster.ts";
import { added, LASTS_MS, seenIn } from "../../../src/targets/k8s/ephemeral.ts";
import { startKube, type Kube, type Pod } from "../../fixtures/kube/kube.ts";

const IMAGE = "registry.example.com/tools/box:1.35";
const target = targetOfPod({
  context: "double",
  namespace: "default",
  pod: "shop-0",
  container: "app",
  workload: "",
  kubeconfig: "",
});
const OURS = /^swtop-[a-z2-9]{5}$/u;

let kube: Kube;
let pod: Pod;
let cluster: Cluster;
const { signal } = new AbortController();
beforeEach(async () => {
  kube = await startKube();
  pod = kube.pod({ name: "shop-0", containers: [{ name: "app" }, { name: "web" }] });
  cluster = new Cluster({ context: "", kubeconfig: kube.kubeconfig });
});
afterEach(() => kube.close());

const changes = () => kube.requests.filter(({ method }) => method !== "GET");
const seen = (image = IMAGE, of = target) => seenIn(cluster, { target: of, image }, signal);
const inSpec = () => pod.thing.spec.ephemeralContainers ?? [];

describe("a look", () => {
  test("changes nothing, and finds none where none is", async () => {
    expect(await seen()).toEqual({ target, image: IMAGE, uid: pod.uid, ours: null });
    expect(changes()).toEqual([]);
  });

  test("finds one of ours that runs, of the same image and for the same container", async () => {
    const ours = { name: "swtop-abcde", image: IMAGE, targetContainerName: "app" };
    pod.debug(ours);
    expect((await seen()).ours).toEqual({
      name: "swtop-abcde",
      startedAt: expect.any(Number) as number,
    });
    expect((await seen("other:1")).ours).toBeNull();
    const web = targetOfPod({ ...addressIn(target), container: "web" });
    expect((await seen(IMAGE, web)).ours).toBeNull();
    pod.end("swtop-abcde", { exitCode: 0, reason: "Completed" });
    expect((await seen()).ours).toBeNull();
  });

  test("takes nobody else's", async () => {
    pod.debug({ name: "debugger-abcde", image: IMAGE });
    expect((await seen()).ours).toBeNull();
  });
});

describe("one that is added", () => {
  test("runs beside the container, ends by itself, and shells run in it", async () => {
    const done = await added(cluster, await seen(), signal);
    const [made] = inSpec();
    expect(made).toEqual({
      name: expect.stringMatching(OURS) as string,
      image: IMAGE,
      targetContainerName: "app",
      command: ["sh", "-c", `sleep ${LASTS_MS / 1000}`],
    });
    if (done.kind !== "runs") throw new Error(done.kind);
    expect(done.name).toBe(made?.name);
    expect(shellOf(addressIn(done.target))).toBe(made?.name);
    expect(addressIn(done.target)).toMatchObject({ pod: "shop-0", container: "app" });
    expect(done.target.uri).toBe(target.uri);
    expect(changes()).toEqual([
      { method: "PATCH", path: "/api/v1/namespaces/default/pods/shop-0/ephemeralcontainers" },
    ]);
  });

  test("runs as the user of the container, where the spec names one", async () => {
    const more = { securityContext: { runAsUser: 82, runAsNonRoot: true, privileged: true } };
    pod = kube.pod({ name: "shop-1", containers: [{ name: "app", more }] });
    const other = targetOfPod({ ...addressIn(target), pod: "shop-1" });
    await added(cluster, await seen(IMAGE, other), signal);
    expect(inSpec()[0]?.["securityContext"]).toEqual({ runAsUser: 82, runAsNonRoot: true });
  });

  test("is none where somebody else was quicker", async () => {
    const before = await seen();
    pod.debug(Object.assign({ name: "swtop-abcde", image: IMAGE }, { targetContainerName: "app" }));
    expect(await added(cluster, before, signal)).toMatchObject({
      kind: "runs",
      name: "swtop-abcde",
    });
    expect(changes()).toEqual([]);
  });

  test("is none in another pod of that name", async () => {
    const before = await seen();
    pod.delete({ graceSeconds: 0 });
    pod = kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
    expect(await added(cluster, before, signal)).toEqual({ kind: "replaced" });
    expect(changes()).toEqual([]);
  });

  // words of `ephemeral` (403, 422) of the captures, by the double
  test("is refused in the cluster's words", async () => {
    const before = await seen();
    kube.access.deny("patch", "pods", "ephemeralcontainers");
    expect(await added(cluster, before, signal)).toEqual({
      kind: "refused",
      isRight: true,
      words: expect.stringContaining('cannot patch resource "pods/ephemeralcontainers"') as string,
    });
    kube.access.allow("patch", "pods", "ephemeralcontainers");
    const zz = targetOfPod({ ...addressIn(target), container: "zz" });
    expect(await added(cluster, { ...before, target: zz }, signal)).toEqual({
      kind: "refused",
      isRight: false,
      words: expect.stringContaining('targetContainerName: Not found: "zz"') as string,
    });
    expect(inSpec()).toEqual([]);
  });

  test("a cluster that is gone is a fault", async () => {
    const before = await seen();
    await kube.down();
    const failure: unknown = await added(cluster, before, signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransportError);
  });
});

/** As the cluster, but that the container which was added is in this state. */
const withState = (state: object) => {
  const stated = (answer: Answer): Answer => {
    const text = answer.text.replaceAll(
      /("name":"swtop-[a-z2-9]{5}","state":)\{[^}]*\}+?(?=,"lastState")/gu,
      (_, head: string) => `${head}${JSON.stringify(state)}`,
    );
    return { ...answer, text, body: JSON.parse(text) };
  };
  return {
    asked: (request: Request, during: AbortSignal) => cluster.asked(request, during),
    ask: async (request: Request, during: AbortSignal) =>
      stated(await cluster.ask(request, during)),
    // nothing more is told
    follow: async (request: Request, during: AbortSignal) => {
      const flow = await cluster.follow(request, during);
      const silence = async function* (): AsyncGenerator<Uint8Array> {
        for await (const _ of flow.chunks) yield new Uint8Array();
      };
      return { ...flow, chunks: silence() };
    },
  };
};

describe("one that does not run", () => {
  test.each([
    [
      { waiting: { reason: "ErrImagePull", message: "box:1.35: not found" } },
      "ErrImagePull: box:1.35: not found",
    ],
    [
      { waiting: { reason: "ImagePullBackOff", message: 'Back-off pulling image "box:1.35"' } },
      'ImagePullBackOff: Back-off pulling image "box:1.35"',
    ],
    [
      { terminated: { reason: "StartError", message: 'exec: "sh": executable file not found' } },
      'StartError: exec: "sh": executable file not found',
    ],
  ])("is said with the reason: %j", async (state, words) => {
    const found = await added(withState(state), await seen(), signal);
    const name = inSpec()[0]?.name;
    expect(found).toEqual({ kind: "does-not-run", name, words, waitedMs: null });
  });

  test("is waited for, but not for ever", async () => {
    const state = { waiting: { reason: "ContainerCreating" } };
    expect(await added(withState(state), await seen(), signal, 50)).toMatchObject({
      kind: "does-not-run",
      words: "ContainerCreating",
      waitedMs: 50,
    });
  });

  test("an abort ends the waiting", async () => {
    const life = new AbortController();
    const state = { waiting: { reason: "ContainerCreating" } };
    const waiting = added(withState(state), await seen(), life.signal);
    life.abort();
    await expect(waiting).rejects.toBeInstanceOf(TransportError);
  });
});
