import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isAlive } from "../fixtures/tree.ts";
import type { Terminal } from "./terminal.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The program as it is built, under the Node that runs the tests. */
export const swtop = (...args: readonly string[]): [string, ...string[]] => [
  process.execPath,
  // as its own first lines do: Node would take --env-file for itself
  "--",
  `${ROOT}bin/swtop.js`,
  ...args,
];

/** The program in a shell that stays when it ends, and then says how, and how the terminal is set. */
export const inShell = (...args: readonly string[]): [string, ...string[]] => [
  "sh",
  "-c",
  'echo before-the-program; "$@"; echo "ended-with=$?"; stty -a; echo flags-end; exec sleep 60',
  "sh",
  ...swtop(...args),
];

/** A name that no other server on this machine has. */
export const someApp = (): string => `desk-${randomInt(36 ** 4).toString(36)}`;

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs a program without a terminal to its end; kills it when it does not come to one. */
export function run(
  argv: readonly [string, ...string[]],
  { env = {}, timeoutMs = 30_000 } = {},
): Promise<Ended> {
  const [file, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      stdout += more;
    });
    child.stderr.setEncoding("utf8").on("data", (more: string) => {
      stderr += more;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** PIDs of the table's rows, top to bottom: of `known` only. */
export function pidsShown(terminal: Terminal, known: readonly number[]): readonly number[] {
  return terminal.lines().flatMap((line) => {
    const numbers = line.slice(0, 60).match(/(?<![\w.])\d+(?![\w.])/g) ?? [];
    return numbers
      .map(Number)
      .filter((pid) => known.includes(pid))
      .slice(0, 1);
  });
}

/** PID of the row that carries the mark of the selection. */
export function selected(terminal: Terminal, known: readonly number[]): number | undefined {
  const marked = terminal.lines().filter((line) => /^\s*[>›▸▶]/.test(line));
  return marked
    .flatMap((line) => line.match(/\d+/g) ?? [])
    .map(Number)
    .find((pid) => known.includes(pid));
}

/** All processes below one. */
export function descendants(pid: number): readonly number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(Number(name))] as const);
  const below = (parent: number): readonly number[] =>
    parents.filter(([, its]) => its === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}

/** PIDs of the processes that carry a tag in their environment. */
export const tagged = (tag: string): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => environOf(pid).includes(tag) && isAlive(pid));

function environOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}
