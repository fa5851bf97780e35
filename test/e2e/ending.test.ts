// However it ends, the terminal is as it was, and nothing of it runs any more.
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, isAlive, Tree } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";
import { descendants, inShell, pidsShown, run, someApp, swtop } from "./swtop.ts";
import { KEYS, Terminal } from "./terminal.ts";

const THROWS = fileURLToPath(new URL("../fixtures/throw-on-signal.mjs", import.meta.url));
const SIZE = { columns: 100, rows: 30 };

let tree: Tree;
let terminal: Terminal;
let started: readonly number[] = [];

async function open(argv = inShell("local"), env: Record<string, string> = {}): Promise<number> {
  terminal = new Terminal(argv, { ...SIZE, env });
  await terminal.until(() => pidsShown(terminal, tree.pids()).length > 3);
  const program = terminal.childPid ?? terminal.pid;
  started = [program, ...descendants(program)];
  return program;
}

/** The shell's words after the end: the code; and the terminal as it was before. */
async function restored(...codes: readonly [number, ...number[]]): Promise<void> {
  await terminal.until(/flags-end/);
  const text = terminal.text();
  expect(codes).toContain(Number(/ended-with=(\d+)/.exec(text)?.[1]));
  expect(text).toContain("before-the-program");
  expect(pidsShown(terminal, tree.pids())).toEqual([]);
  expect(text.match(/(?<!-)\b(?:echo|icanon|isig|ixon)\b/g)?.toSorted()).toEqual([
    "echo",
    "icanon",
    "isig",
    "ixon",
  ]);
  expect(terminal.modes()).toEqual({
    isAlternate: false,
    isCursorShown: true,
    isPasteBracketed: false,
    isMouseOn: false,
  });
  const count = (sequence: string) => terminal.raw.split(sequence).length - 1;
  expect([count("\u001b[?1049h"), count("\u001b[?1049l")]).toEqual([1, 1]);
  await until(() => started.every((pid) => !isAlive(pid)), "the end of all that was started");
}

describe.skipIf(lacks("php"))("the end", () => {
  beforeAll(async () => {
    tree = await Tree.start(hyperf(someApp(), { taskWorkers: 0 }), 600);
  });
  afterAll(() => tree.end());
  afterEach(() => terminal.close());

  test("q quits, and the terminal is as it was", async () => {
    await open();
    terminal.press("q");
    await restored(0);
  });

  test("Ctrl-C quits, and the terminal is as it was", async () => {
    await open();
    terminal.press(KEYS.ctrlC);
    await restored(0, 130);
  });

  test.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
    ["SIGQUIT", 131],
  ] as const)("%s ends it with %i, and the terminal is as it was", async (signal, code) => {
    terminal.signal(signal, await open());
    await restored(code);
  });

  test("a second signal while it ends changes nothing", async () => {
    const program = await open();
    terminal.signal("SIGINT", program);
    terminal.signal("SIGINT", program);
    terminal.signal("SIGTERM", program);
    await terminal.until(/ended-with=(130|143)/);
    await terminal.until(/flags-end/);
    expect(terminal.modes()).toMatchObject({ isAlternate: false, isCursorShown: true });
  });

  test.each([
    ["an uncaught exception", "SIGUSR2", "thrown by the test"],
    ["an unhandled rejection", "SIGPWR", "rejected by the test"],
  ] as const)("%s: the terminal first, then the error, then 70", async (_, signal, message) => {
    const program = await open(inShell("local"), { NODE_OPTIONS: `--import=${THROWS}` });
    terminal.signal(signal, program);
    await restored(70);
    expect(terminal.text()).toContain(message);
    expect(terminal.raw.lastIndexOf(message)).toBeGreaterThan(
      terminal.raw.lastIndexOf("\u001b[?1049l"),
    );
  });

  test("a terminal that goes away ends it", async () => {
    await open(swtop("local"));
    started = [terminal.pid, ...descendants(terminal.pid)];
    terminal.close();
    await until(() => started.every((pid) => !isAlive(pid)), "the end of all that was started");
  });

  test("a terminal that goes away ends it, also where SIGHUP is ignored (nohup)", async () => {
    await open(["sh", "-c", 'trap "" HUP; "$@"; exit', "sh", ...swtop("local")]);
    terminal.close();
    await until(() => started.every((pid) => !isAlive(pid)), "the end of all that was started");
  });

  test.skipIf(lacks("bash"))("Ctrl-Z gives the terminal back, fg takes it again", async () => {
    terminal = new Terminal(["bash", "--norc", "--noprofile", "-i"], {
      ...SIZE,
      env: { PS1: "prompt> " },
    });
    await terminal.until("prompt>");
    terminal.press(`${swtop("local").join(" ")}\r`);
    await terminal.until(() => pidsShown(terminal, tree.pids()).length > 3);
    terminal.press(KEYS.ctrlZ);
    await terminal.until(/Stopped/);
    await terminal.until(() => !terminal.modes().isAlternate);
    expect(terminal.modes().isCursorShown).toBe(true);
    terminal.press("echo typed''-letters\r");
    await terminal.until("typed-letters");
    terminal.press("fg\r");
    await terminal.until(
      () => terminal.modes().isAlternate && pidsShown(terminal, tree.pids()).length > 3,
    );
    terminal.press("q");
    await terminal.until(() => !terminal.modes().isAlternate);
    terminal.press("echo code=$?\r");
    await terminal.until("code=0");
  });

  test.skipIf(lacks("bash"))("| head -1 ends it quietly with 0", async () => {
    terminal = new Terminal(["true"]);
    const command = `${swtop("watch", "local", "--json").join(" ")} | head -1; echo "code=\${PIPESTATUS[0]}" >&2`;
    const { stdout, stderr } = await run(["bash", "-c", command]);
    expect(JSON.parse(stdout)).toMatchObject({ type: "hello", v: 1, target: "local:" });
    expect(stderr).toBe("code=0\n");
  });
});
