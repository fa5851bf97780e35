import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/cli/clock.ts";
import type { Snapshot, SnapshotLevel, SnapshotProgress } from "../../src/domain/snapshot.ts";
import { takeSnapshot } from "../../src/snapshot/take.ts";
import { transports } from "../../src/targets/index.ts";

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
export const LAUNCH = readFileSync(file("../../src/snapshot/launch.sh"), "utf8");
export const READER = readFileSync(file("../../src/snapshot/reader.php"), "utf8");

/** What a process of known-heap.php says of itself. */
export type Own = {
  readonly used: number;
  readonly real: number;
  readonly peak: number;
  readonly realPeak: number;
  readonly rounds: number;
  readonly gc: Readonly<Record<"runs" | "collected" | "roots" | "threshold", number>> & {
    readonly enabled: boolean;
  };
};
export type Truth = {
  readonly classes: Readonly<Record<string, number>>;
  readonly garbage?: Readonly<Record<string, number>>;
  readonly holder?: string;
  readonly kind?: string;
  readonly elements?: number;
};
export type KnownHeap = {
  readonly pid: number;
  readonly truth: Truth;
  readonly child: ChildProcess;
  readonly report: () => Promise<Own>;
  /** gc_collect_cycles(), then gc_mem_caches(). */
  readonly collect: () => Promise<{ readonly freed: number; readonly released: number }>;
  /** Builds as much again. */
  readonly more: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** The php that is tested: the system's, or the one that SWTOP_TEST_PHP names. */
const PHP = process.env["SWTOP_TEST_PHP"] ?? "php";

type Start = {
  readonly command?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** php is the child of the command, in a PID namespace of its own. */
  readonly isInside?: boolean;
};

/** The only child of a process. */
export const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8"));

/** A PHP process whose heap is known. @param before a command that starts it, php and its options */
export async function knownHeap(
  kind: string,
  size: number,
  { command = [PHP], env = {}, isInside = false }: Start = {},
): Promise<KnownHeap> {
  const [program = PHP, ...options] = command;
  const args = [...options, file("../fixtures/known-heap.php"), kind, String(size)];
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <Value>(signal: NodeJS.Signals | null): Promise<Value> => {
    if (signal !== null)
      process.kill(isInside ? childOf(Number(child.pid)) : Number(child.pid), signal);
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`known-heap.php ${kind} ended`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own fixture's words
    return JSON.parse(value) as Value;
  };
  const { pid, truth } = await next<{ pid: number; truth: Truth }>(null);
  return {
    pid,
    truth,
    child,
    report: () => next("SIGUSR1"),
    collect: () => next("SIGUSR2"),
    more: async () => {
      await next("SIGALRM");
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      if (isInside) process.kill(childOf(Number(child.pid)), "SIGKILL");
      else child.kill("SIGKILL");
      await gone;
    },
  };
}

type How = {
  readonly level?: SnapshotLevel;
  /** Ends in a shell; null: this machine's own. */
  readonly command?: readonly string[];
  readonly signal?: AbortSignal;
  readonly reader?: string;
  readonly force?: boolean;
};

/** Every progress of a snapshot. */
export function snapshots(
  pid: number,
  { level = 3, command = ["sh"], signal, reader = READER, force = false }: How = {},
): AsyncGenerator<SnapshotProgress> {
  const transport = transports.find(({ scheme }) => scheme === "exec");
  if (transport === undefined) throw new Error("no exec");
  return takeSnapshot(
    {
      transport,
      target: { scheme: "exec", uri: "exec:", address: command },
      clock: systemClock,
      launch: LAUNCH,
      reader,
      subject: { pid, nsPid: null, slot: null },
      level,
      force,
    },
    signal ?? new AbortController().signal,
  );
}

/** The last word of a snapshot. */
export async function snapshotOf(pid: number, how: How = {}): Promise<Snapshot> {
  let last: SnapshotProgress | null = null;
  for await (const progress of snapshots(pid, how)) last = progress;
  if (last?.isFinal !== true) throw new Error("no final snapshot");
  return last.snapshot;
}

/** How many of a name; undefined: it is not in the list. */
export const countOf = (
  rows: readonly { readonly name: string; readonly count: number }[] | null,
  name: string,
): number | undefined => rows?.find((each) => each.name === name)?.count;
