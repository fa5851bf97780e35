// npm run bench: from the start to the first full table of a workload, what twenty pods of twenty processes cost, and the picker with 500 pods; against the double, beside kubectl in the same run. Needs root.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hyperf } from "../fixtures/tree.ts";
import { startKube } from "../fixtures/kube/kube.ts";
import {
  MIB,
  Pty,
  SWTOP,
  cpuMs,
  descendants,
  median,
  printTable,
  quantile,
  rssOf,
  sleep,
} from "./machine.mjs";
import { PodTree, SHOP, addPod, startShop } from "./pods.mjs";

const RUNS = 3;
const PODS = 20;
const PROCESSES = 20;
const LIFE_S = 180;
const WARM_UP_MS = 4000;
const STEADY_MS = 5000;
const LISTED = 500;
const KEYS_PER_RUN = 24;
const WORD = "shop";
const ms = (value) => `${value.toFixed(0)} ms`;
const percent = (value) => `${value.toFixed(1)} %`;
const twenty = hyperf("shop", { workers: 14, taskWorkers: 3 });
const isFull = (text) =>
  new Set(text.match(/TaskWorker\.\d+|Worker\.\d+|Master|Manager|crontab-dis/g)).size >= PROCESSES;

const isAttached = (pod) => pod.execs.some(({ hasEnded }) => hasEnded === false) === true;
const isListOfPods = ({ path }) => path.startsWith("/api/v1/namespaces/prod/pods?");

// kubectl keeps what it has learned of a cluster there
const home = mkdtempSync(join(tmpdir(), "swtop-bench-"));
process.env.HOME = home;
const rows = [];
try {
  rows.push(await started());
  rows.push(...(await twentyPods()));
  rows.push(...(await picker()));
} finally {
  rmSync(home, { recursive: true });
}
process.exitCode = printTable(rows) === true ? 0 : 1;

/** A workload of three pods. */
async function started() {
  const shop = await startShop(3);
  const trees = await Promise.all([1, 2, 3].map(() => PodTree.start(twenty, LIFE_S)));
  const pods = trees.map((tree, index) => addPod(shop, tree.prefix, 0.3 + index / 10));
  process.env.KUBECONFIG = shop.kube.kubeconfig;
  const fullest = pods.at(-1).name;
  try {
    const times = [];
    const yardsticks = [];
    for (let run = 0; run < RUNS; run += 1) {
      const from = performance.now();
      const pty = new Pty([...SWTOP, ...SHOP]);
      times.push((await pty.until(isFull)) - from);
      await pty.close();
      yardsticks.push(await timeOf(["exec", "-n", "prod", fullest, "-c", "app", "--", "true"]));
    }
    return {
      what: "start to first full table, workload of 3 pods",
      reach: "<= 1200 ms",
      measured: ms(median(times)),
      yardstick: `kubectl exec true ${ms(median(yardsticks))}`,
      ok: median(times) <= 1200,
    };
  } finally {
    for (const tree of trees) tree.end();
    await shop.kube.close();
  }
}

async function twentyPods() {
  const shop = await startShop(PODS);
  const numbers = Array.from({ length: PODS }, (_, index) => index);
  const trees = await Promise.all(numbers.map(() => PodTree.start(twenty, LIFE_S)));
  const pods = trees.map((tree, index) => addPod(shop, tree.prefix, 0.3 + index / 50));
  process.env.KUBECONFIG = shop.kube.kubeconfig;
  const screen = new Pty([...SWTOP, ...SHOP, "--max-pods", String(PODS)], { rows: 60 });
  try {
    await screen.until((text) => /Worker\.\d/.test(text));
    if (pods.filter(isAttached).length < PODS) screen.write("A");
    await screen.until(() => pods.every(isAttached));
    await sleep(WARM_UP_MS);
    const costs = [];
    const sizes = [];
    for (let run = 0; run < RUNS; run += 1) {
      costs.push(await costOf(() => [screen.pid, ...descendants(screen.pid)]));
      sizes.push(rssOf(screen.pid));
    }
    if (screen.ended || !pods.every(isAttached)) throw new Error("not all pods stayed attached");
    await screen.close();
    const clients = pods.map(({ name }) =>
      spawn("kubectl", ["exec", "-n", "prod", name, "-c", "app", "--", "top", "-b", "-d1"], {
        stdio: "ignore",
      }),
    );
    await sleep(WARM_UP_MS);
    const all = () => clients.flatMap(({ pid }) => [pid, ...descendants(pid)]);
    const yardstick = await costOf(all);
    const size = all().reduce((sum, pid) => sum + rssOf(pid), 0);
    for (const pid of all()) process.kill(pid, "SIGKILL");
    const what = `${PODS} pods x ${PROCESSES} processes at 1 Hz`;
    return [
      {
        what,
        reach: "<= 10 % of a core",
        measured: percent(median(costs)),
        yardstick: `${PODS} x kubectl exec top ${percent(yardstick)}`,
        ok: median(costs) <= 10,
      },
      {
        what: `${what}, RSS`,
        reach: "<= 220 MiB",
        measured: `${(median(sizes) / MIB).toFixed(0)} MiB`,
        yardstick: `${PODS} x kubectl exec top ${(size / MIB).toFixed(0)} MiB`,
        ok: median(sizes) <= 220 * MIB,
      },
    ];
  } finally {
    await screen.close();
    for (const tree of trees) tree.end();
    await shop.kube.close();
  }
}

