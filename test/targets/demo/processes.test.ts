import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import {
  startProcesses,
  type DemoProcesses,
  type Plan,
} from "../../../src/targets/demo/start-processes.ts";

const SLOTS = [
  "Manager",
  "Master",
  "TaskWorker.4",
  "Worker.0",
  "Worker.1",
  "Worker.2",
  "Worker.3",
  "crontab-dispatcher.0",
];
const fileOf = (name: string) =>
  fileURLToPath(new URL(`../../../src/targets/demo/${name}`, import.meta.url));

const hasProc = existsSync("/proc/self/status");
const hasPhp = canRun("php", ["-r", "exit((int) !function_exists('pcntl_fork'));"]);
const isOnCi = process.env["CI"] === "true";
if (!hasProc) console.warn("not tested without /proc: the demo's processes");
if (!hasPhp) console.warn("not tested without php and pcntl: the demo's PHP processes");
const kinds = (["php", "node"] as const).filter(
  (kind) => isOnCi || (hasProc && (kind === "node" || hasPhp)),
);

function canRun(command: string, words: readonly string[]): boolean {
  try {
    execFileSync(command, words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

type Seen = {
  readonly pid: number;
  readonly ppid: number;
  readonly slot: string;
  readonly anonKib: number;
};

/** Who of /proc has a title of this app. A process that ends meanwhile is none. */
function seen(app: string): readonly Seen[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/u.test(name)) return [];
    try {
      // one word, and NULs up to the end of what the arguments took
      const words = readFileSync(`/proc/${name}/cmdline`, "latin1")
        .replace(/\0+$/u, "")
        .split("\0");
      if (words.length !== 1 || words[0]?.startsWith(`${app}.`) !== true) return [];
      const status = readFileSync(`/proc/${name}/status`, "latin1");
      const field = (key: string) =>
        Number(new RegExp(`^${key}:\\s+(\\d+)`, "mu").exec(status)?.[1] ?? Number.NaN);
      return [
        {
          pid: Number(name),
          ppid: field("PPid"),
          slot: words[0].slice(app.length + 1),
          anonKib: field("RssAnon"),
        },
      ];
    } catch {
      return [];
    }
  });
}

const slots = (app: string) =>
  seen(app)
    .map(({ slot }) => slot)
    .toSorted();
const inSlot = (app: string, slot: string) => seen(app).find((each) => each.slot === slot);

let running: DemoProcesses | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

const plan = (kind: string, more: Partial<Plan> = {}): Plan => ({
  app: `swtop-test-${kind}-${process.pid}`,
  leakKibPerSecond: 8 * 1024,
  capMib: 256,
  dieEveryMs: 500,
  ...more,
});
const start = async (kind: "php" | "node", of: Plan, signal = new AbortController().signal) => {
  running = await startProcesses(signal, { fileOf, kind, plan: of });
  return running;
};
const patient = { timeout: 20_000, interval: 50 };

test.each(kinds)(
  "%s: a tree of real processes with Hyperf's titles; none is left after stop",
  { timeout: 60_000 },
  async (kind) => {
    const of = plan(kind, { dieEveryMs: 60_000 });
    const { rootPid, stop } = await start(kind, of);
    await expect.poll(() => slots(of.app), patient).toEqual(SLOTS);
    const master = inSlot(of.app, "Master");
    const manager = inSlot(of.app, "Manager");
    expect(master).toMatchObject({ pid: rootPid, ppid: process.pid });
    expect(manager?.ppid).toBe(rootPid);
    const others = seen(of.app).filter(({ slot }) => slot !== "Master" && slot !== "Manager");
    expect(others.map(({ ppid }) => ppid)).toEqual(others.map(() => manager?.pid));
    await stop();
    expect(seen(of.app)).toEqual([]);
  },
);

