// `swtop snapshot` as it is built: who is meant, what a leak looks like from outside, and what is said when there is nothing to be had.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encodeObservation } from "../../src/recording/encode.ts";
import { saveSnapshot } from "../../src/cli/snapshot/file.ts";
import { lacks } from "../fixtures/needs.ts";
import { until } from "../fixtures/until.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { hello } from "../recording/sample-fixture.ts";
import { fullSnapshot, taken } from "../recording/snapshot-fixture.ts";
import { validateDocument } from "../schema/validate.ts";
import { run, someApp, swtop } from "./swtop.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "swtop-snapshot-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const snapshot = (...args: readonly string[]) => run(swtop("snapshot", ...args));

test.each<[string, readonly string[], number, RegExp]>([
  ["--pid without a number", ["--pid", "many"], 2, /number of a process/],
  ["a level that is none", ["--pid", "1", "--level", "7"], 2, /0, 1, 2 or 3/],
  ["two ways to name one", ["--pid", "1", "--slot", "Worker.0"], 2, /give one of them/],
  ["a pid that nobody has", ["local", "--pid", "999999999"], 3, /no process 999999999/],
  ["a recording without any", ["demo", "--slot", "Worker.0"], 3, /no snapshot of Worker\.0/],
  ["a recording, and nobody named", ["demo"], 2, /--pid N or --slot S/],
  ["nothing to compare with", ["--pid", "1", "--diff", "./gone.json"], 3, /gone\.json/],
  ["a foreign file", ["--pid", "1", "--diff", "package.json"], 3, /is no snapshot/],
  ["a file of somebody else", ["--pid", "1", "--save", "package.json"], 3, /not overwritten/],
])("%s: one sentence and the right code", async (_, args, code, says) => {
  const ended = await snapshot(...args);
  expect(ended.stderr).toMatch(says);
  expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  expect([ended.code, ended.stdout]).toEqual([code, ""]);
});

test("its help has its options and examples", async () => {
  const { code, stdout } = await snapshot("--help");
  expect(code).toBe(0);
  for (const word of ["--pid", "--slot", "--level", "--save", "--diff", "64 MiB", "Exit:"])
    expect(stdout).toContain(word);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
});

test("of a recording the last one of a slot is shown, as a document and for people", async () => {
  const file = join(folder, "night.ndjson");
  writeFileSync(file, [hello(), taken(fullSnapshot)].map(encodeObservation).join("\n"));
  const text = await snapshot(file, "--slot", "Worker.0");
  expect(text.code).toBe(0);
  expect(text.stdout).toMatch(/^docker:\/\/api-1 {2}pid 39 {2}Worker\.0/);
  const { stdout } = await snapshot(file, "--pid", "39", "--json", "--diff", file);
  const document = JSON.parse(stdout);
  expect(validateDocument("snapshot", document)).toEqual([]);
  expect(document.diff).toMatchObject({ classes: [], holders: [] });
  const missing = await snapshot(file, "--slot", "Worker.1");
  expect(missing.code).toBe(3);
  expect(missing.stderr).toMatch(/Worker\.1; it holds Worker\.0/);
});

test("what --save wrote is shown again, as it was and against another", async () => {
  const file = join(folder, "before.json");
  await saveSnapshot(file, fullSnapshot);
  const text = await snapshot(file);
  expect([text.code, text.stderr]).toEqual([0, ""]);
  expect(text.stdout).toMatch(/^docker:\/\/api-1 {2}pid 39 {2}Worker\.0/);
  const { stdout } = await snapshot(file, "--json", "--diff", file);
  expect(JSON.parse(stdout)).toMatchObject({ pid: 39, diff: { classes: [], holders: [] } });
  const other = await snapshot(file, "--slot", "Worker.1");
  expect([other.code, other.stderr]).toEqual([3, expect.stringMatching(/it holds Worker\.0/)]);
});

