// `swtop logs` as it is built: records and events of files, standard input, commands and recordings, and how each ends.
import { spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Observation } from "../../src/domain/observation.ts";
import { encodeObservation } from "../../src/recording/encode.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { line as logLine } from "../report/logs-fixture.ts";
import { aProcess, aSample, aServer } from "../store/build.ts";
import { validateDocument } from "../schema/validate.ts";
import { run, someApp, swtop, type Ended } from "./swtop.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "swtop-logs-"));
});
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  rmSync(folder, { recursive: true, force: true });
});

const written = (text: string | Uint8Array, name = "swoole.log"): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const UTC = { env: { TZ: "UTC" } };
const logs = (...args: readonly string[]): Promise<Ended> => run(swtop("logs", ...args), UTC);

type Told = Readonly<Record<string, unknown>>;
const objects = ({ stdout }: Ended): readonly Told[] =>
  stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
const told = async (...args: readonly string[]): Promise<readonly Told[]> =>
  objects(await logs("--json", ...args)).slice(1);

// of a real Swoole 6.2.1 server in SWOOLE_PROCESS: a worker that was killed, and a fatal error of another
const SWOOLE = [
  "[2026-11-23 05:38:50 $19341.0]\tWARNING\tServer::check_worker_exit_status(): worker(pid=19343, id=0) abnormal exit, status=0, signal=9",
  "A bug occurred in Swoole-v6.2.1, please report it.",
  "[2026-11-23 05:39:01 *19350.1]\tNOTICE\tWorker::do_something(): later",
  "plain words",
].join("\n");

test("records of a file: a hello, then each line in one record, as the schema has it", async () => {
  const path = written(SWOOLE);
  const ended = await logs(path, "--json");
  const [hello, ...records] = objects(ended);
  expect([ended.code, ended.stderr]).toEqual([0, ""]);
  expect(hello).toMatchObject({ type: "hello", v: 1, target: `file:${path}` });
  expect(validateDocument("hello", hello)).toEqual([]);
  for (const record of records) expect(validateDocument("record", record)).toEqual([]);
  expect(records.flatMap(({ lines }) => lines).join("\n")).toBe(SWOOLE);
  expect(records[0]).toMatchObject({
    at: "2026-11-23T05:38:50.000Z",
    source: `file:${path}`,
    format: "swoole",
    level: "warning",
    pid: 19341,
  });
});

test("--events tells what happened, --events --records both", async () => {
  const path = written(SWOOLE);
  const events = await told(path, "--events");
  for (const event of events) expect(validateDocument("event", event)).toEqual([]);
  expect(events).toMatchObject([
    { type: "event", kind: "abnormal-exit", pid: 19343, signal: 9, cause: "killed" },
  ]);
  const types = (await told(path, "--events", "--records")).map(({ type }) => String(type));
  expect(types.toSorted()).toEqual(["event", "record", "record", "record"]);
});

