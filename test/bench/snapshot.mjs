// npm run bench, third part: what a snapshot costs, and what the process feels of it. Each figure beside its yardstick from the same run; three runs, the median counts.
// SWTOP_TEST_PHP names another php than the system's.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { knownHeap, snapshotOf, snapshots } from "../snapshot/known-heap.ts";
import { MIB, median, printTable, quantile } from "./machine.mjs";

const RUNS = 3;
const PHP = process.env.SWTOP_TEST_PHP ?? "php";
const row = (what, reach, measured, yardstick, ok) => ({ what, reach, measured, yardstick, ok });
const s = (ms) => `${(ms / 1000).toFixed(2)} s`;
const ms = (value) => `${value.toFixed(2)} ms`;
const mib = (bytes) => `${(bytes / MIB).toFixed(1)} MiB`;

async function repeatedly(action) {
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await action());
  return (of) => median(runs.map(of));
}

/** With a heap of that kind, and what a start of its php alone takes. */
async function withHeap(kind, size, action) {
  const heap = await knownHeap(kind, size);
  try {
    return await repeatedly(() => action(heap));
  } finally {
    await heap.end();
  }
}

function emptyPhpMs() {
  const began = performance.now();
  spawnSync(PHP, ["-n", "-r", ""]);
  return performance.now() - began;
}

/** How long a plain copy of the heap takes, as one would do it with gcore. */
function copyMs(pid, bytes) {
  const code =
    '$f = fopen("/proc/$argv[1]/mem", "rb"); foreach (file("/proc/$argv[1]/maps") as $l) { if (preg_match("/^([0-9a-f]+)-([0-9a-f]+) rw-p \\S+ \\S+ 0\\s*$/", $l, $m)) { fseek($f, hexdec($m[1])); for ($n = hexdec($m[2]) - hexdec($m[1]); $n > 0; $n -= strlen($d)) { $d = fread($f, min($n, 1 << 20)); if ($d === "" || $d === false) break; } } }';
  const began = performance.now();
  spawnSync("php", ["-n", "-r", code, String(pid)]);
  return bytes > 0 ? performance.now() - began : 0;
}

const sumTo = (steps, part) => {
  const end = steps.findIndex((step) => step.part === part);
  return steps.slice(0, end + 1).reduce((sum, step) => sum + step.wallMs, 0);
};
const stepOf = (steps, part) => steps.find((step) => step.part === part)?.wallMs ?? Infinity;

async function requests(port, count, during) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.setNoDelay(true);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const took = async (number) => {
    const all = [];
    for (let i = 0; i < number; i++) {
      const began = performance.now();
      socket.write("request\n");
      await lines.next();
      all.push(performance.now() - began);
    }
    return all;
  };
  await took(500);
  const alone = await took(count);
  const stop = during();
  const beside = await took(count);
  const snapshotsTaken = await stop();
  const aloneAgain = await took(count);
  socket.destroy();
  return { alone: [...alone, ...aloneAgain], beside, snapshotsTaken };
}

