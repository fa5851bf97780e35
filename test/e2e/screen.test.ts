// The live screen on real processes, as a person sees and presses it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { pidsShown, selected, someApp, swtop } from "./swtop.ts";
import { KEYS, Terminal } from "./terminal.ts";

const BALLAST_MIB = { "Worker.0": 40, "Worker.1": 28, "Worker.2": 20, "TaskWorker.3": 14 };

const ESC = "\u001b";
const SGR = new RegExp(`${ESC}\\[([\\d;:]*)m`, "g");
const COPIED = new RegExp(`${ESC}\\]52;c;([A-Za-z0-9+/=]+)`);

let tree: Tree;
let terminal: Terminal;
const app = someApp();
const shown = () => pidsShown(terminal, tree.pids());

async function open(columns: number, rows: number, ...options: string[]): Promise<void> {
  terminal = new Terminal(swtop("local", ...options), { columns, rows });
  await terminal.until(() => shown().length === tree.pids().length);
}

describe.skipIf(lacks("php"))("the screen", () => {
  beforeAll(async () => {
    const extra = Object.fromEntries(
      Object.entries(BALLAST_MIB).map(([key, ballastMib]) => [key, { ballastMib }]),
    );
    tree = await Tree.start(hyperf(app, { workers: 3, extra }), 600);
  });
  afterAll(() => tree.end());
  afterEach(() => terminal.close());

  test.each([
    [160, 45],
    [80, 24],
  ])(
    "%ix%i: shows every process once, with its role, under target and state",
    async (columns, rows) => {
      await open(columns, rows);
      expect(shown().toSorted((a, b) => a - b)).toEqual(tree.pids().toSorted((a, b) => a - b));
      expect(terminal.lines().slice(0, 2).join(" ")).toMatch(/local.*live/i);
      expect(terminal.text()).toMatch(/Worker/);
      expect(terminal.lines().slice(-2).join(" ")).toMatch(/\?.*q/);
      expect(terminal.modes()).toMatchObject({ isAlternate: true, isMouseOn: false });
      terminal.picture(`local-${columns}x${rows}`);
    },
  );

  test("too small: one line says what is needed, and the table comes with the size", async () => {
    terminal = new Terminal(swtop("local"), { columns: 50, rows: 12 });
    await terminal.until(/60\D{1,5}15/);
    expect(terminal.lines().filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(3);
    terminal.resize(160, 45);
    await terminal.until(() => shown().length === tree.pids().length);
    terminal.resize(50, 12);
    await terminal.until(/60\D{1,5}15/);
    terminal.press("q");
    expect(await terminal.end()).toEqual({ code: 0, signal: 0 });
  });

  test("keys move the mark, one by one and many in one read", async () => {
    await open(160, 45);
    // Only ours: whatever else runs on this machine has rows, too.
    terminal.press(`/${app}\r`);
    await terminal.until(
      (text) => !text.includes("Enter keep") && shown().length === tree.pids().length,
    );
    const at = () => shown().indexOf(selected(terminal, tree.pids()) ?? -1);
    const last = shown().length - 1;
    const moves = async (keys: string, to: number) => {
      terminal.press(keys);
      await terminal.until(() => at() === to);
    };
    await moves("g", 0);
    await moves("j", 1);
    await moves(KEYS.down, 2);
    await moves("k", 1);
    await moves(KEYS.up, 0);
    await moves("jjj", 3);
    await moves("kkjk", 1);
    await moves("G", last);
    await moves(KEYS.home, 0);
    await moves(KEYS.end, last);
    await moves("jjjjkkkkGgjk".repeat(20), 0);
  });

  test("a filter works while it is typed, stays after Enter, inverts with ! and goes with Esc", async () => {
    await open(160, 45);
    const task = tree.pid("TaskWorker.3");
    const all = tree.pids().length;
    for (const letter of "/task") terminal.press(letter);
    await terminal.until(() => shown().join() === String(task));
    terminal.press(KEYS.enter);
    await terminal.until(() => shown().join() === String(task));
    terminal.press(KEYS.escape);
    await terminal.until(() => shown().length === all);
    terminal.press("/!task\r");
    await terminal.until(() => shown().length === all - 1 && !shown().includes(task));
    terminal.press(KEYS.escape);
    await terminal.until(() => shown().length === all);
    terminal.press("/no-such-process");
    await terminal.until(() => shown().length === 0);
    terminal.press(KEYS.escape);
    await terminal.until(() => shown().length === all);
  });

  test("sorts by PID, by memory, and the other way round", async () => {
    await open(160, 45);
    const byPid = [...tree.pids()].toSorted((a, b) => a - b);
    const bySize = Object.keys(BALLAST_MIB).map((key) => tree.pid(key));
    const ofSize = () =>
      shown()
        .filter((pid) => bySize.includes(pid))
        .join();
    terminal.press("N");
    await terminal.until(() => isEither(shown().join(), byPid));
    const before = shown();
    terminal.press("I");
    await terminal.until(() => shown().join() === before.toReversed().join());
    terminal.press("M");
    await terminal.until(() => isEither(ofSize(), bySize));
    terminal.press("I");
    await terminal.until(() => isEither(ofSize(), bySize));
  });

  test("? opens the help and Esc closes it", async () => {
    await open(160, 45);
    terminal.press("?");
    await terminal.until((text) =>
      [/filter/i, /sort/i, /reverse/i, /freeze/i, /quit/i, /copy/i, /record/i].every((word) =>
        word.test(text),
      ),
    );
    terminal.picture("help");
    terminal.press(KEYS.escape);
    await terminal.until(() => shown().length === tree.pids().length);
  });

  test("Enter opens the process, Esc goes back", async () => {
    await open(160, 45);
    terminal.press("/Worker.0\r");
    await terminal.until(() => shown().includes(tree.pid("Worker.0")));
    terminal.press("g\r");
    await terminal.until(/threads/i);
    terminal.picture("process");
    terminal.press(KEYS.escape);
    await terminal.until((text) => !/threads/i.test(text) && shown().length > 0);
  });

  test("c copies by OSC 52", async () => {
    await open(160, 45);
    terminal.press("c");
    await terminal.until(() => terminal.raw.includes("\u001b]52;c;"));
    const copied = COPIED.exec(terminal.raw)?.[1] ?? "";
    expect(Buffer.from(copied, "base64").toString("utf8")).toContain(String(tree.pid("Worker.0")));
  });

  test("resize: each size has every row once, one head, one footer", async () => {
    await open(160, 45);
    for (const [columns, rows] of [
      [100, 30],
      [80, 24],
      [200, 50],
      [70, 20],
      [160, 45],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.until((text) => {
        const heads = text.split("\n").filter((line) => /\bPID\b/.test(line));
        const footer = text.split("\n").slice(-3).join(" ");
        return (
          footer.includes("?") &&
          heads.length === 1 &&
          shown().length === new Set(shown()).size &&
          shown().length >= 5
        );
      });
    }
  });

  test("NO_COLOR and --no-color: not one colour; without: only the terminal's sixteen", async () => {
    for (const [args, env] of [
      [["--no-color"], {}],
      [[], { NO_COLOR: "1" }],
    ] as const) {
      terminal = new Terminal(swtop("local", ...args), { env });
      await terminal.until(() => shown().length === tree.pids().length);
      expect(coloursOf(terminal.raw)).toEqual([]);
      expect(selected(terminal, tree.pids())).toBeDefined();
      terminal.close();
    }
    await open(160, 45);
    expect(coloursOf(terminal.raw).length).toBeGreaterThan(0);
    expect(coloursOf(terminal.raw).filter((code) => code === 38 || code === 48)).toEqual([]);
  });

  test("--ascii: only ASCII is drawn", async () => {
    await open(160, 45, "--ascii");
    expect(terminal.text().match(/[^\n\u0020-\u007e]/g)).toBeNull();
  });

  test("z freezes: not one byte while processes come and go; z again shows what is now", async () => {
    await open(160, 45);
    terminal.press("z");
    await quiet();
    const bytes = terminal.raw.length;
    const { old, young } = await tree.kill("Worker.2");
    // A frozen screen shows nothing that could be waited for: some samples have to pass.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(terminal.raw.length - bytes).toBe(0);
    expect(pidsShown(terminal, [old])).toEqual([old]);
    terminal.press("z");
    await terminal.until(() => pidsShown(terminal, [young]).length === 1);
  });

  test("times in the logs of this machine are those of its zone", async () => {
    const folder = mkdtempSync(join(tmpdir(), "swtop-zone-"));
    const log = join(folder, "hyperf.log");
    writeFileSync(log, "[2026-11-23 12:34:56] task.INFO: told at noon [] []\n");
    terminal = new Terminal(swtop("local", "--log", log), { env: { TZ: "Asia/Shanghai" } });
    await terminal.until(/told at noon/);
    rmSync(folder, { recursive: true });
    expect(terminal.lines()[0]).toContain("+08:00");
    expect(terminal.text()).toMatch(/12:34:56 info .*told at noon/);
  });

  test("a death and a respawn are marks on the row at once", async () => {
    await open(160, 45);
    const { young } = await tree.kill("Worker.1");
    // Behind the generation stands the line of the slot, with the death in it.
    const row = () =>
      terminal.lines().find((line) => new RegExp(`\\b${young}\\b`).test(line)) ?? "";
    await terminal.until(() => /\bWorker\.1\b.* 2 .*x/.test(row()));
    terminal.picture("respawn");
  });
});

const isEither = (now: string, wanted: readonly number[]) =>
  now === wanted.join() || now === wanted.toReversed().join();

/** Waits until half a second passes without a byte. */
async function quiet(): Promise<void> {
  let before = -1;
  while (before !== terminal.raw.length) {
    before = terminal.raw.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** SGR parameters that set a colour. */
function coloursOf(raw: string): readonly number[] {
  return [...raw.matchAll(SGR)]
    .flatMap(([, list]) => (list ?? "").split(/[;:]/).map(Number))
    .filter((code) => (code >= 30 && code <= 38) || (code >= 40 && code <= 48) || code >= 90);
}
