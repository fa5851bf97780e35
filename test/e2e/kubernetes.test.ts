// The incident in a cluster, with the built program: a workload of three pods, one of them killed twice.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startKube, type Kube, type Pod, type Workload } from "../fixtures/kube/kube.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { run, someApp, swtop } from "./swtop.ts";
import { Terminal } from "./terminal.ts";

const MIB = 1 << 20;
const PROJECT = fileURLToPath(new URL("../fixtures/projects/incident-before", import.meta.url));
const OOM = { exitCode: 137, reason: "OOMKilled" } as const;

let kube: Kube;
let workload: Workload;
let pods: readonly Pod[];
let terminal: Terminal | null = null;
beforeEach(async () => {
  kube = await startKube({ token: "t0k3n" });
  kube.namespace("prod");
  workload = kube.workload("Deployment", "shop-api", {
    namespace: "prod",
    replicas: 3,
    labels: { app: "shop-api" },
  });
  pods = [120, 230, 20].map((mib) => {
    const pod = workload.pod({
      containers: [
        { name: "app", image: "registry.example.com/shop-api", limitBytes: 256 * MIB },
        { name: "istio-proxy", image: "istio/proxyv2" },
      ],
    });
    pod.usage("app", mib * MIB);
    return pod;
  });
  for (const _ of [1, 2]) pods[2]?.end("app", { ...OOM, restart: true });
});
afterEach(async () => {
  terminal?.close();
  terminal = null;
  await kube.close();
});

const open = (words: readonly string[], columns = 160, rows = 45): Terminal => {
  const KUBECONFIG = kube.writeConfig({ context: "prod-eu", user: { token: "t0k3n" } });
  terminal = new Terminal([...swtop(), ...words], { env: { KUBECONFIG }, columns, rows });
  return terminal;
};

const SHOP = ["k8s", "deploy/shop-api", "-n", "prod"];

const withTree = async (during: (pid: number) => Promise<void>): Promise<void> => {
  const tree = await Tree.start(hyperf(someApp()), 600);
  try {
    await during(tree.pid("Worker.0"));
  } finally {
    tree.end();
  }
};

test.skipIf(lacks("php"))(
  "a workload of three pods, one OOM-killed twice: names the deaths, attaches to the fullest sibling, shows the table, logs by PID",
  () =>
    withTree(async (pid) => {
      const screen = open(SHOP);
      await screen.until(/Worker\.0[^]*2 other pods of Deployment shop-api/);
      const [first = ""] = screen.lines();
      expect(first).toContain(" prod-eu ");
      expect(first).toMatch(new RegExp(`k8s:prod/${pods[1]?.name}/app.*LIVE`));
      await screen.until(new RegExp(`${pods[0]?.name} +ready +120M / 256M +47%`));
      await screen.until(
        new RegExp(`${pods[2]?.name} +ready +20\\.0M / 256M.* 2 restarts, OOMKilled`),
      );
      pods[1]?.say("app", `[2026-11-27 10:00:00 *${pid}.0]\tINFO\tby the worker`);
      pods[1]?.say("app", "[2026-11-27 10:00:01 *999999.0]\tINFO\tby another");
      await screen.until(/info +W0 +by the worker/);
      await screen.until(/[12] of 2 name their writer/);
      screen.picture("kubernetes");
      expect(pods[0]?.execs).toEqual([]);
      expect(pods[2]?.execs).toEqual([]);
      expect(screen.raw).not.toContain("t0k3n");
    }),
);

