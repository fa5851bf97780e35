// npm run soak [MINUTES [KILLS]]: four containers with a watcher each, and random faults: restart, pause, kill, OOM of a child, a cut client, the daemon stopped. Then watchers that are killed as soon as they watch.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { inContainer, startDocker } from "../fixtures/engine.ts";
import { hyperf } from "../fixtures/tree.ts";
import { MIB, SWTOP, descendants, median, printTable, rssOf, sleep } from "./machine.mjs";

const MINUTES = Number(process.argv[2] ?? 10);
const KILLS = Number(process.argv[3] ?? 1000);
const AT_ONCE = 6;
const NAMES = ["c0", "c1", "c2", "c3"];
const PROCESSES = 6;
const RIGHT_WITHIN_MS = 10_000;
/** Without a sample for so long there has to be a word of the session. */
const GAP_MS = 5000;
const FLAT_MIB = 12;
const now = () => performance.now();
const seconds = (value) => `${(value / 1000).toFixed(1)} s`;

class Watcher {
  lastSampleMs = 0;
  processes = 0;
  unmarked = 0;
  complaints = "";
  #toldSince = true;
  constructor(name) {
    this.name = name;
    const [file, ...args] = [...SWTOP, "watch", "docker", name, "--json"];
    this.child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.child.stderr.on("data", (chunk) => (this.complaints += chunk));
    createInterface({ input: this.child.stdout }).on("line", (line) =>
      this.#take(JSON.parse(line)),
    );
  }
  #take(told) {
    if (told.type === "session") this.#toldSince = true;
    if (told.type !== "sample") return;
    if (this.lastSampleMs > 0 && now() - this.lastSampleMs > GAP_MS && !this.#toldSince)
      this.unmarked += 1;
    this.lastSampleMs = now();
    this.#toldSince = false;
    this.processes = told.servers.reduce((sum, server) => sum + server.processes.length, 0);
  }
  /** How long until the table is right again. */
  async right() {
    const from = now();
    while (now() - from < 60_000) {
      if (this.lastSampleMs > from && this.processes === PROCESSES) return this.lastSampleMs - from;
      await sleep(50);
    }
    return Number.POSITIVE_INFINITY;
  }
}

const engine = await startDocker();
Object.assign(process.env, engine.env);
const docker = (...args) =>
  new Promise((resolve) => spawn("docker", args, { stdio: "ignore" }).once("exit", resolve));
const FAULTS = {
  restart: (name) => docker("restart", "-t", "0", name),
  pause: async (name) => {
    await docker("pause", name);
    await sleep(1000 + Math.random() * 5000);
    await docker("unpause", name);
  },
  kill: async (name) => {
    await docker("kill", name);
    await sleep(Math.random() * 3000);
    await docker("start", name);
  },
  oom: (name) =>
    docker(
      "exec",
      name,
      "/usr/bin/php",
      "-n",
      "-d",
      "memory_limit=-1",
      "-r",
      'for ($x = [];;) $x[] = str_repeat("x", 1 << 20);',
    ),
  cut: async (name, watcher) => {
    for (const pid of descendants(watcher.child.pid)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it has ended by itself
      }
    }
  },
};
const rows = [];
const again = new Map();
const note = (fault, took) => again.set(fault, [...(again.get(fault) ?? []), took]);
try {
  engine.image("php");
  const ids = new Map(
    NAMES.map((name) => [
      name,
      engine.tree(name, hyperf("shop"), ["-m", "96m", "--memory-swap", "96m"]),
    ]),
  );
  const strangers = () =>
    [...ids.values()].flatMap((id) =>
      inContainer(id).filter(({ title, state }) => state === "Z" || !title.startsWith("shop.")),
    );
  const watchers = NAMES.map((name) => new Watcher(name));
  await Promise.all(watchers.map((watcher) => watcher.right()));
  const readings = [];
  const end = now() + MINUTES * 60_000;
  let count = 0;
  for (let round = 1; now() < end; round += 1) {
    readings.push(median(watchers.map(({ child }) => rssOf(child.pid))));
    if (round % 12 === 0) {
      await engine.stopDaemon();
      await engine.startDaemon();
      await Promise.all(NAMES.map((name) => docker("start", name)));
      for (const took of await Promise.all(watchers.map((watcher) => watcher.right())))
        note("daemon", took);
      count += 1;
    }
    const faults = Object.keys(FAULTS);
    await Promise.all(
      watchers.map(async (watcher) => {
        const fault = faults[Math.floor(Math.random() * faults.length)];
        await FAULTS[fault](watcher.name, watcher);
        note(fault, await watcher.right());
        count += 1;
      }),
    );
    if (round % 5 === 0) process.stderr.write(`${count} faults, ${seconds(end - now())} left\n`);
  }
  await sleep(10_000);
  // the heap of a young program grows into its size: the second half counts
  const second = readings.slice(Math.floor(readings.length / 2));
  const rssBefore = median(second.slice(0, Math.ceil(second.length / 3)));
  const rssAfter = median(second.slice(-Math.ceil(second.length / 3)));
  for (const [fault, times] of again) {
    rows.push({
      what: `right again after ${fault} (${times.length})`,
      reach: `<= ${seconds(RIGHT_WITHIN_MS)}`,
      measured: `${seconds(median(times))}, longest ${seconds(Math.max(...times))}`,
      yardstick: "-",
      ok: Math.max(...times) <= RIGHT_WITHIN_MS,
    });
  }
  const alive = watchers.filter(
    ({ child }) => child.exitCode === null && child.signalCode === null,
  );
  const words = watchers.map(({ complaints }) => complaints).join("");
  rows.push({
    what: "faults",
    reach: ">= 200 in 10 min",
    measured: `${count} in ${MINUTES} min`,
    yardstick: "-",
    ok: count >= 20 * MINUTES,
  });
  rows.push({
    what: "watchers that still watch",
    reach: "4",
    measured: `${alive.length} ${words.slice(0, 80)}`,
    yardstick: "-",
    ok: alive.length === 4 && words === "",
  });
  const unmarked = watchers.reduce((sum, each) => sum + each.unmarked, 0);
  rows.push({
    what: "gaps that nothing was said of",
    reach: "0",
    measured: String(unmarked),
    yardstick: "-",
    ok: unmarked === 0,
  });
  rows.push({
    what: "RSS of a watcher, second half",
    reach: `flat (<= +${FLAT_MIB} MiB)`,
    measured: `${(rssAfter / MIB).toFixed(1)} MiB, ${((rssAfter - rssBefore) / MIB).toFixed(1)} more`,
    yardstick: "-",
    ok: rssAfter - rssBefore <= FLAT_MIB * MIB,
  });
  for (const { child } of watchers) child.kill("SIGTERM");
  await sleep(12_000);
  rows.push(left("left in the containers by the watchers", strangers()));

  let killed = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (killed < KILLS) {
        killed += 1;
        const watcher = new Watcher(NAMES[killed % NAMES.length]);
        while (watcher.lastSampleMs === 0 && watcher.child.exitCode === null) await sleep(20);
        watcher.child.kill("SIGKILL");
      }
    }),
  );
  await sleep(12_000);
  rows.push(left(`orphans after ${killed} killed watchers`, strangers()));
} finally {
  await engine.end();
}
process.exitCode = printTable(rows) === true ? 0 : 1;

function left(what, found) {
  return {
    what,
    reach: "0",
    measured: `${found.length} ${found.map(({ title }) => title).slice(0, 3)}`,
    yardstick: "-",
    ok: found.length === 0,
  };
}
