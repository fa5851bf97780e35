// Without a terminal: what it prints, what it says to a wrong command line or a target it cannot have, and what stays behind (nothing).
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";
import { validateObservation } from "../schema/validate.ts";
import { descendants, run, someApp, swtop, tagged } from "./swtop.ts";

const STACK_TRACE = /^\s+at .+:\d+:\d+\)?$|node:internal|Unhandled/m;

/** A shell that finds no command: the script itself looks in /bin and /usr/bin, which is taken out of it on the way. */
const WITHOUT_TOOLS = "sed -u s,:/bin:/usr/bin,, | PATH=/nowhere /bin/sh";

describe("a wrong command line or target", () => {
  test("a command that hears nothing is ended, too: nothing is left running", async () => {
    const tag = randomUUID();
    const deaf = ["watch", "exec", "--", "sh", "-c", "cat; trap '' TERM; sleep 50"];
    const { code } = await run(swtop(...deaf), { env: { SWTOP_TEST_TAG: tag } });
    expect(code).toBe(3);
    expect(tagged(tag)).toEqual([]);
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ["an unknown command", ["wach", "local"], 2, /\bwatch\b/],
    ["an unknown target", ["watch", "locla"], 2, /\blocal\b/],
    ["an unknown option", ["watch", "local", "--intervall", "1s"], 2, /--interval\b/],
    ["a bad duration", ["watch", "local", "--interval", "banana"], 2, /banana.*500ms|interval/],
    ["a bad count", ["watch", "local", "--count", "many"], 2, /count/],
    ["a bad size", ["record", "local", "--max-size", "big"], 2, /max-size/],
    ["exec without a command", ["watch", "exec"], 2, /exec/],
    ["a path that is missing", ["watch", "./no-such.ndjson"], 3, /no-such\.ndjson/],
    ["a foreign file", ["watch", "test/fixtures/tree.php"], 3, /recording/],
    ["a command that is missing", ["watch", "exec", "--", "no-such-command"], 3, /no-such-command/],
    ["no shell", ["watch", "exec", "--", "true"], 3, /shell/],
    ["a command that is no shell", ["watch", "exec", "--", "cat", "package.json"], 3, /shell/],
    ["a command that echoes", ["watch", "exec", "--", "cat"], 3, /shell/],
    [
      "a shell without sleep",
      ["watch", "exec", "--", "sh", "-c", WITHOUT_TOOLS],
      3,
      /sleep|head|cat/,
    ],
  ])("%s: one sentence, the right code, nothing left running", async (_, args, code, says) => {
    const tag = randomUUID();
    // First: after `--` nothing is ours.
    const json = args[0] === "record" ? [] : ["--json"];
    const ended = await run(swtop(...json, ...args), { env: { SWTOP_TEST_TAG: tag } });
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
    expect(ended.stderr).not.toMatch(STACK_TRACE);
    expect(ended.code).toBe(code);
    await until(
      () => tagged(tag).length === 0,
      () => `the end of ${tagged(tag).join()}`,
    );
  });
});

describe.skipIf(lacks("php"))("on real processes", () => {
  let tree: Tree;
  const app = someApp();
  beforeAll(async () => {
    tree = await Tree.start(hyperf(app), 600);
  });
  afterAll(() => tree.end());

  test.each([[["local"]], [[]]])(
    "swtop %s without a terminal prints one table and ends with 0",
    async (args) => {
      const { code, stdout } = await run(swtop(...args));
      expect(code).toBe(0);
      for (const pid of tree.pids()) expect(stdout).toMatch(new RegExp(`\\b${pid}\\b`));
      expect(stdout).toMatch(/Worker/);
      expect(hasControlCharacters(stdout)).toBe(false);
    },
  );

  test.each([
    ["local", ["local"]],
    ["exec -- sh", ["exec", "--", "sh"]],
  ])("watch %s --json gives every process its slot", async (_, target) => {
    const { code, stdout } = await run(
      swtop("watch", "--json", "--count", "3", "--interval", "500ms", ...target),
    );
    expect(code).toBe(0);
    const objects = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(objects.flatMap(validateObservation)).toEqual([]);
    const samples = objects.filter(({ type }) => type === "sample");
    expect(samples.map(({ seq }) => seq)).toEqual([
      samples[0].seq,
      samples[0].seq + 1,
      samples[0].seq + 2,
    ]);
    const server = samples.at(-1).servers.find(({ id }: { id: string }) => id === app);
    const slots = Object.fromEntries(
      server.processes.map(({ pid, slot }: { pid: number; slot: string }) => [slot, pid]),
    );
    expect(slots).toEqual(
      Object.fromEntries(
        ["Master", "Manager", "Worker.0", "Worker.1", "TaskWorker.2", "crontab-dispatcher.0"].map(
          (key) => [key, tree.pid(key)],
        ),
      ),
    );
  });

  /** What its collector was asked, beside the samples: tee stands before the shell. */
  const asked = async (...options: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), "swtop-asked-"));
    try {
      const log = join(folder, "asked");
      const piped = ["exec", "--", "sh", "-c", `tee ${log} | sh`];
      const bounds = ["--count", "4", "--interval", "500ms", "--json"];
      const { code, stdout } = await run(swtop("watch", ...bounds, ...options, ...piped));
      const samples = stdout
        .trim()
        .split("\n")
        .map((text) => JSON.parse(text))
        .filter(({ type }) => type === "sample");
      const { processes } = samples.at(-1).servers.find(({ id }: { id: string }) => id === app);
      return { code, processes, requests: readFileSync(log, "utf8") };
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test("the live heap of every process is known within four samples", async () => {
    const { code, processes, requests } = await asked("--budget", "50ms");
    expect(code).toBe(0);
    expect(requests).toMatch(/ read \d+ %\d+\/mem:512:/);
    for (const { heapBytes, heapRealBytes, gcRoots } of processes) {
      expect(heapBytes).toBeGreaterThan(300_000);
      expect(heapRealBytes % (2 * 1024 * 1024)).toBe(0);
      expect(gcRoots).toBeNull();
    }
  });

  test("with --no-heap no process's memory is touched", async () => {
    const { code, processes, requests } = await asked("--no-heap");
    expect(code).toBe(0);
    expect(requests).toMatch(/ read \d+ @/);
    // beside the script itself, which says how it would be
    expect(requests.split(/\nmain \w+ \w+\n/)[1]).not.toMatch(/\/mem\b|\/maps/);
    for (const { heapBytes } of processes) expect(heapBytes).toBeNull();
  });

  test.each(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "after %s nothing of it runs",
    async (signal) => {
      const tag = randomUUID();
      const [file, ...args] = swtop("watch", "local", "--json");
      const child = spawn(file, args, {
        stdio: ["ignore", "pipe", "inherit"],
        env: { ...process.env, SWTOP_TEST_TAG: tag },
      });
      const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
      let text = "";
      child.stdout.setEncoding("utf8").on("data", (more: string) => {
        text += more;
      });
      await until(() => text.includes('"type":"sample"'), "the first sample");
      expect(descendants(child.pid ?? 0).length).toBeGreaterThan(0);
      child.kill(signal);
      await closed;
      await until(
        () => tagged(tag).length === 0,
        () => `the end of ${tagged(tag).join()}`,
        30_000,
      );
      if (signal !== "SIGKILL") expect(text.endsWith("\n")).toBe(true);
    },
  );
});

/** Beside the line feed. */
function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text.replaceAll("\n", ""));
}
