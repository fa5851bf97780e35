// `--debug-image` of the built program: what it asks, what it changes, and what it then reads.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startKube, type Kube, type PodSpec } from "../fixtures/kube/kube.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { validateObservation } from "../schema/validate.ts";
import { run, someApp, swtop } from "./swtop.ts";
import { KEYS, Terminal } from "./terminal.ts";

const MIB = 1 << 20;
const IMAGE = "busybox:1.37";
const PROJECT = fileURLToPath(new URL("../fixtures/projects/incident-before", import.meta.url));

let kube: Kube;
let folder: string;
let tree: Tree | null = null;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "swtop-debug-"));
  cpSync(PROJECT, folder, { recursive: true });
  if (!lacks("php")) tree = await Tree.start(hyperf(someApp()), 600, folder);
});
afterAll(() => {
  tree?.end();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  kube = await startKube();
});
afterEach(() => kube.close());

/** Of an image without a shell. */
function shop(more: Partial<PodSpec> = {}) {
  const app = { name: "app", image: "shop:1.2", limitBytes: 64 * MIB, without: ["sh"] };
  const pod = kube.pod({ name: "shop-0", containers: [app], ...more });
  pod.usage("app", 40 * MIB);
  return pod;
}
/** One that somebody has agreed to before. */
const debugged = (pod: ReturnType<typeof shop>): void =>
  pod.debug(Object.assign({ name: "swtop-abcde", image: IMAGE }, { targetContainerName: "app" }));
const withShell = () => kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
const env = () => ({ KUBECONFIG: kube.kubeconfig });
const changes = () =>
  kube.requests
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);

describe("on a terminal", () => {
  let terminal: Terminal;
  afterEach(() => terminal.close());
  const open = (...args: readonly string[]): Terminal => {
    terminal = new Terminal(swtop("k8s", "shop-0", ...args), { env: env(), columns: 140 });
    return terminal;
  };

  test.skipIf(lacks("php"))(
    "it asks before any screen; the name of the pod adds one, and the table is read from there",
    async () => {
      const pod = shop();
      const screen = open("--debug-image", IMAGE);
      await screen.until(/anything else to leave it as it is: $/m);
      expect(screen.text()).toContain("it is in the pod until the pod is deleted");
      expect(screen.modes().isAlternate).toBe(false);
      expect([pod.execs.length, changes()]).toEqual([0, []]);
      screen.press("shop-0\r");
      await screen.until(/Worker\.0[^]*Worker\.1/);
      await screen.until(/MEM 40\.0M \/ 64\.0M +63%/);
      screen.picture("debug-container");
      const [made] = pod.thing.spec.ephemeralContainers ?? [];
      expect(new Set(pod.execs.map(({ container }) => container))).toEqual(new Set([made?.name]));
      expect(changes()).toEqual([
        "PATCH /api/v1/namespaces/default/pods/shop-0/ephemeralcontainers",
      ]);
      screen.press("q");
      expect((await screen.end()).code).toBe(0);
    },
  );

  test.each([
    ["another answer", "y\r", 3],
    ["the end of input", "\u0004", 3],
    ["Ctrl-C", KEYS.ctrlC, 130],
  ])("%s leaves everything as it was", async (_, keys, code) => {
    const pod = shop();
    const screen = open("--debug-image", IMAGE);
    await screen.until(/anything else to leave it as it is: $/m);
    screen.press(keys);
    expect((await screen.end()).code).toBe(code);
    if (code === 3) expect(screen.text()).toContain("shop-0 is left as it was");
    expect([pod.execs.length, changes()]).toEqual([0, []]);
  });

  test("without the option an image without a shell stays without one", async () => {
    const pod = shop();
    const screen = open();
    await screen.until(/no shell answered/);
    expect(pod.thing.spec.ephemeralContainers).toBeUndefined();
    expect(changes()).toEqual([]);
  });
});