test("for people: a line per record, a rule per event, no control of what is in them", async () => {
  const path = written(`${SWOOLE}\n[2026-11-23 05:40:00 *19350.1]\tERROR\t\u001b[2Jgone\n`);
  const { code, stdout } = await logs(path, "--events", "--records");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^2026-11-23T05:38:50\.000Z pid 19341 +warning +Server::check_worker/m);
  expect(stdout).toMatch(/^2026-11-23T05:38:50\.000Z \u2500\u2500 .*killed by signal 9/m);
  expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

const essence = (all: readonly Told[]) => all.map(({ format, lines }) => [format, lines]);

test("standard input, a packed file and a command are read like the file", async () => {
  const path = written(SWOOLE);
  const plain = essence(await told(path));
  const packed = written(gzipSync(SWOOLE), "old.log.1.gz");
  expect(essence(await told(packed))).toEqual(plain);
  const piped = await run(["sh", "-c", '"$@" <"$FILE"', "sh", ...swtop("logs", "-", "--json")], {
    env: { TZ: "UTC", FILE: path },
  });
  expect(essence(objects(piped).slice(1))).toEqual(plain);
  expect(objects(piped)[0]).toMatchObject({ target: "stdin" });
  const command = await logs("--json", "--log-cmd", `cat ${path}`);
  expect(essence(objects(command).slice(1))).toEqual(plain);
  expect(objects(command)[1]).toMatchObject({ source: "stdout" });
});

test("a recording gives what it holds, told with the samples beside it", async () => {
  const ended = await logs("demo", "--json", "--slot", "Worker.0", "--events", "--count", "1");
  const [hello, ...rest] = objects(ended);
  expect(hello).toMatchObject({ type: "hello", v: 1 });
  expect(rest).toMatchObject([{ type: "event", slot: "Worker.0" }]);
});

const TIMES = ["05:00:00", "05:09:59", "05:10:00", "05:20:00"];
const TIMED = TIMES.map((time) => `[2026-11-23 ${time} *7.0]\tINFO\tat ${time}\n`).join("");

test("--since counts back from the last line of a file", async () => {
  const messages = (await told(written(TIMED), "--since", "10m")).map(({ message }) => message);
  expect(messages).toEqual(["at 05:10:00", "at 05:20:00"]);
});

test("--since of a file without times hides nothing, and says so", async () => {
  const { code, stdout, stderr } = await logs(written("one\ntwo\n"), "--since", "10m");
  expect([code, stdout.split("\n")]).toMatchObject([0, { length: 3 }]);
  expect(stderr).toMatch(/says its time: --since hides nothing/);
});

test("times without a zone are the reader's, or those of --tz", async () => {
  const path = written(TIMED);
  const at = async (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    objects(await run(swtop("logs", path, "--json", ...args), { env }))[1]?.["at"];
  expect(await at({ TZ: "Asia/Shanghai" })).toBe("2026-11-22T21:00:00.000Z");
  expect(await at({ TZ: "UTC" }, "--tz", "America/New_York")).toBe("2026-11-23T10:00:00.000Z");
});

test("--pid-pattern names the writer where nothing else does", async () => {
  const path = written("worker=39 does\n");
  expect(await told(path, "--pid-pattern", "worker=(\\d+)", "--pid", "39")).toHaveLength(1);
  expect(await told(path, "--pid", "39")).toEqual([]);
});

/** The program, what it printed so far, and its end. */
function started(...args: readonly string[]) {
  const [file, ...argv] = swtop("logs", ...args);
  const child = spawn(file, argv, { env: { ...process.env, TZ: "UTC" } });
  children.add(child);
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (more: string) => {
    stdout += more;
  });
  const end = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { printed: () => stdout, end, kill: () => child.kill("SIGTERM") };
}

test("-f goes on with what is appended, through a rotation, until a signal", async () => {
  const path = written("one\n");
  const { printed, end, kill } = started(path, "-f");
  await expect.poll(printed, { timeout: 10_000 }).toContain("one");
  appendFileSync(path, "two\n");
  await expect.poll(printed, { timeout: 10_000 }).toContain("two");
  renameSync(path, `${path}.1`);
  writeFileSync(path, "three\n");
  await expect.poll(printed, { timeout: 10_000 }).toContain("three");
  kill();
  expect(await end).toBe(143);
  expect(printed().match(/one|two|three/g)).toEqual(["one", "two", "three"]);
});

test("--count and --for end what is followed, with 0", async () => {
  const path = written(TIMED);
  const counted = await logs(path, "-f", "--count", "2");
  expect([counted.code, counted.stdout.split("\n").length]).toEqual([0, 3]);
  const timed = await logs(path, "--for", "300ms");
  expect([timed.code, timed.stdout.split("\n").length]).toEqual([0, 5]);
});

test("a reader that goes away ends it quietly with 0", async () => {
  const path = written(TIMED.repeat(20_000));
  const ended = await run(
    ["sh", "-c", '{ "$@"; echo "code $?" >&2; } | head -1', "sh", ...swtop("logs", path)],
    UTC,
  );
  expect([ended.stdout.split("\n").length, ended.stderr]).toEqual([2, "code 0\n"]);
});

test.each<[string, readonly string[], number, RegExp]>([
  ["a missing file", ["./gone/absent.log"], 3, /cannot read .*absent\.log/],
  ["a missing file of --log", ["--log", "gone.log"], 3, /cannot read gone\.log/],
  ["a directory", ["src"], 3, /src is a directory\. Name a log file/],
  ["a level that is none", ["-", "--level", "loud"], 2, /trace or debug/],
  ["a pid that is none", ["-", "--pid", "abc"], 2, /number of a process/],
  ["a pattern that is none", ["-", "--grep", "("], 2, /regular expression/],
  ["a pid pattern without a group", ["-", "--pid-pattern", "pid=\\d+"], 2, /with a group/],
  [
    "a project of a log",
    ["package.json", "--project", "/x"],
    2,
    /changes nothing here: .*is a log/,
  ],
  ["a project of a log of --log", ["--log", "package.json", "--project", "/x"], 2, /is a log/],
  ["a budget for a log", ["package.json", "--budget", "5ms"], 2, /--budget .*is a log, which is/],
  ["a budget for standard input", ["-", "--budget", "5ms"], 2, /`-` is a log, which is read as/],
  ["a command that says nothing", ["--log-cmd", "no-such-program-at-all"], 3, /printed nothing/],
])("%s: one sentence and the right code", async (_, args, code, says) => {
  const ended = await logs(...args);
  expect(ended.stderr).toMatch(says);
  expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  expect([ended.code, ended.stdout]).toEqual([code, ""]);
});

test("of a torn file what can be unpacked is told, then that it is torn, with 3", async () => {
  const torn = written(gzipSync(SWOOLE.repeat(50)).subarray(0, -5), "old.log.1.gz");
  const both = await logs("--log", torn, "--log", written("behind it\n", "next.log"));
  expect(both.code).toBe(3);
  expect(both.stdout).toMatch(/check_worker[^]*behind it\n$/);
  expect(both.stderr).toMatch(/^swtop: .*old\.log\.1\.gz is torn or damaged: .*\n$/);
});

test("a command that fails is said; what it printed is an answer", async () => {
  const command = "echo x; echo no such pod >&2; exit 4";
  const ended = await logs("--log-cmd", command);
  expect([ended.code, ended.stdout.trim().at(-1)]).toEqual([0, "x"]);
  expect(ended.stderr).toMatch(/^swtop: .*failed: exit 4: no such pod\. .*\n$/);
});

test("a slot, pid or role that nobody has is said, with those that were seen", async () => {
  const path = written(SWOOLE);
  const asked = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await logs(path, ...args);
    return [code, stdout, stderr];
  };
  expect(await asked("--pid", "7")).toEqual([
    0,
    "",
    "swtop: nothing here is of --pid 7; pids seen: 19341, 19343, 19350.\n",
  ]);
  const [code, stdout, stderr] = await asked("--slot", "Worker.7", "--events");
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toMatch(/^swtop: nothing here is of --slot Worker\.7; .*\n$/);
  expect((await asked("--pid", "19350"))[2]).toBe("");
});

