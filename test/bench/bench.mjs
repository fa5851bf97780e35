// npm run bench: what swtop costs, each figure beside its yardstick from the same run; three runs, the median counts. At most 8 minutes.
// Figures for people and for the README. No test asserts them: a machine under load would fail it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  MIB,
  Pty,
  SWTOP,
  cpuMs,
  cpuWithChildrenMs,
  commOf,
  descendants,
  fateOf,
  identity,
  median,
  memoryOf,
  parentOf,
  printTable,
  quantile,
  showsRows,
  sleep,
  twentyProcesses,
} from "./machine.mjs";
import { liveHeap } from "./live-heap.mjs";
import { twoHundredProcesses } from "./two-hundred.mjs";

const RUNS = 3;
const WARM_UP_MS = 10_000;
const STEADY_MS = 20_000;
const FROZEN_MS = 10_000;
const HTOP = ["htop", "-d10"];
const TOP = ["top", "-b", "-d1"];
const KEYS_PER_RUN = 60;
const STARTS_PER_RUN = 7;
const folder = mkdtempSync(join(tmpdir(), "swtop-bench-"));
const began = performance.now();

/** The screen, its collector, htop and top, side by side for the same seconds. */
async function steady() {
  const screen = new Pty([...SWTOP, "local"]);
  const htop = new Pty(HTOP);
  const top = spawn(TOP[0], TOP.slice(1), { stdio: ["ignore", "ignore", "ignore"] });
  try {
    await screen.until(showsRows);
    await sleep(WARM_UP_MS);
    const shells = descendants(screen.pid);
    const now = () => ({
      at: performance.now(),
      screen: cpuMs(screen.pid),
      bytes: screen.bytes,
      htop: cpuMs(htop.pid),
      htopBytes: htop.bytes,
      top: cpuMs(top.pid),
      collector: shells.reduce((sum, pid) => sum + (cpuWithChildrenMs(pid) || 0), 0),
    });
    const from = now();
    const memory = [];
    for (let left = STEADY_MS; left > 0; left -= 1000) {
      await sleep(1000);
      memory.push(memoryOf(descendants(screen.pid)));
    }
    const to = now();
    const topMemory = memoryOf([top.pid]);
    const seconds = (to.at - from.at) / 1000;
    const per = (key) => (to[key] - from[key]) / seconds;
    screen.write("z");
    await sleep(1500);
    const frozenFrom = { at: performance.now(), cpu: cpuMs(screen.pid), bytes: screen.bytes };
    await sleep(FROZEN_MS);
    const frozen =
      (cpuMs(screen.pid) - frozenFrom.cpu) / ((performance.now() - frozenFrom.at) / 1000);
    return {
      screen: per("screen"),
      htop: per("htop"),
      bytes: per("bytes"),
      htopBytes: per("htopBytes"),
      frozen,
      frozenBytes: screen.bytes - frozenFrom.bytes,
      collector: per("collector"),
      top: per("top"),
      topPss: topMemory.pss,
      topPrivate: topMemory.private,
      pss: median(memory.map((each) => each.pss)),
      private: median(memory.map((each) => each.private)),
    };
  } finally {
    top.kill("SIGKILL");
    await Promise.all([screen.close(), htop.close()]);
  }
}

/** From a key to the first byte of the answer, over 200 rows, with nothing else to draw. */
async function keys(pty, pressed) {
  const took = [];
  for (let count = 0; count < KEYS_PER_RUN; count++) {
    await sleep(60 + Math.random() * 60);
    const answer = pty.next(1000);
    const from = performance.now();
    pty.write(pressed(count));
    const at = await answer;
    if (at !== null) took.push(at - from);
  }
  if (took.length < KEYS_PER_RUN * 0.9)
    throw new Error(`only ${took.length} of ${KEYS_PER_RUN} keys were answered`);
  return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
}

