// Pods in the picker of the built program: a cluster is asked when Tab comes to it, and executed in when Enter chooses.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startKube, type Kube } from "../fixtures/kube/kube.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { someApp, swtop } from "./swtop.ts";
import { KEYS, Terminal } from "./terminal.ts";

const MIB = 1 << 20;
/** Engines that are not there, whatever this machine runs. */
const ALONE = {
  DOCKER_HOST: "unix:///nonexistent/docker.sock",
  DOCKER_CONTEXT: "",
  COLUMNS: "",
};
/** Tab, as often as it takes to come to the pods. */
const TO_PODS = "\t".repeat(5);

let kube: Kube;
let terminal: Terminal;
let folder: string;
beforeEach(async () => {
  kube = await startKube();
  folder = mkdtempSync(join(tmpdir(), "swtop-picker-"));
});
afterEach(async () => {
  terminal.close();
  await kube.close();
  rmSync(folder, { recursive: true });
});

const open = (KUBECONFIG: string): Terminal => {
  terminal = new Terminal(swtop(), { env: { ...ALONE, KUBECONFIG }, columns: 120, rows: 30 });
  return terminal;
};

function shop() {
  const last = {
    exitCode: 137,
    reason: "OOMKilled",
    finishedAt: Date.now() - 7_200_000,
  } as const;
  const app = { name: "app", image: "shop/hyperf:1.2", limitBytes: 128 * MIB };
  const [full, calm] = [
    kube.pod({
      name: "shop-1",
      containers: [{ ...app, restarts: 3, last }, { name: "istio-proxy" }],
    }),
    kube.pod({ name: "shop-2", containers: [app] }),
  ];
  full.usage("app", 120 * MIB);
  calm.usage("app", 40 * MIB);
  kube.pod({ name: "till-1", namespace: "till", containers: [app] });
  return full;
}

test.skipIf(lacks("php"))(
  "nothing is asked before Tab comes to the pods, nothing is executed before Enter, and then the table runs there",
  async () => {
    const tree = await Tree.start(hyperf(someApp()), 600);
    try {
      const pod = shop();
      const screen = open(kube.kubeconfig);
      await screen.until(/local \d.* k8s {3}namespaces {3}contexts/);
      expect(kube.requests).toEqual([]);
      screen.press(TO_PODS);
      await screen.until(/^> shop-1 .*120M \/ 128M +94% 3 OOMKilled 2h .*hyperf {2}shop\/hyperf/m);
      await screen.until(/^ {2}shop-2 .*40\.0M \/ 128M +31% 0 /m);
      expect(screen.lines()[0]).toContain("context double  namespace default");
      screen.picture("picker-pods");
      await screen.until(/\[k8s 2\] .*namespaces 2/);
      expect(kube.requests.every(({ method }) => method === "GET")).toBe(true);
      expect(pod.execs).toEqual([]);
      screen.press(KEYS.enter);
      await screen.until(/Worker\.0[^]*Worker\.1/);
      expect(screen.lines()[0]).toMatch(/shop-1.*LIVE/);
      expect(pod.execs.length).toBeGreaterThan(0);
    } finally {
      tree.end();
    }
  },
);

test("Tab goes on to namespaces and contexts, and Enter lists the pods there", async () => {
  shop();
  const prod = kube.writeConfig({ context: "shop-prod", namespace: "till" });
  const screen = open([kube.kubeconfig, prod].join(delimiter));
  await screen.until(/what to watch\?/);
  screen.press(TO_PODS);
  await screen.until(/\[k8s 2\] .*namespaces 2/);
  screen.press("\t");
  await screen.until(/^> default +listed now/m);
  screen.press("till");
  await screen.until(/^> till/m);
  screen.press(KEYS.enter);
  await screen.until(/\[k8s 1\][^]*> till-1/);
  expect(screen.lines()[0]).toContain("context double  namespace till");
  screen.press("\t\t");
  await screen.until(/^ {2}shop-prod +looks like production/m);
  screen.press("prod");
  await screen.until(/^> shop-prod/m);
  screen.press(KEYS.enter);
  await screen.until(/context shop-prod {2}namespace till[^]*> till-1/);
  screen.picture("picker-production");
});

test("the login program of a kubeconfig runs when Tab comes to the pods, and not before", async () => {
  const ran = join(folder, "ran");
  const token = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential" };
  const said = JSON.stringify({ ...token, status: { token: "secret" } });
  const exec = {
    apiVersion: token.apiVersion,
    command: "sh",
    args: ["-c", `touch ${ran}; echo '${said}'`],
    interactiveMode: "Never",
  };
  shop();
  const screen = open(kube.writeConfig({ user: { exec } }));
  await screen.until(/k8s {3}namespaces/);
  // all others have answered by now
  await screen.until(/^ docker: /m);
  expect(existsSync(ran)).toBe(false);
  screen.press(TO_PODS);
  await screen.until(/^> shop-1/m);
  expect(existsSync(ran)).toBe(true);
});

test("without a kubeconfig there is no such kind", async () => {
  const screen = open(join(folder, "none"));
  await screen.until(/ssh \d/);
  expect(screen.lines()[1]).not.toMatch(/k8s|namespaces|contexts/);
});

test("a cluster that does not answer is said where its pods would stand", async () => {
  await kube.down();
  const screen = open(kube.kubeconfig);
  await screen.until(/what to watch\?/);
  screen.press(TO_PODS);
  await screen.until(/the API server does not answer/);
  expect(screen.ended).toBeNull();
});