test.each(kinds)(
  "%s: Worker.0 grows, Worker.1 dies and is started again, the others stay",
  { timeout: 60_000 },
  async (kind) => {
    const of = plan(kind);
    await start(kind, of);
    await expect.poll(() => slots(of.app), patient).toEqual(SLOTS);
    const first = new Map(seen(of.app).map((each) => [each.slot, each]));
    await expect
      .poll(
        () => (inSlot(of.app, "Worker.0")?.anonKib ?? 0) - (first.get("Worker.0")?.anonKib ?? 0),
        patient,
      )
      .toBeGreaterThan(8 * 1024);
    await expect
      .poll(() => inSlot(of.app, "Worker.1")?.pid ?? first.get("Worker.1")?.pid, patient)
      .not.toBe(first.get("Worker.1")?.pid);
    for (const slot of [
      "Master",
      "Manager",
      "Worker.0",
      "Worker.2",
      "Worker.3",
      "TaskWorker.4",
      "crontab-dispatcher.0",
    ])
      expect(inSlot(of.app, slot)?.pid).toBe(first.get(slot)?.pid);
  },
);

test.each(kinds)(
  "%s: at its cap the leaking worker starts again",
  { timeout: 60_000 },
  async (kind) => {
    const of = plan(kind, { capMib: 2, dieEveryMs: 60_000 });
    await start(kind, of);
    await expect.poll(() => slots(of.app), patient).toContain("Worker.0");
    const first = inSlot(of.app, "Worker.0")?.pid;
    await expect.poll(() => inSlot(of.app, "Worker.0")?.pid ?? first, patient).not.toBe(first);
  },
);

test.each(kinds)("%s: an abort ends all", { timeout: 60_000 }, async (kind) => {
  const stop = new AbortController();
  const of = plan(kind);
  await start(kind, of, stop.signal);
  stop.abort();
  await expect.poll(() => seen(of.app), patient).toEqual([]);
});

test.each(kinds)("%s: a killed parent leaves nothing behind", { timeout: 60_000 }, async (kind) => {
  const of = plan(kind, { dieEveryMs: 60_000 });
  const script = `
    import { startProcesses } from ${JSON.stringify(new URL("../../../src/targets/demo/start-processes.ts", import.meta.url).href)};
    const fileOf = (name) => ${JSON.stringify(fileOf(""))} + name;
    await startProcesses(new AbortController().signal, { fileOf, kind: ${JSON.stringify(kind)}, plan: ${JSON.stringify(of)} });
    console.log("up");
    setInterval(() => {}, 1000);
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(parent, "exit");
  await once(parent.stdout, "data");
  await expect.poll(() => slots(of.app), patient).toEqual(SLOTS);
  parent.kill("SIGKILL");
  await ended;
  await expect.poll(() => seen(of.app), patient).toEqual([]);
});

test("what does not start is a fault", async () => {
  const starting = startProcesses(new AbortController().signal, {
    fileOf: () => "/nowhere/processes.mjs",
    kind: "node",
  });
  await expect(starting).rejects.toMatchObject({ fault: { kind: "system-refused" } });
});

test("a signal that is aborted already starts nothing that stays", async () => {
  const of = plan("node");
  const starting = startProcesses(AbortSignal.abort(), { fileOf, kind: "node", plan: of });
  await expect(starting).rejects.toMatchObject({ fault: { kind: "system-refused" } });
  if (hasProc) expect(seen(of.app)).toEqual([]);
});

// Node closes the pipe of a child that ended, and the others see its end
test.each(kinds)("%s: a killed Master leaves nothing behind", { timeout: 60_000 }, async (kind) => {
  const of = plan(kind, { dieEveryMs: 60_000 });
  const { rootPid, stop } = await start(kind, of);
  await expect.poll(() => slots(of.app), patient).toEqual(SLOTS);
  process.kill(rootPid, "SIGKILL");
  await expect.poll(() => seen(of.app), patient).toEqual([]);
  await Promise.all([stop(), stop()]);
});