/** The time from the list's request to its rows is that after the answer, and a little more: the double answers at once. */
async function picker() {
  const kube = await startKube({ tls: true, token: "first" });
  process.env.KUBECONFIG = kube.writeConfig({ namespace: "prod" });
  for (let index = 0; index < LISTED; index += 1) {
    const name = `shop-api-7d9f6c8b5-${String(index).padStart(3, "0")}`;
    const last = { exitCode: 137, reason: "OOMKilled" };
    const app = { name: "app", limitBytes: 256 * MIB, restarts: index % 4, last };
    const more = { name: "istio-proxy", image: "istio/proxyv2:1.22" };
    kube.pod({ name, namespace: "prod", containers: [app, more] }).usage("app", index * MIB);
  }
  const echo = new Pty([
    process.execPath,
    "-e",
    "process.stdin.setRawMode(true); process.stdout.write('ready'); process.stdin.on('data', (key) => process.stdout.write(key))",
  ]);
  try {
    await echo.until((text) => text.includes("ready"));
    const firsts = [];
    const keys = [];
    const echoes = [];
    const yardsticks = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { first, took } = await picked(kube);
      firsts.push(first);
      keys.push(quantile(took, 0.95));
      echoes.push(quantile(await typed(echo), 0.95));
      yardsticks.push(await timeOf(["get", "pods"]));
    }
    return [
      {
        what: `picker of ${LISTED} pods, from the list to its first rows`,
        reach: "<= 500 ms",
        measured: ms(median(firsts)),
        yardstick: `kubectl get pods ${ms(median(yardsticks))} in all`,
        ok: median(firsts) <= 500,
      },
      {
        what: `picker of ${LISTED} pods, key to first byte, p95`,
        reach: "<= 35 ms",
        measured: `${median(keys).toFixed(1)} ms`,
        yardstick: `bare echo ${median(echoes).toFixed(1)} ms`,
        ok: median(keys) <= 35,
      },
    ];
  } finally {
    await echo.close();
    await kube.close();
  }
}

async function picked(kube) {
  const asked = kube.requests.length;
  const pty = new Pty([...SWTOP, "k8s"]);
  try {
    while (kube.requests.slice(asked).findIndex(isListOfPods) === -1) {
      if (pty.ended) throw new Error(`the picker ended: ${pty.text}`);
      await sleep(1);
    }
    const from = performance.now();
    const first = (await pty.until((text) => text.includes("shop-api-7d9f6c8b5-"))) - from;
    // memory and namespaces come after the names
    await sleep(1000);
    return { first, took: await typed(pty) };
  } finally {
    await pty.close();
  }
}

/** A word, letter by letter, and erased again: from each key to the first byte of the answer. */
async function typed(pty) {
  const took = [];
  for (let count = 0; count < KEYS_PER_RUN; count += 1) {
    await sleep(40 + Math.random() * 40);
    const place = count % (2 * WORD.length);
    const answer = pty.next(1000);
    const from = performance.now();
    pty.write(place < WORD.length ? WORD[place] : "\x7f");
    const at = await answer;
    if (at !== null) took.push(at - from);
  }
  if (took.length < KEYS_PER_RUN * 0.9)
    throw new Error(`only ${took.length} of ${KEYS_PER_RUN} keys were answered`);
  return took;
}

/** Of kubectl, to its end. The double runs in this process: it has to go on meanwhile. */
function timeOf(args) {
  const from = performance.now();
  const child = spawn("kubectl", args, { stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => {
      if (code === 0) resolve(performance.now() - from);
      else reject(new Error(`kubectl ${args.join(" ")}: exit ${code}`));
    });
  });
}

/** CPU of some processes over a while, percent of a core. */
async function costOf(all) {
  const pids = all();
  const before = new Map(pids.map((each) => [each, cpuMs(each)]));
  const from = performance.now();
  await sleep(STEADY_MS);
  const passedMs = performance.now() - from;
  const used = pids.reduce((sum, each) => sum + Math.max(0, cpuMs(each) - before.get(each)), 0);
  return (used / passedMs) * 100;
}