async function keyLatency() {
  const recording = join(folder, "two-hundred.ndjson");
  writeFileSync(recording, twoHundredProcesses(30));
  const screen = new Pty([...SWTOP, recording, "--speed", "1000"]);
  const echo = new Pty([
    process.execPath,
    "-e",
    "process.stdin.setRawMode(true); process.stdout.write('ready'); process.stdin.on('data', (key) => process.stdout.write(key))",
  ]);
  try {
    await screen.until((text) => /5000|Worker/.test(text));
    await echo.until((text) => text.includes("ready"));
    await sleep(3000);
    return {
      screen: await keys(screen, (count) => (count % 40 < 20 ? "j" : "k")),
      echo: await keys(echo, () => "j"),
    };
  } finally {
    await Promise.all([screen.close(), echo.close()]);
  }
}

/** From the start to the frame with a row in it, beside a Node that does nothing. */
async function firstFrame() {
  const took = { frame: [], node: [] };
  for (let count = 0; count < STARTS_PER_RUN; count++) {
    let from = performance.now();
    const node = new Pty([process.execPath, "-e", "0"]);
    await node.end;
    took.node.push(performance.now() - from);
    from = performance.now();
    const screen = new Pty([...SWTOP, "local"]);
    try {
      took.frame.push((await screen.until(showsRows)) - from);
    } finally {
      await screen.close();
    }
  }
  return { frame: median(took.frame), node: median(took.node) };
}

/** The shell stands behind two pipes of its own, so that either direction can be stalled. */
const PIPED = ["exec", "--", "sh", "-c", "cat | sh | cat"];

/** How long the collector lives on when its client is killed, falls silent, or no longer reads. */
async function afterTheClient(how) {
  const client = spawn(SWTOP[0], [SWTOP[1], "watch", "--json", ...PIPED], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await new Promise((resolve, reject) => {
      let text = "";
      client.stdout.on("data", (more) => (text += more).includes('"sample"') && resolve());
      client.on("close", () => reject(new Error("watch ended by itself")));
      setTimeout(() => reject(new Error("no sample came")), 20_000).unref();
    });
    const all = descendants(client.pid);
    const parts = all.map((pid) => ({ pid, comm: commOf(pid), parent: parentOf(pid) }));
    const cats = parts.filter(({ comm }) => comm === "cat");
    const collector = parts.find(
      ({ comm, parent }) => comm !== "cat" && parent === cats[0]?.parent,
    )?.pid;
    const last = cats.at(-1)?.pid;
    if (cats.length !== 2 || collector === undefined)
      throw new Error(`not what was started: ${JSON.stringify(parts)}`);
    const watched = [collector, ...descendants(collector)].map(identity);
    const from = performance.now();
    if (how === "kill -9") client.kill("SIGKILL");
    if (how === "silence") client.kill("SIGSTOP");
    if (how === "stalled stdout") process.kill(last, "SIGSTOP");
    let fates = watched.map(fateOf);
    while (fates.includes("runs") && performance.now() - from < 30_000) {
      await sleep(100);
      fates = watched.map(fateOf);
    }
    const seconds = (performance.now() - from) / 1000;
    await sleep(300);
    const zombies = watched.map(fateOf).filter((fate) => fate === "zombie").length;
    for (const pid of all) kill(pid);
    return { seconds, zombies };
  } finally {
    kill(client.pid);
  }
}
function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone
  }
}

const tree = await twentyProcesses(480);
const runs = [];
const ends = { "kill -9": [], silence: [], "stalled stdout": [] };
try {
  for (let run = 1; run <= RUNS; run++) {
    process.stderr.write(`run ${run} of ${RUNS} ...\n`);
    runs.push({
      steady: await steady(),
      keys: await keyLatency(),
      start: await firstFrame(),
      heap: await liveHeap(),
    });
  }
  process.stderr.write("how long a collector outlives its client ...\n");
  await Promise.all(
    Object.entries(ends).flatMap(([how, list]) =>
      Array.from({ length: RUNS }, async () => list.push(await afterTheClient(how))),
    ),
  );
} finally {
  tree.end();
  rmSync(folder, { recursive: true, force: true });
}

