// A real session over the real transport: what a cluster does to it, and that it comes back.
import { writeFileSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import type { Gathered } from "../../../src/domain/ports/source.ts";
import { targetOfPod } from "../../../src/targets/k8s/address.ts";
import { Attachments } from "../../../src/targets/k8s/attachments.ts";
import { Clusters } from "../../../src/targets/k8s/clusters.ts";
import { kubernetesTransport } from "../../../src/targets/k8s/transport.ts";
import type { SessionOptions } from "../../../src/collector/session.ts";
import { faultText } from "../../../src/words/faults.ts";
import { sessionIn } from "../../collector/real-session.ts";
import { startKube, type Kube, type KubeOptions } from "../../fixtures/kube/kube.ts";
import { lacks } from "../../fixtures/needs.ts";
import { until } from "../../fixtures/until.ts";

const APP = { name: "app", image: "registry.example.com/shop", limitBytes: 64 * 1024 * 1024 };

let kube: Kube;
let life = new AbortController();
afterEach(async () => {
  life.abort();
  await kube.close();
});

type Session = Extract<Gathered, { readonly type: "session" }>["session"];

/** What is told of a session, as it comes; it never ends by itself here. */
async function watched(options: KubeOptions = {}, more: Partial<SessionOptions> = {}) {
  kube = await startKube(options);
  life = new AbortController();
  const workload = kube.workload("Deployment", "shop", { replicas: 2, labels: { app: "shop" } });
  const pods = [1, 2].map(() => workload.pod({ containers: [APP] }));
  const target = targetOfPod({
    context: "",
    namespace: "default",
    pod: pods[0]?.name ?? "",
    container: "app",
    workload: "deploy/shop",
    kubeconfig: kube.kubeconfig,
  });
  const sessions: Session[] = [];
  let readings = 0;
  let hasEnded = false;
  const transport = kubernetesTransport(new Clusters(), new Attachments());
  const source = sessionIn([], life.signal, { target, transport, ...more });
  void (async () => {
    for await (const gathered of source.gathered) {
      if (gathered.type === "session") sessions.push(gathered.session);
      if (gathered.type === "reading") readings += 1;
    }
    hasEnded = true;
  })();
  /** Read again, after all that was told until now. */
  const again = async () => {
    const before = readings;
    await until(
      () => readings > before + 1 && sessions.at(-1)?.state === "live",
      () => `readings again; told: ${JSON.stringify(sessions)}`,
    );
  };
  const lost = (kind: string) =>
    until(
      () => sessions.some(({ fault }) => fault?.kind === kind),
      () => `${kind}; told: ${JSON.stringify(sessions)}`,
    );
  return { pods, workload, sessions, again, lost, hasEnded: () => hasEnded };
}

const kinds = (sessions: readonly Session[]) => sessions.map(({ fault }) => fault?.kind ?? null);

describe("what happens to the pod", () => {
  test("container restarted in place: told with how it ended, and attached again", async () => {
    const { pods, again, lost, sessions } = await watched();
    await again();
    pods[0]?.end("app", { exitCode: 137, reason: "OOMKilled", restart: true, lagMs: 300 });
    await lost("restarted");
    await again();
    const told = sessions.find(({ fault }) => fault?.kind === "restarted")?.fault;
    expect(told?.life).toMatchObject({ exitCode: 137, oomKilled: true });
  });

  test.each(["deleted", "evicted", "rolled out"])(
    "%s: on to another pod of the workload, and the old one is named",
    async (how) => {
      const { pods, workload, again, lost, sessions } = await watched();
      await again();
      const [old] = pods;
      if (how === "deleted") old?.delete({ graceSeconds: 0 });
      else if (how === "evicted") old?.evict("The node was low on resource: memory.");
      else workload.rollout();
      await lost("replaced");
      await again();
      const told = sessions.find(({ fault }) => fault?.kind === "replaced")?.fault;
      expect(told?.detail).toMatch(new RegExp(` instead of ${old?.name}$`, "u"));
    },
  );
});

describe("what happens on the way", () => {
  test("API server drops the socket", async () => {
    const { again, lost } = await watched();
    await again();
    kube.faults.drop();
    await lost("stream-ended");
    await again();
  });

  test("freezes (half-open): silence is told, and it is attached again", async () => {
    const { again, sessions } = await watched();
    await again();
    kube.faults.freeze();
    await until(
      () => sessions.some(({ state }) => state === "stale" || state === "retrying"),
      () => `silence; told: ${JSON.stringify(sessions)}`,
    );
    kube.faults.thaw();
    await again();
  });

  test("away, as for a restart: every version is forgotten", async () => {
    const { again, lost } = await watched();
    await again();
    await kube.down();
    await lost("cluster-unreachable");
    await kube.up();
    await again();
  });

  test("a kubelet that restarts says `Success`: that is no end", async () => {
    const { again, sessions, pods } = await watched();
    await again();
    kube.faults.kubelet("gone");
    await until(() => sessions.some(({ state }) => state === "retrying"), "the loss");
    kube.faults.kubelet("up");
    await again();
    expect(pods[1]?.execs).toEqual([]);
  });

  test("a kubelet that is frozen while the API server answers: silence is told", async () => {
    const { again, sessions } = await watched();
    await again();
    kube.faults.kubelet("frozen");
    await until(
      () => sessions.some(({ state }) => state === "stale" || state === "retrying"),
      () => `silence; told: ${JSON.stringify(sessions)}`,
    );
    kube.faults.kubelet("up");
    await again();
  });

  test("403 for a while: told, and asked again", async () => {
    const { again, lost, sessions } = await watched();
    await again();
    kube.access.deny("get", "pods", "exec");
    kube.faults.drop();
    await lost("forbidden");
    kube.access.allow("get", "pods", "exec");
    await again();
    expect(kinds(sessions)).toContain("forbidden");
  });

  test("404 for a while is no end of the pod that is there again", async () => {
    const { again, lost } = await watched();
    await again();
    const stop = kube.faults.status(404, /\/exec/u);
    kube.faults.drop();
    await lost("no-such-pod");
    stop();
    await again();
  });

  test("401 expired token: told, and attached with the new one", async () => {
    const { again, lost } = await watched({ token: "first" });
    await again();
    kube.token = "second";
    kube.faults.drop();
    await lost("unauthorized");
    const path = kube.kubeconfig;
    writeFileSync(path, readFileSync(path, "utf8").replace("first", "second"));
    await again();
  });

  test("clock skew: the cluster's clock may be an hour ahead", async () => {
    const { again, lost, pods } = await watched();
    await again();
    kube.faults.skewMs = 3_600_000;
    pods[0]?.end("app", { exitCode: 1, reason: "Error", restart: true });
    await lost("restarted");
    await again();
  });

  test.skipIf(lacks("openssl"))("TLS errors, and a certificate that is another one", async () => {
    const { again, lost } = await watched({ tls: true });
    await again();
    kube.rotate("same authority");
    kube.faults.drop();
    await again();
    kube.rotate("another");
    kube.faults.drop();
    await lost("cluster-certificate");
  });
});

test("each with its sentence and decision; never an exit once it was had", async () => {
  const { again, lost, sessions, hasEnded } = await watched();
  await again();
  kube.access.deny("get", "pods", "exec");
  kube.faults.drop();
  await lost("forbidden");
  await kube.down();
  await lost("cluster-unreachable");
  for (const { fault } of sessions) if (fault !== null) expect(faultText(fault)).toMatch(/[.?)]$/u);
  expect(hasEnded()).toBe(false);
  expect(sessions.every(({ state }) => state !== "over")).toBe(true);
});
