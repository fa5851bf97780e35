// npm run bench: the log pane in a flood of 50 000 lines a second, and while it follows one slot; beside an idle screen in the same run. `log-pane.mjs 60`: a minute of it (npm run soak).
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  MIB,
  Pty,
  SWTOP,
  cpuMs,
  median,
  memoryOf,
  printTable,
  quantile,
  showsRows,
  sleep,
  twentyProcesses,
} from "./machine.mjs";

const SECONDS = Number(process.argv[2] ?? 10);
const RUNS = SECONDS > 20 ? 1 : 3;
const WARM_UP_MS = 6000;
const KEY_EVERY_MS = 250;
const RING_MIB = 16;
/** Ink draws each frame between these (DEC 2026). */
const FRAME = "\u001b[?2026h";
const ms = (value) => `${value.toFixed(1)} ms`;
const folder = mkdtempSync(join(tmpdir(), "swtop-bench-logs-"));

/** Paced by the clock: what was not written in time is written with the next hundredth. */
const WRITER = `
const perSecond = Number(process.argv[2]);
const began = performance.now();
let written = 0;
process.stdout.on("error", () => process.exit(0));
const write = () => {
  const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
  const lines = [];
  for (; written < due; written++) {
    const worker = written % 12;
    const second = new Date().toISOString().slice(0, 19).replace("T", " ");
    lines.push("[" + second + " *" + (7000 + worker) + "." + worker + "]\\tNOTICE\\trequest " + written + " of a worker that says much, answered after 12 ms\\n");
  }
  const next = () => setTimeout(write, 10);
  if (lines.length === 0 || process.stdout.write(lines.join(""))) next();
  else process.stdout.once("drain", next);
};
write();
`;
const writer = join(folder, "writer.mjs");
writeFileSync(writer, WRITER);

/** A screen with a writer of so many lines a second; 0: without. */
function screenOf(perSecond) {
  const command = `${process.execPath} ${writer} ${perSecond}`;
  return new Pty([...SWTOP, "local", ...(perSecond === 0 ? [] : ["--log-cmd", command])]);
}

const start = (pty) => {
  pty.text = "";
  return { at: performance.now(), cpu: cpuMs(pty.pid) };
};
const rates = (pty, from) => {
  const seconds = (performance.now() - from.at) / 1000;
  return {
    cpu: (cpuMs(pty.pid) - from.cpu) / seconds,
    frames: (pty.text.split(FRAME).length - 1) / seconds,
  };
};

/** What a screen costs when nobody presses a key. */
async function left(pty, seconds) {
  const from = start(pty);
  let most = 0;
  while (performance.now() - from.at < seconds * 1000) {
    await sleep(500);
    most = Math.max(most, memoryOf([pty.pid]).private);
  }
  return { ...rates(pty, from), private: most };
}

/** From a key to the first byte after it. */
async function pressed(pty, seconds) {
  const from = start(pty);
  const keys = [];
  for (let count = 0; performance.now() - from.at < seconds * 1000; count++) {
    const at = performance.now();
    const answer = pty.next(2000);
    pty.write(count % 2 === 0 ? "j" : "k");
    keys.push(((await answer) ?? at + 2000) - at);
    await sleep(KEY_EVERY_MS);
  }
  return { ...rates(pty, from), p95: quantile(keys, 0.95) };
}

async function run() {
  const screens = { idle: screenOf(0), slow: screenOf(10) };
  const told = {};
  try {
    for (const pty of Object.values(screens)) await pty.until(showsRows);
    await sleep(WARM_UP_MS);
    [told.idle, told.slow] = await Promise.all([left(screens.idle, 8), left(screens.slow, 8)]);
    told.idleKeys = await pressed(screens.idle, 5);
  } finally {
    for (const pty of Object.values(screens)) await pty.close();
  }
  const flood = screenOf(50_000);
  try {
    await flood.until(showsRows);
    await sleep(WARM_UP_MS);
    told.flood = await left(flood, SECONDS / 2);
    told.floodKeys = await pressed(flood, SECONDS / 2);
    return told;
  } finally {
    await flood.close();
  }
}

const tree = await twentyProcesses(SECONDS * 10 + 200);
try {
  const runs = [];
  for (let count = 0; count < RUNS; count++) runs.push(await run());
  const of = (figure) => median(runs.map(figure));
  const idle = { p95: of((each) => each.idleKeys.p95), private: of((each) => each.idle.private) };
  const more = of((each) => each.slow.cpu - each.idle.cpu);
  const held = of((each) => each.flood.private - each.idle.private);
  const [p95, frames] = [of((each) => each.floodKeys.p95), of((each) => each.floodKeys.frames)];
  const isOk = printTable([
    {
      what: `flood of 50 000 lines/s, ${SECONDS} s: key p95`,
      reach: "<= 50 ms",
      measured: ms(p95),
      yardstick: `idle screen ${ms(idle.p95)}`,
      ok: p95 <= 50,
    },
    {
      what: "its memory above the idle screen",
      reach: `<= ${2 * RING_MIB} MiB`,
      measured: `${(held / MIB).toFixed(1)} MiB`,
      yardstick: `idle screen ${(idle.private / MIB).toFixed(1)} MiB`,
      ok: held <= 2 * RING_MIB * MIB,
    },
    {
      what: "its redraws, with four keys a second",
      reach: "<= 15 /s",
      measured: `${frames.toFixed(1)} /s`,
      yardstick: `idle screen ${of((each) => each.idleKeys.frames).toFixed(1)} /s`,
      ok: frames <= 15,
    },
    {
      what: "CPU of its screen",
      reach: "-",
      measured: `${of((each) => each.flood.cpu).toFixed(0)} ms/s`,
      yardstick: `idle screen ${of((each) => each.idle.cpu).toFixed(1)} ms/s`,
      ok: true,
    },
    {
      what: "a pane that follows 10 lines/s, above without",
      reach: "<= 30 ms/s",
      measured: `${more.toFixed(1)} ms/s`,
      yardstick: `without ${of((each) => each.idle.cpu).toFixed(1)} ms/s`,
      ok: more <= 30,
    },
  ]);
  process.exitCode = isOk === true ? 0 : 1;
} finally {
  tree.end();
  rmSync(folder, { recursive: true, force: true });
}
