// npm run bench: from Enter to the first full table of a container and of an ssh host, and what ten containers of twenty processes cost; beside `docker exec`, `ssh` and `docker stats` in the same run.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDocker } from "../fixtures/engine.ts";
import { startSshd } from "../fixtures/sshd.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { Pty, SWTOP, cpuMs, descendants, median, printTable, sleep } from "./machine.mjs";

const CONTAINERS = 10;
const RUNS = 3;
const SECONDS = 20;
const ms = (value) => `${value.toFixed(0)} ms`;
const percent = (value) => `${value.toFixed(1)} %`;
const slotsIn = (text) =>
  new Set(text.match(/TaskWorker\.\d+|Worker\.\d+|Master|Manager|crontab-dis/g));
const isFull = (text) => slotsIn(text).size >= 20;
const twenty = hyperf("shop", { workers: 14, taskWorkers: 3 });

const folder = mkdtempSync(join(tmpdir(), "swtop-bench-"));
const engine = await startDocker();
Object.assign(process.env, engine.env);
const rows = [];
try {
  engine.image("php");
  engine.tree("c0", twenty, []);
  await sleep(2000);
  rows.push(await picked());
  rows.push(await overSsh());
  for (let index = 1; index < CONTAINERS; index += 1) engine.tree(`c${index}`, twenty, []);
  await sleep(3000);
  rows.push(await ten());
} finally {
  await engine.end();
  rmSync(folder, { recursive: true });
}
process.exitCode = printTable(rows) === true ? 0 : 1;

/** In the picker: from the key to twenty rows. */
async function picked() {
  const times = [];
  const yardsticks = [];
  for (let run = 0; run < RUNS; run += 1) {
    const pty = new Pty(SWTOP);
    await pty.until((text) => text.includes("c0"));
    pty.write("c0");
    await sleep(3000);
    pty.text = "";
    const from = performance.now();
    pty.write("\r");
    times.push((await pty.until(isFull)) - from);
    await pty.close();
    yardsticks.push(timeOf("docker", ["exec", "c0", "/usr/bin/sleep", "0"]));
  }
  return {
    what: "Enter to first full table, docker",
    reach: "<= 1000 ms",
    measured: ms(median(times)),
    yardstick: `docker exec ${ms(median(yardsticks))}`,
    ok: median(times) <= 1000,
  };
}

async function overSsh() {
  const sshd = await startSshd();
  const tree = await Tree.start(twenty, 120);
  // the user's own ssh, as the user has configured it
  const wrapper = join(folder, "ssh");
  writeFileSync(wrapper, `#!/bin/sh\nexec /usr/bin/ssh -F '${sshd.config}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  const former = process.env.PATH;
  process.env.PATH = `${folder}:${former}`;
  try {
    const times = [];
    const yardsticks = [];
    for (let run = 0; run < RUNS; run += 1) {
      const from = performance.now();
      const pty = new Pty([...SWTOP, "ssh", "works"]);
      times.push((await pty.until(isFull)) - from);
      await pty.close();
      yardsticks.push(timeOf("ssh", ["-o", "RemoteCommand=none", "works", "true"]));
    }
    return {
      what: "start to first full table, ssh over loopback",
      reach: "<= 1500 ms",
      measured: ms(median(times)),
      yardstick: `ssh true ${ms(median(yardsticks))}`,
      ok: median(times) <= 1500,
    };
  } finally {
    process.env.PATH = former;
    tree.end();
    await sshd.stop();
  }
}

async function ten() {
  const names = Array.from({ length: CONTAINERS }, (_, index) => `c${index}`);
  const costs = [];
  const clients = [];
  for (let run = 0; run < RUNS; run += 1) {
    const pty = new Pty([...SWTOP, "docker", ...names], { rows: 60 });
    await pty.until((text) => text.includes(`${CONTAINERS} targets`));
    await sleep(8000);
    const { own, all } = await costOf(pty.pid);
    costs.push(own);
    clients.push(all - own);
    await pty.close();
  }
  const stats = spawn("docker", ["stats", "--format", "{{json .}}"], { stdio: "ignore" });
  await sleep(3000);
  const yardstick = await costOf(stats.pid);
  stats.kill("SIGKILL");
  const total = median(costs) + median(clients);
  return {
    what: `${CONTAINERS} containers x 20 processes at 1 Hz`,
    reach: "<= 8 % of a core",
    measured: `${percent(total)} (${percent(median(clients))} of it docker's clients)`,
    yardstick: `docker stats ${percent(yardstick.all)}`,
    ok: total <= 8,
  };
}

function timeOf(command, args) {
  const from = performance.now();
  spawnSync(command, args, { stdio: "ignore" });
  return performance.now() - from;
}

/** CPU over a while, percent of a core: of a process, and with all below it. */
async function costOf(pid) {
  const pids = [pid, ...descendants(pid)];
  const before = new Map(pids.map((each) => [each, cpuMs(each)]));
  const from = performance.now();
  await sleep(SECONDS * 1000);
  const seconds = (performance.now() - from) / 1000;
  const share = (each) => Math.max(0, cpuMs(each) - (before.get(each) ?? 0)) / seconds / 10;
  return { own: share(pid), all: pids.reduce((sum, each) => sum + share(each), 0) };
}
