// What the first users stumbled on, one test each.
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isAlive } from "../fixtures/tree.ts";
import { lacks } from "../fixtures/needs.ts";
import { until } from "../fixtures/until.ts";
import { descendants, run, swtop, tagged } from "./swtop.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "swtop-first-users-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shell = (command: string) => run(["sh", "-c", command, "sh", ...swtop()]);

describe("a pipe with a name", () => {
  test("that nobody writes to is waited for, and a signal ends the wait", async () => {
    const path = join(folder, "fifo");
    execFileSync("mkfifo", [path]);
    const [file, ...args] = swtop("watch", path);
    const child = spawn(file, args, { stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
    const pid = child.pid ?? 0;
    await until(() => descriptorsOf(pid).includes(path), "the pipe is open");
    child.kill("SIGTERM");
    expect(await ended).toBe(143);
  });

  test("is played when somebody does", async () => {
    const path = join(folder, "fifo");
    execFileSync("mkfifo", [path]);
    const { stdout, code } = await shell(
      `"$@" watch demo --json --count 3 > '${path}' & "$@" watch '${path}' --json; wait`,
    );
    expect(code).toBe(0);
    expect(stdout.match(/"type":"sample"/g)).toHaveLength(3);
  });
});

test("--help and --version into a closed pipe end quietly", async () => {
  for (const option of ["--help", "--version"]) {
    const { stderr, code } = await run([
      "bash",
      "-c",
      `"$@" ${option} | true; exit "\${PIPESTATUS[0]}"`,
      "bash",
      ...swtop(),
    ]);
    expect([stderr, code]).toEqual(["", 0]);
  }
});

test.skipIf(!existsSync("/dev/full"))(
  "a full disk behind stdout is one sentence and 3",
  async () => {
    for (const args of ["--help", "watch demo --json --count 2", "watch demo --count 2", "demo"]) {
      const { stderr, code } = await shell(`"$@" ${args} > /dev/full`);
      expect(code).toBe(3);
      expect(stderr).toMatch(/^swtop: cannot write standard output: the disk is full\..*\n$/);
    }
  },
);

test("a recording without a sample is no empty success", async () => {
  const path = join(folder, "hello.ndjson");
  writeFileSync(
    path,
    '{"type":"hello","v":1,"swtop":"0.1.0","target":"local:","at":"2026-11-25T22:30:00.000Z"}\n',
  );
  const { stdout, stderr, code } = await run(swtop(path));
  expect([stdout, code]).toEqual(["", 3]);
  expect(stderr).toMatch(/no sample/);
});

test("a recording of nothing leaves no file", async () => {
  const { code } = await run(
    swtop("record", "--output", join(folder, "a.ndjson"), "exec", "--", "true"),
  );
  expect(code).toBe(3);
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(lacks("php"))(
  "demo --processes without a terminal is one table, and nothing stays",
  async () => {
    const tag = randomUUID();
    const { stdout, code } = await run(swtop("demo", "--processes"), {
      env: { SWTOP_TEST_TAG: tag },
    });
    expect(code).toBe(0);
    expect(stdout.match(/\bWorker\.0\b/g)).toHaveLength(1);
    await until(() => tagged(tag).length === 0, "the end of its processes");
  },
);

test("a word that is a command already is not what was meant", async () => {
  const { stderr, code } = await run(swtop("watch", "watch"));
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/did you mean `watch`/);
});

/** What a process has open, by name. */
function descriptorsOf(pid: number): readonly string[] {
  try {
    return execFileSync("ls", ["-l", `/proc/${pid}/fd`], { encoding: "utf8" })
      .split("\n")
      .map((line) => line.split(" -> ")[1] ?? "");
  } catch {
    return [];
  }
}

describe("the launcher of an old Node", () => {
  test("takes the program with it when it is killed", async () => {
    // The launcher's own way with a Node that is too old, without one: the same stdio and the same channel.
    const path = join(folder, "launch.mjs");
    const [file, ...args] = swtop("watch", "demo", "--speed", "1");
    writeFileSync(
      path,
      `import { spawn } from "node:child_process";
       spawn(${JSON.stringify(file)}, ${JSON.stringify(args)}, { stdio: ["inherit", "inherit", "inherit", "ipc"] });`,
    );
    const launcher = spawn(file, [path], { stdio: "ignore" });
    const pid = launcher.pid ?? 0;
    await until(() => descendants(pid).length >= 1, "the program");
    const started = descendants(pid);
    launcher.kill("SIGKILL");
    await until(() => started.every((each) => !isAlive(each)), "the end of all that was started");
  });
});
