import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";

export type Plan = {
  /** The prefix of all titles. */
  readonly app: string;
  readonly leakKibPerSecond: number;
  /** Worker.0 ends when it holds this much, and starts again. */
  readonly capMib: number;
  readonly dieEveryMs: number;
};

export const PLAN: Plan = {
  app: "shop-api",
  leakKibPerSecond: 1024,
  capMib: 256,
  dieEveryMs: 40_000,
};

export type DemoProcesses = {
  readonly kind: "php" | "node";
  /** PID of the Master. */
  readonly rootPid: number;
  /** Ends all of them; resolves when none is left. */
  readonly stop: () => Promise<void>;
};

export type Start = {
  /** Where `processes.php` and `processes.mjs` lie. */
  readonly fileOf: (name: string) => string;
  /** Absent: PHP where it can fork, else Node. */
  readonly kind?: "php" | "node";
  readonly plan?: Plan;
};

const SLOT_COUNT = 8;
const UP_WITHIN_MS = 15_000;
const END_WITHIN_MS = 1000;

/**
 * Starts a tree of eight real processes with the titles of a Hyperf server: Worker.0 leaks, Worker.1 dies and is started again. Resolves when all are up.
 * They end with `stop`, when `signal` is aborted, when their Master does, and when this process goes away in whatever manner: they share its pipe as their stdin.
 * @throws TransportError `system-refused` when they do not come up.
 */
export async function startProcesses(signal: AbortSignal, start: Start): Promise<DemoProcesses> {
  const kind = start.kind ?? ((await canFork()) ? "php" : "node");
  if (signal.aborted) throw notStarted("aborted");
  const plan = start.plan ?? PLAN;
  const [command, ...options] =
    kind === "php" ? ["php", "-d", `memory_limit=${plan.capMib + 64}M`] : [process.execPath];
  const script = start.fileOf(kind === "php" ? "processes.php" : "processes.mjs");
  // a group of its own: what would not end can be killed as one, and Ctrl-C of the terminal does not reach it before us
  const root = spawn(command, [...options, script, JSON.stringify(plan)], {
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
  // without a listener an error of spawn ends the program; that it did not start is seen in allUp
  root.on("error", () => undefined);
  let ending: Promise<void> | null = null;
  const stop = () => (ending ??= end(root));
  signal.addEventListener("abort", () => void stop(), { once: true });
  if (await allUp(root)) return { kind, rootPid: root.pid ?? 0, stop };
  await stop();
  throw notStarted(root.pid === undefined ? `${command} cannot be run` : "they ended at once");
}

const notStarted = (why: string): TransportError =>
  new TransportError({
    kind: "system-refused",
    detail: untrustedText(`the demo's processes did not start: ${why}`),
  });

/** PHP with pcntl, and a title that can be set. */
const canFork = (): Promise<boolean> =>
  new Promise((resolve) => {
    const test =
      "exit(function_exists('pcntl_fork') && function_exists('cli_set_process_title') ? 0 : 1);";
    execFile("php", ["-r", test], { timeout: 5000 }, (error) => resolve(error === null));
  });

/** Each start prints a line; the lines are read to the end, so that nobody down there ever waits for us. */
async function allUp(root: ChildProcess): Promise<boolean> {
  const { stdout } = root;
  if (stdout === null) return false;
  const slots = new Set<string>();
  const lines = createInterface({ input: stdout });
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), UP_WITHIN_MS);
    const settle = (isUp: boolean) => {
      clearTimeout(late);
      resolve(isUp);
    };
    lines.on("line", (line) => {
      const slot = slotOf(line);
      if (slot !== null) slots.add(slot);
      if (slots.size === SLOT_COUNT) settle(true);
    });
    root.once("error", () => settle(false));
    root.once("exit", () => settle(false));
  });
}

/** A line may also be a warning of PHP. */
const slotOf = (line: string): string | null =>
  /^\{"slot":"([A-Za-z0-9.-]+)"/u.exec(line)?.[1] ?? null;

async function end(root: ChildProcess): Promise<void> {
  const { pid } = root;
  if (pid === undefined) return;
  const isOver = root.exitCode !== null || root.signalCode !== null;
  const over = isOver ? Promise.resolve() : once(root, "exit");
  root.stdin?.destroy();
  await Promise.race([over, wait(END_WITHIN_MS)]);
  // those that saw the end of stdin a moment later, or never looked. A Master that ended long ago has left its number to whoever has it now: only asked for
  const signal = isOver ? 0 : "SIGKILL";
  for (let round = 0; round < 40 && reachesGroup(pid, signal); round += 1) await wait(50);
}

/** False: nobody is in the group any more. */
function reachesGroup(pid: number, signal: "SIGKILL" | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