test("without a terminal nobody can be asked: exit 2, nothing was changed", async () => {
  shop();
  const args = ["watch", "k8s", "shop-0", "--debug-image", IMAGE] as const;
  const { code, stderr, stdout } = await run(swtop(...args), { env: env() });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(
    "swtop: --debug-image changes the pod shop-0 and asks before that, which takes a terminal; nothing was changed\n",
  );
  expect(changes()).toEqual([]);
});

test.each([
  ["what is in no cluster", ["watch", "local"]],
  ["a choice on a screen", ["k8s"]],
])("of %s it is wrong usage", async (_, words) => {
  const { code, stderr } = await run(swtop(...words, "--debug-image", IMAGE), { env: env() });
  expect(code).toBe(2);
  expect(stderr).toContain("--debug-image");
  expect(kube.requests).toEqual([]);
});

describe.skipIf(lacks("php"))("what is read", () => {
  test("memory is what the cluster tells of the container, and processes are the target's", async () => {
    debugged(shop());
    const words = ["watch", "k8s", "shop-0", "--json", "--count", "3", "--debug-image", IMAGE];
    const { code, stdout, stderr } = await run(swtop(...words), { env: env() });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^swtop: reads from the ephemeral container swtop-abcde,/);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    for (const line of lines) validateObservation(line);
    const last = lines.findLast(({ type }) => type === "sample");
    expect(last.memory).toMatchObject({
      source: null,
      limitBytes: 64 * MIB,
      currentBytes: 40 * MIB,
      unreclaimableBytes: null,
      oomKills: null,
    });
    expect(last.cpu).toBeNull();
    expect(JSON.stringify(last.servers)).toContain('"Worker.0"');
    expect(changes()).toEqual([]);
  });

  test.skipIf(lacks("its own mounts"))(
    "files are those of the processes, though whoever reads has others under the same names",
    async () => {
      const hidden = `mount -t tmpfs none '${folder}' && exec "$@"`;
      debugged(shop({ argvPrefix: ["unshare", "--mount", "sh", "-c", hidden, "sh"] }));
      for (const project of [[], ["--project", folder]]) {
        const words = ["crontab", "k8s", "shop-0", "--json", "--debug-image", IMAGE, ...project];
        const { stdout, stderr } = await run(swtop(...words), { env: env() });
        expect(stderr.trim().split("\n")).toHaveLength(1);
        expect(JSON.parse(stdout.split("\n")[0] ?? "")).toMatchObject({ root: folder });
      }
      writeFileSync(join(folder, "shop.log"), "[2026-11-27 10:00:00] shop.INFO: kept [] []\n");
      const words = ["logs", "k8s", "shop-0", "--debug-image", IMAGE];
      const log = ["--log", join(folder, "shop.log")];
      expect((await run(swtop(...words, ...log), { env: env() })).stdout).toContain("kept");
    },
  );
});

// Decision of the project: by default nothing is changed in a target.
describe.skipIf(lacks("php"))("without the option nothing but GET is asked", () => {
  test.each([
    ["watch", ["--json", "--count", "2"]],
    ["logs", []],
    ["crontab", ["--count", "2"]],
    ["audit", ["--count", "2"]],
    ["snapshot", ["--slot", "Worker.0", "--level", "0"]],
    ["record", ["--count", "2", "--output", "FOLDER/a.ndjson"]],
  ])("%s", async (command, options) => {
    const pod = withShell();
    const told = options.map((word) => word.replace("FOLDER", folder));
    await run(swtop(command, "k8s", "shop-0", ...told), { env: env() });
    expect(pod.execs.length).toBeGreaterThan(0);
    expect(changes()).toEqual([]);
  });

  test("doctor reviews access beside", async () => {
    withShell();
    await run(swtop("doctor", "k8s", "shop-0"), { env: env() });
    const reviews = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    expect([...new Set(changes())]).toEqual([reviews]);
  });

  test("the screen", async () => {
    withShell();
    const terminal = new Terminal(swtop("k8s", "shop-0"), { env: env() });
    try {
      await terminal.until(/Worker\.0[^]*Worker\.1/);
      terminal.press("q");
      await terminal.end();
      expect(changes()).toEqual([]);
    } finally {
      terminal.close();
    }
  });
});