test("--grep on events finds what is printed, --level hides what is less bad", async () => {
  const path = written(SWOOLE);
  expect(await told(path, "--events", "--grep", "killed by signal")).toHaveLength(1);
  expect(await told(path, "--events", "--level", "error")).toHaveLength(1);
  expect(await told(path, "--events", "--level", "critical")).toEqual([]);
});

const sourceOf = (server: string) => ({
  source: `file:/srv/${server}/swoole.log`,
  why: "log_file" as const,
  pid: null,
  server,
  state: "followed" as const,
  bytes: null,
  detail: null,
});

/** Both count their workers from 0, each into its own file. */
function ofTwoServers(): string {
  const servers = ["shop", "shop-2"].map((id, i) =>
    aServer([aProcess({ pid: 39 + i, nsPid: 39 + i, slot: "Worker.0", role: "worker" })], { id }),
  );
  const sample = aSample(1, servers);
  const lines = (server: string, pid: number): Observation => ({
    type: "log",
    lines: [logLine(head(pid, `of ${server}`).trim(), { source: sourceOf(server).source })],
  });
  const all: readonly Observation[] = [
    { type: "hello", hello: { swtop: "0.1.0", target: "local:", at: sample.at } },
    { type: "sample", sample },
    { type: "log-sources", at: sample.at, sources: ["shop", "shop-2"].map(sourceOf) },
    lines("shop", 39),
    lines("shop-2", 40),
  ];
  return written(all.map((each) => `${encodeObservation(each)}\n`).join(""), "two.ndjson");
}