const of = (pick) => median(runs.map(pick));
const ms = (value) => `${value.toFixed(1)} ms`;
const mib = (value) => `${(value / MIB).toFixed(2)} MiB`;
const row = (what, reach, measured, yardstick, ok) => ({ what, reach, measured, yardstick, ok });
const screenCpu = of((run) => run.steady.screen);
const frozen = of((run) => run.steady.frozen);
const collector = of((run) => run.steady.collector);
const heap = of((run) => run.heap.read);
const pss = of((run) => run.steady.pss);
const own = of((run) => run.steady.private);
const bytes = of((run) => run.steady.bytes);
const [p50, p95] = [of((run) => run.keys.screen.p50), of((run) => run.keys.screen.p95)];
const [frame, node] = [of((run) => run.start.frame), of((run) => run.start.node)];
const htop = `htop -d10 ${ms(of((run) => run.steady.htop))}/s`;
const outlived = Object.entries(ends).map(([how, list]) => {
  const worst = Math.max(...list.map((each) => each.seconds));
  const zombies = list.reduce((sum, each) => sum + each.zombies, 0);
  const mayLeave = how === "stalled stdout";
  return row(
    `collector outlives its client, ${how}`,
    "<= 12 s, no zombie",
    `${worst.toFixed(1)} s at most, ${zombies} zombies`,
    "-",
    worst <= 12 && (mayLeave || zombies === 0),
  );
});

const isOk = printTable([
  row(
    "screen at 1 Hz, 160x45, 20 processes, CPU",
    "<= 35 ms/s",
    `${ms(screenCpu)}/s`,
    htop,
    screenCpu <= 35,
  ),
  row(
    "the same, frozen, CPU",
    "<= 3 ms/s",
    `${ms(frozen)}/s, ${of((run) => run.steady.frozenBytes)} bytes`,
    htop,
    frozen <= 3,
  ),
  row(
    "collector, 20 processes at 1 Hz, CPU",
    "<= 5 ms/s",
    `${ms(collector)}/s`,
    `top -b -d1 ${ms(of((run) => run.steady.top))}/s`,
    collector <= 5,
  ),
  row(
    "collector, PSS",
    "<= 1 MiB",
    mib(pss),
    `top ${mib(of((run) => run.steady.topPss))}`,
    pss <= MIB,
  ),
  row(
    "collector, private",
    "<= 0.5 MiB",
    mib(own),
    `top ${mib(of((run) => run.steady.topPrivate))}`,
    own <= MIB / 2,
  ),
  row(
    "live heap read, CPU each in sh",
    "<= 3 ms",
    ms(heap),
    `a dd that reads nothing ${ms(of((run) => run.heap.yardstick))}`,
    heap <= 3,
  ),
  row(
    "key to first byte, 200 rows, p50",
    "<= 15 ms",
    ms(p50),
    `bare echo ${ms(of((run) => run.keys.echo.p50))}`,
    p50 <= 15,
  ),
  row(
    "key to first byte, 200 rows, p95",
    "<= 35 ms",
    ms(p95),
    `bare echo ${ms(of((run) => run.keys.echo.p95))}`,
    p95 <= 35,
  ),
  row(
    "first useful frame",
    "<= bare Node + 220 ms",
    ms(frame),
    `node -e 0 ${ms(node)} (+${(frame - node).toFixed(0)})`,
    frame - node <= 220,
  ),
  row(
    "bytes to the terminal, steady",
    "<= 8 kB/s",
    `${(bytes / 1000).toFixed(2)} kB/s`,
    `htop ${(of((run) => run.steady.htopBytes) / 1000).toFixed(2)} kB/s`,
    bytes <= 8000,
  ),
  ...outlived,
]);
console.log(
  `${RUNS} runs, median; ${((performance.now() - began) / 1000).toFixed(0)} s; RSS after 10 minutes: npm run soak`,
);
process.exit(isOk === true ? 0 : 1);
