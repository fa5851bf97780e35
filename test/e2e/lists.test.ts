// The crontab and the audit before the processes, in a terminal, on the demo.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { someApp, swtop } from "./swtop.ts";
import { KEYS, Terminal } from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "swtop-lists-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let terminal: Terminal;
afterEach(() => terminal.close());

/** The demo, in a folder of its own; at its project. */
async function demo(
  size: { readonly columns?: number; readonly rows?: number } = {},
  shows = "sync-stock",
  ...options: readonly string[]
): Promise<void> {
  const inFolder = ["sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", folder] as const;
  terminal = new Terminal([...inFolder, ...swtop("demo", ...options)], size);
  await terminal.until(shows);
}

test.each(["a", "4"])(
  "%s shows the incident's causes with file, line and what to write there",
  async (key) => {
    await demo();
    terminal.press(key);
    await terminal.until(/CR-01 .*sync-stock .*app\/Crontab\/SyncStock\.php:15/);
    expect(terminal.text()).toMatch(/WARN\S* +CR-17/);
    terminal.press("/sync-stock\r");
    await terminal.until((text) => !/CR-01 .*close-orders/.test(text));
    terminal.press(KEYS.enter);
    await terminal.until(/ERROR CR-01 cron\.no-singleton sync-stock/);
    const text = terminal.text();
    for (const part of [/ why +\S/, / seen +\S/, / do +\S/, / write .*singleton: true/])
      expect(text).toMatch(part);
    expect(text).toMatch(/ proof +app\/Crontab\/SyncStock\.php:15/);
    terminal.press("c");
    await terminal.until(() => terminal.raw.includes("\u001b]52;c;"));
    const [copied = ""] = (terminal.raw.split("]52;c;")[1] ?? "").split("\u0007");
    expect(Buffer.from(copied, "base64").toString("utf8")).toContain("singleton: true");
    terminal.press(KEYS.escape);
    await terminal.until((shown) => !/ERROR CR-01 cron\.no-singleton sync-stock/.test(shown));
    terminal.press(KEYS.escape);
    terminal.press("\t");
    await terminal.until(/^- Processes [^]*Worker\.0/m);
  },
);

test("a frame of the old width that meets a narrower terminal leaves nothing behind", async () => {
  // in ASCII: this terminal loses a character of several bytes in the last cell when they come in two reads
  await demo({ columns: 160, rows: 45 }, "sync-stock", "--ascii", "--speed", "1");
  terminal.press("a");
  await terminal.until(/^> .*CR-01/m);
  terminal.resizeUnheard(100, 45);
  const before = terminal.raw.length;
  terminal.press("j");
  await terminal.until(() => terminal.raw.length > before);
  await terminal.until((text) => text.split("\n").findIndex((row) => row.startsWith(">")) > 0);
  terminal.resize(100, 45);
  // a blank that was written and one that was not look the same
  const body = () =>
    terminal
      .lines()
      .slice(5)
      .map((row) => row.trimEnd());
  // at the right of a frame of the new width stands the zone
  await terminal.until(() => terminal.lines()[0]?.trimEnd().endsWith("UTC") === true);
  const found = body();
  terminal.press("?");
  await terminal.until(/Ctrl-C/);
  terminal.press(KEYS.escape);
  // the last row of the frame
  await terminal.until(/Esc back/);
  expect(found).toEqual(body());
});

test("on the smallest screen a finding and the help are read to their ends", async () => {
  await demo({ columns: 60, rows: 15 }, "Worker.0");
  terminal.press("a");
  await terminal.until(/CR-01/);
  terminal.press(KEYS.enter);
  await terminal.until(/page 1 of 2/);
  expect(terminal.text()).not.toContain("Enter open");
  terminal.press(KEYS.pageDown);
  await terminal.until(/ source +\S[^]*page 2 of 2/);
  terminal.press("?");
  await terminal.until(/page 1 of 4/);
  terminal.press("G");
  await terminal.until(/page 4 of 4/);
});

test("e writes the audit into a Markdown file", async () => {
  await demo();
  terminal.press("a");
  await terminal.until(/CR-01/);
  terminal.press("e");
  await terminal.until(/saved swtop-audit-.*\.md/);
  const [name, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  const text = readFileSync(join(folder, name ?? ""), "utf8");
  expect(text).toContain("CR-01 `cron.no-singleton` | app/Crontab/SyncStock.php:15");
});

test("3 shows the declared tasks, and 1 the processes again", async () => {
  await demo();
  terminal.press("3");
  await terminal.until(/every 2 minutes/);
  for (const task of ["close-orders", "daily-report", "heartbeat", "sync-stock"])
    expect(terminal.text()).toContain(task);
  expect(terminal.text()).toMatch(/sync-stock .*worker .*NO .*NO .*60s .*SyncStock\.php:15/);
  terminal.press("1");
  await terminal.until(/^- Processes [^]*Worker\.0/m);
});

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/projects/${name}`, import.meta.url));

test.skipIf(lacks("php"))("R reads the project of a running server again", async () => {
  const root = join(folder, "project");
  cpSync(fixture("incident-before"), root, { recursive: true });
  const tree = await Tree.start(hyperf(someApp(), { workers: 2, taskWorkers: 0 }), 120, root);
  try {
    terminal = new Terminal(swtop("local"));
    await terminal.until(/Worker\.0/);
    terminal.press("a");
    await terminal.until(/CR-01 .*leaky-import/);
    cpSync(fixture("incident-fixed"), root, { recursive: true });
    terminal.press("R");
    await terminal.until("was read again");
    await terminal.until((text) => !text.includes("CR-01") && text.includes("CR-18"));
  } finally {
    tree.end();
  }
});
