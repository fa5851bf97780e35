// Any command that ends in a shell: those people already have for containers, pods and hosts, put behind `exec --`.
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDocker, type Docker } from "../fixtures/engine.ts";
import { startKube, type Kube } from "../fixtures/kube/kube.ts";
import { lacks } from "../fixtures/needs.ts";
import { startSshd, type Sshd } from "../fixtures/sshd.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { run, someApp, swtop } from "./swtop.ts";

const SLOTS = ["Manager", "Master", "TaskWorker.2", "Worker.0", "Worker.1", "crontab-dispatcher.0"];

/** Slots of one app as the second sample has them, sorted. */
async function slotsBehind(
  command: readonly string[],
  app: string,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const args = ["watch", "--json", "--count", "2", "--interval", "500ms", "exec", "--", ...command];
  const { code, stdout, stderr } = await run(swtop(...args), { env });
  expect([code, stderr]).toEqual([0, ""]);
  const samples = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === "sample");
  const server = samples.at(-1).servers.find(({ id }: { id: string }) => id === app);
  return server.processes.map(({ slot }: { slot: string }) => slot).toSorted();
}

describe.skipIf(lacks("dockerd"))("docker exec -i", () => {
  let engine: Docker;
  beforeAll(async () => {
    engine = await startDocker();
    engine.image("php");
    engine.tree("shop-1", hyperf("shop"));
  }, 90_000);
  afterAll(async () => engine.end());

  test("docker exec -i: every process of the container has its slot", async () => {
    const command = ["docker", "exec", "-i", "shop-1", "sh"];
    expect(await slotsBehind(command, "shop", engine.env)).toEqual(SLOTS);
  });
});

describe("on this machine", () => {
  const app = someApp();
  let tree: Tree;
  beforeAll(async () => {
    tree = await Tree.start(hyperf(app), 120);
  });
  afterAll(() => tree.end());

  describe.skipIf(lacks("sshd"))("ssh -T", () => {
    let sshd: Sshd;
    beforeAll(async () => {
      sshd = await startSshd();
    });
    afterAll(() => sshd.stop());

    test("ssh -T: every process of the host has its slot", async () => {
      const options = ["-oRemoteCommand=none", "-oClearAllForwardings=yes", "-oRequestTTY=no"];
      const command = ["ssh", "-T", "-F", sshd.config, ...options, "works", "sh"];
      expect(await slotsBehind(command, app)).toEqual(SLOTS);
    });
  });

  describe.skipIf(lacks("kubectl"))("kubectl exec -i", () => {
    let kube: Kube;
    beforeAll(async () => {
      kube = await startKube({ tls: true, token: "first" });
      kube.pod({ name: "shop-0", namespace: "prod", containers: [{ name: "app" }] });
    });
    afterAll(() => kube.close());

    // kubectl before 1.30 speaks SPDY alone, and the double WebSocket alone
    test.skipIf(speaksSpdyAlone())(
      "kubectl exec -i: every process that its shell sees has its slot",
      async () => {
        const config = ["--kubeconfig", kube.kubeconfig];
        const command = ["kubectl", ...config, "exec", "-i", "-n", "prod", "shop-0", "--", "sh"];
        expect(await slotsBehind(command, app)).toEqual(SLOTS);
      },
    );
  });
});

function speaksSpdyAlone(): boolean {
  const { stdout } = spawnSync("kubectl", [
    "version",
    "--client",
    "--kubeconfig=/dev/null",
    "-o",
    "json",
  ]);
  const minor = /"minor": "(\d+)/u.exec(String(stdout))?.[1];
  if (Number(minor) >= 30) return false;
  process.stderr.write(`left out: kubectl 1.${minor} speaks SPDY alone\n`);
  return true;
}