test("of several servers --slot names one, or all of them; each is named where it stands", async () => {
  const path = ofTwoServers();
  const shown = async (slot: string) =>
    (await logs(path, "--slot", slot)).stdout.split("\n").map((each) => each.slice(25));
  expect(await shown("shop-2/Worker.0")).toEqual(["shop-2/Worker.0      warning   of shop-2", ""]);
  expect(await shown("Worker.0")).toEqual([
    "shop/Worker.0        warning   of shop",
    "shop-2/Worker.0      warning   of shop-2",
    "",
  ]);
  const { stderr } = await logs(path, "--slot", "other/Worker.0");
  expect(stderr).toMatch(/slots seen: shop-2\/Worker\.0, shop\/Worker\.0\./);
});

test("its help has its options and examples, in lines that fit", async () => {
  const { code, stdout } = await logs("--help");
  expect(code).toBe(0);
  for (const word of ["--events", "--since", "--log-cmd", "-f", "before its last line", "Exit:"])
    expect(stdout).toContain(word);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
});

test("a file is read without being held", async () => {
  // 240 000 records in a heap that holds none of them long
  const path = written(TIMED.repeat(60_000));
  const [file, ...argv] = swtop("logs", path, "--json", "--level", "error");
  const ended = await run([file, "--max-old-space-size=48", ...argv], UTC);
  expect([ended.code, objects(ended).length]).toEqual([0, 1]);
});

const head = (pid: number, text: string, id = 0): string =>
  `[2026-11-23 05:00:00 *${pid}.${id}]\tWARNING\t${text}\n`;

describe.skipIf(lacks("php"))("of real processes", () => {
  test("the logs of a server are found, and each line has the slot of its writer", async () => {
    const app = someApp();
    mkdirSync(join(folder, "runtime/logs"), { recursive: true });
    const path = join(folder, "runtime/logs/hyperf.log");
    const tree = await Tree.start(hyperf(app), 120, folder);
    try {
      const worker = tree.pid("Worker.0");
      const other = tree.pid("Worker.1");
      writeFileSync(path, head(worker, "mine") + head(other, "its own", 1));
      const [hello, ...records] = objects(
        await logs("local", "--json", "--slot", `${app}/Worker.0`),
      );
      expect(hello).toMatchObject({ type: "hello", target: "local:" });
      expect(records).toMatchObject([
        { source: `file:${path}`, pid: worker, slot: "Worker.0", message: "mine" },
      ]);
      const { printed, end } = started("local", "-f", "--pid", String(worker), "--count", "2");
      await expect.poll(printed, { timeout: 20_000 }).toContain("mine");
      appendFileSync(path, head(other, "again", 1) + head(worker, "and later"));
      expect(await end).toBe(0);
      expect(printed()).toMatch(/Worker\.0 +warning +mine\n.*Worker\.0 +warning +and later\n$/);
    } finally {
      tree.end();
    }
  });
});