test.skipIf(lacks("php"))("audit and snapshot are had there", () =>
  withTree(async () => {
    const KUBECONFIG = kube.writeConfig({ context: "prod-eu", user: { token: "t0k3n" } });
    const env = { KUBECONFIG };
    const folder = mkdtempSync(join(tmpdir(), "swtop-kube-app-"));
    cpSync(PROJECT, folder, { recursive: true });
    try {
      const audit = await run(swtop("audit", ...SHOP, "--project", folder, "--json"), { env });
      const { verdicts } = JSON.parse(audit.stdout);
      const replicas = verdicts.filter(
        ({ rule }: { rule: string }) => rule === "cron.no-one-server",
      );
      expect(JSON.stringify(replicas)).toContain("cluster: Deployment/shop-api");
      const snapshot = await run(
        swtop("snapshot", ...SHOP, "--slot", "Worker.0", "--level", "1", "--json"),
        { env },
      );
      expect([snapshot.code, JSON.parse(snapshot.stdout).slot]).toEqual([0, "Worker.0"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }),
);

test.skipIf(lacks("php"))("a rollout replaces all pods, and the screen follows", () =>
  withTree(async () => {
    const screen = open(SHOP, 160, 30);
    await screen.until(/Worker\.0[^]*2 other pods of Deployment shop-api/);
    const young = workload.rollout();
    young.forEach((pod, index) => pod.usage("app", (index + 1) * 10 * MIB));
    const next = young.at(-1)?.name;
    await screen.until(new RegExp(`k8s:prod/${next}/app.*LIVE`));
    await screen.until(new RegExp(`2 other pods[^]*${young[1]?.name}`));
    expect(screen.text()).toContain("Worker.0");
    expect(screen.ended).toBeNull();
  }),
);

test.skipIf(lacks("php"))("A attaches to all pods of the workload, side by side", () =>
  withTree(async () => {
    const screen = open(SHOP);
    await screen.until(/Worker\.0[^]*2 other pods of Deployment shop-api/);
    screen.press("A");
    await screen.until(/3 targets/);
    for (const { name } of pods)
      await screen.until(new RegExp(`k8s://prod-eu/prod/${name}/app +\\* LIVE`));
  }),
);

test("with a role without exec it still tells what it can, and which verb gives more", async () => {
  for (const verb of ["get", "create"]) kube.access.deny(verb, "pods", "exec");
  const screen = open(SHOP, 160, 30);
  await screen.until(/Containers of [\w-]+, without a shell - 2 other pods of/);
  await screen.until(/the API server forbids it: User "dev" cannot get resource "pods\/exec"/);
  await screen.until(/- app +ready +230M \/ 256M +90%/);
  await screen.until(new RegExp(`${pods[2]?.name} .* 2 restarts, OOMKilled`));
  expect(screen.lines()[1]).toMatch(/MEM .*230M \/ 256M/);
  pods[1]?.say("app", "what the container prints is there all the same");
  await screen.until(/what the container/);
  screen.picture("kubernetes-without-exec");
  expect(screen.ended).toBeNull();
});

test("without logs, too: spec and metrics; the missing right is said in the log pane", async () => {
  for (const verb of ["get", "create"]) kube.access.deny(verb, "pods", "exec");
  kube.access.deny("get", "pods", "log");
  const screen = open(SHOP, 130, 30);
  await screen.until(/Containers of [\w-]+, without a shell/);
  await screen.until(/none of 1 log can be read/);
  screen.press("2");
  screen.press("o");
  await screen.until(/may not be read[^]*pods\/log/);
});

test("logs are had without exec, and without --follow they end", async () => {
  for (const verb of ["get", "create"]) kube.access.deny(verb, "pods", "exec");
  pods[1]?.say("app", "what the container prints");
  const KUBECONFIG = kube.writeConfig({ context: "prod-eu", user: { token: "t0k3n" } });
  const { stdout, stderr, code } = await run(swtop("logs", ...SHOP), {
    env: { KUBECONFIG },
  });
  expect([code, stdout]).toEqual([0, expect.stringContaining("what the container prints")]);
  expect(stderr).toContain('cannot get resource "pods/exec"');
});

test.skipIf(lacks("php"))("--max-pods attaches to so many from the start", () =>
  withTree(async () => {
    const screen = open([...SHOP, "--max-pods", "2"]);
    await screen.until(/2 targets/);
    for (const name of [pods[1]?.name, pods[0]?.name])
      await screen.until(new RegExp(`k8s://prod-eu/prod/${name}/app +\\* LIVE`));
    expect(pods[2]?.execs).toEqual([]);
  }),
);
