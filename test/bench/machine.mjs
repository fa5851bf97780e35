// What the benches ask the machine, and how they start what they measure. Linux only: figures come from /proc.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn as spawnPty } from "@lydell/node-pty";
import { hyperf, Tree } from "../fixtures/tree.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const SWTOP = [process.execPath, join(ROOT, "bin/swtop.js")];
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const MIB = 1024 * 1024;
const TICK_MS = 10;

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const quantile = (values, part) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

const read = (path) => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

function stat(pid) {
  const line = read(`/proc/${pid}/stat`);
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return {
    state: fields[0],
    ppid: Number(fields[1]),
    own: Number(fields[11]) + Number(fields[12]),
    children: Number(fields[13]) + Number(fields[14]),
    startTicks: fields[19],
  };
}

/** CPU time a process itself has used, ms. */
export const cpuMs = (pid) => stat(pid).own * TICK_MS;
/** The same with that of its children that ended. */
export const cpuWithChildrenMs = (pid) => (stat(pid).own + stat(pid).children) * TICK_MS;

export function descendants(pid) {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((each) => [Number(each), stat(each).ppid]);
  const below = (parent) =>
    parents.filter(([, its]) => its === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

export const parentOf = (pid) => stat(pid).ppid;
export const commOf = (pid) => read(`/proc/${pid}/comm`).trim();

/** One life of a process, so that a PID used again is not taken for it. */
export const identity = (pid) => ({ pid, startTicks: stat(pid).startTicks });
/** `runs`, `zombie` or `gone`. */
export function fateOf({ pid, startTicks }) {
  const now = stat(pid);
  if (now.startTicks !== startTicks) return "gone";
  return now.state === "Z" ? "zombie" : "runs";
}

const kib = (text, key) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
/** Memory of some processes together, bytes. */
export function memoryOf(pids) {
  const all = pids.map((pid) => read(`/proc/${pid}/smaps_rollup`));
  const sum = (key) => all.reduce((total, text) => total + kib(text, key) * 1024, 0);
  return { pss: sum("Pss"), private: sum("Private_Clean") + sum("Private_Dirty") };
}
export const rssOf = (pid) => kib(read(`/proc/${pid}/status`), "VmRSS") * 1024;

/** A program on a raw pseudo terminal: its bytes counted, with the time of each chunk; nothing is drawn. */
export class Pty {
  bytes = 0;
  text = "";
  ended = false;
  #next = null;
  constructor([file, ...args], { columns = 160, rows = 45 } = {}) {
    const { CI: _, NO_COLOR: __, ...env } = process.env;
    this.process = spawnPty(file, args, {
      cols: columns,
      rows,
      cwd: ROOT,
      env: { ...env, TERM: "xterm-256color", LANG: "C.UTF-8" },
      encoding: null,
    });
    this.process.onData((chunk) => {
      const at = performance.now();
      this.bytes += chunk.length;
      if (this.text.length < 4 * MIB) this.text += chunk.toString("latin1");
      this.#next?.(at);
      this.#next = null;
    });
    this.end = new Promise((resolve) => this.process.onExit(() => resolve((this.ended = true))));
  }
  get pid() {
    return this.process.pid;
  }
  /** Time of the next chunk, or null after `timeoutMs`. */
  next(timeoutMs) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), timeoutMs);
      this.#next = (at) => {
        clearTimeout(timer);
        resolve(at);
      };
    });
  }
  write(keys) {
    this.process.write(keys);
  }
  async until(isSo, timeoutMs = 20_000) {
    const end = performance.now() + timeoutMs;
    while (isSo(this.text) !== true) {
      if (this.ended || performance.now() > end)
        throw new Error(
          `never came on the terminal; the last of it: ${JSON.stringify(this.text.slice(-400))}`,
        );
      await this.next(50);
    }
    return performance.now();
  }
  async close() {
    if (!this.ended) process.kill(this.pid, "SIGTERM");
    await Promise.race([this.end, sleep(3000)]);
    if (!this.ended) process.kill(this.pid, "SIGKILL");
  }
}

/** A row of a process is on the screen, of whichever server: others may run on this machine. */
export const showsRows = (text) => /Worker\.\d/.test(text);

/** 20 real PHP processes: Master, Manager, 12 workers, 4 task workers, 2 user processes. */
export const twentyProcesses = (lifeS) =>
  Tree.start(
    hyperf("bench", {
      workers: 12,
      taskWorkers: 4,
      userProcesses: ["crontab-dispatcher", "async-queue"],
    }),
    lifeS,
  );

/** Prints `what, to reach, measured, yardstick, ok` and says whether all is ok. */
export function printTable(rows) {
  const table = [
    ["what", "to reach", "measured", "yardstick", ""],
    ...rows.map((row) => [
      row.what,
      row.reach,
      row.measured,
      row.yardstick,
      row.ok === true ? "ok" : "NOT",
    ]),
  ];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
  return rows.every((row) => row.ok !== false);
}
