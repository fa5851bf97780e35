// What the log pane reads of files, on a real screen.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { someApp, swtop } from "./swtop.ts";
import { Terminal } from "./terminal.ts";

describe.skipIf(lacks("php"))("the log of a server", () => {
  let folder = "";
  let tree: Tree;
  let terminal: Terminal | null = null;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "swtop-earlier-"));
    tree = await Tree.start(hyperf(someApp()));
  });
  afterEach(() => {
    terminal?.close();
    terminal = null;
    tree.end();
    rmSync(folder, { recursive: true });
  });

  test("[ reads further back in its file, a step with each key, to its first line", async () => {
    const log = join(folder, "app.log");
    const filler = "x".repeat(1000);
    const lines = Array.from({ length: 600 }, (_, index) => `line ${index} ${filler}\n`);
    writeFileSync(log, lines.join(""));
    terminal = new Terminal(swtop("local", "--log", log));
    await terminal.until("line 599");
    terminal.press("2");
    await terminal.until(/\[\] since/);
    terminal.press("g");
    await terminal.until("line 3");
    expect(terminal.text()).not.toContain("line 0");
    terminal.press("[");
    await terminal.until(/\d+ older lines of 1 log; \d+K before them: \[ again/);
    terminal.press("[");
    await terminal.until(/\d+ older lines of 1 log(?!;)/);
    terminal.press("g");
    await terminal.until(/line 0 x/);
    terminal.press("[");
    await terminal.until("no log file has lines before these");
  });

  test("times that name no zone are those of the target's zone", async () => {
    const log = join(folder, "app.log");
    writeFileSync(log, "[2026-11-23 12:34:56] task.INFO: told at noon [] []\n");
    const target = ["exec", "--log", log, "--", "env", "TZ=Asia/Shanghai", "sh"] as const;
    terminal = new Terminal(swtop(...target), { env: { TZ: "UTC" } });
    await terminal.until(/told at noon/);
    expect(terminal.text()).toMatch(/04:34:56 info .*told at noon/);
  });
});