async function latency() {
  const child = spawn(
    PHP,
    [fileURLToPath(new URL("../fixtures/known-heap.php", import.meta.url)), "server", "20000"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const { port } = JSON.parse(value);
  try {
    return await requests(port, 6000, () => {
      const life = new AbortController();
      const all = (async () => {
        let taken = 0;
        while (!life.signal.aborted) {
          await snapshotOf(child.pid);
          taken += 1;
        }
        return taken;
      })();
      return () => {
        life.abort();
        return all;
      };
    });
  } finally {
    child.kill("SIGKILL");
  }
}

const startMs = median([emptyPhpMs(), emptyPhpMs(), emptyPhpMs()]);
const start = `php -n alone ${s(startMs)}`;
const rows = [];

{
  let copied = 0;
  const of = await withHeap("bulk", 800, async (heap) => {
    copied = copied || copyMs(heap.pid, 800 * MIB);
    const { cost, heap: state } = await snapshotOf(heap.pid, { level: 1 });
    return { ...cost, realBytes: state.realBytes };
  });
  rows.push(
    row(
      "level 1, 800 MB heap",
      "<= 0.3 s",
      s(of((run) => run.wallMs)),
      `a copy of it ${s(copied)}`,
      of((run) => run.wallMs) <= 300,
    ),
  );
  rows.push(
    row(
      "its reader",
      "<= 24 MiB",
      mib(of((run) => run.peakRssBytes)),
      start,
      of((run) => run.peakRssBytes) <= 24 * MIB,
    ),
  );
}
{
  const of = await withHeap("objects", 1_000_000, async (heap) => {
    let at2a = null;
    for await (const { snapshot } of snapshots(heap.pid, { level: 2 })) {
      if (snapshot.classes === null) continue;
      at2a = snapshot;
      break;
    }
    return { wallMs: sumTo(at2a.steps, "2a"), peakRssBytes: at2a.cost.peakRssBytes };
  });
  rows.push(
    row(
      "level 2a, 1 M objects",
      "<= 1.2 s",
      s(of((run) => run.wallMs)),
      start,
      of((run) => run.wallMs) <= 1200,
    ),
  );
  rows.push(
    row(
      "its reader",
      "<= 48 MiB",
      mib(of((run) => run.peakRssBytes)),
      start,
      of((run) => run.peakRssBytes) <= 48 * MIB,
    ),
  );
}
{
  const of = await withHeap("objects", 300_000, async (heap) => {
    const { steps } = await snapshotOf(heap.pid, { level: 2 });
    const life = new AbortController();
    let began = 0;
    for await (const { reading } of snapshots(heap.pid, { level: 2, signal: life.signal })) {
      if (reading?.part !== "2b" || life.signal.aborted) continue;
      began = performance.now();
      life.abort();
    }
    return { wallMs: stepOf(steps, "2b"), cancelMs: performance.now() - began };
  });
  rows.push(
    row(
      "level 2b, 300 k objects",
      "<= 4 s",
      s(of((run) => run.wallMs)),
      start,
      of((run) => run.wallMs) <= 4000,
    ),
  );
  rows.push(
    row(
      "ended on the way",
      "at once",
      ms(of((run) => run.cancelMs)),
      start,
      of((run) => run.cancelMs) <= 300,
    ),
  );
}
{
  const heap = await knownHeap("cycles", 33_334);
  const of = await repeatedly(async () => {
    const { steps, cost, dryRun, heap: state, gc } = await snapshotOf(heap.pid);
    return {
      wallMs: stepOf(steps, "3"),
      peakRssBytes: cost.peakRssBytes,
      freeable: dryRun.freeableBytes,
      state,
      gc,
    };
  });
  const own = await heap.report();
  const equal = of(
    ({ state, gc }) =>
      [
        state.usedBytes === own.used,
        state.realBytes === own.real,
        state.peakBytes === own.peak,
        state.realPeakBytes === own.realPeak,
        gc.runs === own.gc.runs,
        gc.roots === own.gc.roots,
        gc.threshold === own.gc.threshold,
        gc.collected === own.gc.collected,
      ].filter(Boolean).length,
  );
  const { freed } = await heap.collect();
  await heap.end();
  rows.push(
    row(
      "level 3, 100 000 nodes",
      "<= 1.5 s",
      s(of((run) => run.wallMs)),
      start,
      of((run) => run.wallMs) <= 1500,
    ),
  );
  rows.push(
    row(
      "its reader",
      "<= 80 MiB",
      mib(of((run) => run.peakRssBytes)),
      start,
      of((run) => run.peakRssBytes) <= 80 * MIB,
    ),
  );
  rows.push(
    row(
      "level 1 against the process's own numbers",
      "equal to the byte",
      `${equal} of 8`,
      "memory_get_usage(), gc_status()",
      equal === 8,
    ),
  );
  const share = (of((run) => run.freeable) / freed) * 100;
  rows.push(
    row(
      "level 3 against what gc then frees",
      "90-100.5 %",
      `${share.toFixed(1)} %`,
      `freed ${mib(freed)}`,
      share >= 90 && share <= 100.5,
    ),
  );
}
{
  const runs = await repeatedly(latency);
  const at = (key, part) => runs((run) => quantile(run[key], part));
  const [p50, p99, p50Beside, p99Beside] = [
    at("alone", 0.5),
    at("alone", 0.99),
    at("beside", 0.5),
    at("beside", 0.99),
  ];
  const longest = runs((run) => Math.max(...run.beside));
  rows.push(
    row(
      `request p50 beside snapshots (${runs((run) => run.snapshotsTaken)} in a row)`,
      "unchanged",
      ms(p50Beside),
      `without ${ms(p50)}`,
      p50Beside <= p50 * 1.1,
    ),
  );
  rows.push(
    row(
      "request p99 beside snapshots",
      "<= 2 x",
      ms(p99Beside),
      `without ${ms(p99)}`,
      p99Beside <= p99 * 2,
    ),
  );
  rows.push(
    row(
      "the longest request beside snapshots",
      "no pause",
      ms(longest),
      `without ${ms(runs((run) => Math.max(...run.alone)))}`,
      longest <= 50,
    ),
  );
}
process.exit(printTable(rows) === true ? 0 : 1);