test("a process that has ended and is not yet forgotten", async () => {
  // the shell becomes a program that asks for no child's end; only then the child may end
  const parent = spawn("sh", ["-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 60"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  try {
    const lines = createInterface({ input: parent.stdout });
    const { value } = await lines[Symbol.asyncIterator]().next();
    const isSleep = () => readFileSync(`/proc/${parent.pid}/comm`, "utf8") === "sleep\n";
    await until(isSleep, "the program that the shell becomes");
    parent.stdin.end();
    const state = () => /^State:\s+(\w)/m.exec(readFileSync(`/proc/${value}/status`, "utf8"))?.[1];
    await until(() => state() === "Z", "it has ended");
    const { code, stderr } = await snapshot("--pid", String(value));
    expect([code, stderr]).toEqual([3, expect.stringMatching(/waits for its parent/)]);
  } finally {
    parent.kill();
  }
});

describe.skipIf(lacks("php"))("of real processes", () => {
  let grown: ChildProcess;
  let answers: AsyncIterator<string>;
  beforeAll(() => {
    const script = fileURLToPath(new URL("../fixtures/leak.php", import.meta.url));
    grown = spawn("php", [script], { stdio: ["pipe", "pipe", "inherit"] });
    if (grown.stdout === null) throw new TypeError("no stdout");
    answers = createInterface({ input: grown.stdout })[Symbol.asyncIterator]();
  });
  afterAll(async () => {
    grown.stdin?.end();
    if (grown.exitCode === null) await once(grown, "exit");
  });

  /** Lets it add entries. */
  async function grow(by: number): Promise<{ pid: number; count: number; realBytes: number }> {
    grown.stdin?.write(`${by}\n`);
    const { value } = await answers.next();
    return JSON.parse(value);
  }

  test("a leak into a static array is named, saved, and its growth is told by the next one", async () => {
    const file = join(folder, "before.json");
    const before = await grow(20_000);
    const first = await snapshot("local", "--pid", String(before.pid), "--json", "--save", file);
    expect([first.code, first.stderr]).toEqual([0, ""]);
    const document = JSON.parse(first.stdout);
    expect(validateDocument("snapshot", document)).toEqual([]);
    expect(document).toMatchObject({
      pid: before.pid,
      target: "local:",
      slot: null,
      level: 3,
      heap: { realBytes: before.realBytes, exact: true },
      conclusion: { kind: "held", holder: "App\\Cache\\Registry::$items" },
    });
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(document);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // names only, never values
    expect(first.stdout).not.toMatch(/key-\d|aaaa/);

    const after = await grow(10_000);
    const pid = String(after.pid);
    const text = await snapshot("--pid", pid, "--diff", file);
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/^conclusion: held \(confidence \w+\)$/m);
    expect(text.stdout).toMatch(/will not\s+help/);
    expect(text.stdout).toMatch(/30 000 +\+10 000 .*App\\Cache\\Registry::\$items {2}\(static\)$/m);
    expect(text.stdout).toMatch(/^changed since pid \d+ /m);
    expect(text.stdout).toMatch(/^read in .* cpu.*; the process was not paused$/m);
    const again = await snapshot("--pid", pid, "--json", "--level", "0,2", "--diff", file);
    const { diff, dryRun } = JSON.parse(again.stdout);
    expect(validateDocument("snapshot", JSON.parse(again.stdout))).toEqual([]);
    expect(dryRun).toBeNull();
    expect(diff.holders[0]).toMatchObject({
      holder: "App\\Cache\\Registry::$items",
      elements: 30_000,
      elementsChange: 10_000,
    });
    expect(diff.classes[0]).toMatchObject({ name: "App\\Cache\\Entry", countChange: 10_000 });
  });

  test("what is no PHP is told in the document, with its memory by kind", async () => {
    const sleeper = spawn("sleep", ["60"]);
    try {
      const { code, stdout } = await snapshot("--pid", String(sleeper.pid), "--json");
      expect(code).toBe(0);
      const document = JSON.parse(stdout);
      expect(validateDocument("snapshot", document)).toEqual([]);
      expect(document).toMatchObject({
        heap: null,
        conclusion: { kind: "unreadable" },
        faults: [{ kind: "not-php" }],
      });
      expect(document.kinds.rssBytes).toBeGreaterThan(0);
    } finally {
      sleeper.kill();
    }
  });

  describe("by their slot", () => {
    const [app, other] = [someApp(), someApp()];
    let tree: Tree;
    beforeAll(async () => {
      tree = await Tree.start(hyperf(app), 600);
    });
    afterAll(() => tree.end());

    test("the process that fills it is read; one that nobody fills is said with those there are", async () => {
      const { stdout } = await snapshot("--slot", `${app}/Worker.1`, "--level", "1", "--json");
      expect(JSON.parse(stdout)).toMatchObject({ pid: tree.pid("Worker.1"), slot: "Worker.1" });
      const byPid = await snapshot(
        "--pid",
        String(tree.pid("TaskWorker.2")),
        "--level=0",
        "--json",
      );
      expect(JSON.parse(byPid.stdout)).toMatchObject({ slot: "TaskWorker.2" });
      const nobody = await snapshot("--slot", "Worker.77");
      expect([nobody.code, nobody.stdout]).toEqual([3, ""]);
      expect(nobody.stderr).toMatch(/no process has the slot Worker\.77; there are .*Worker\.1/);
      const unnamed = await snapshot("local");
      expect(unnamed.code).toBe(2);
      expect(unnamed.stderr).toMatch(/--pid N or --slot S; there are .*Worker\.0/);
    });

    test("one that two servers fill is refused, and both are named", async () => {
      const second = await Tree.start(hyperf(other), 600);
      try {
        const several = await snapshot("--slot", "Worker.0");
        expect([several.code, several.stdout]).toEqual([2, ""]);
        for (const id of [app, other]) expect(several.stderr).toContain(`${id}/Worker.0`);
        const { stdout } = await snapshot("--slot", `${other}/Worker.0`, "--level", "0", "--json");
        expect(JSON.parse(stdout).pid).toBe(second.pid("Worker.0"));
      } finally {
        second.end();
      }
    });
  });
});
