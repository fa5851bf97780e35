// What the reader cannot read, on real processes: each has its reason, and what can be told is told all the same.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { untrustedText } from "../../src/domain/text.ts";
import { lacks } from "../fixtures/needs.ts";
import { until } from "../fixtures/until.ts";
import { childOf, countOf, knownHeap, snapshotOf, type KnownHeap } from "./known-heap.ts";

const heaps: KnownHeap[] = [];
const children: ChildProcess[] = [];
const folders: string[] = [];
const groups: string[] = [];
afterEach(async () => {
  for (const heap of heaps.splice(0)) await heap.end();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  for (const group of groups.splice(0)) {
    const isEmpty = () => readFileSync(`${group}/cgroup.procs`, "utf8") === "";
    await until(isEmpty, "nobody is in the cgroup any more");
    rmdirSync(group);
  }
});

const known = async (...args: Parameters<typeof knownHeap>): Promise<KnownHeap> => {
  const heap = await knownHeap(...args);
  heaps.push(heap);
  return heap;
};
const isRoot = process.getuid?.() === 0;
const NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

/** A copy of the system's php under another name, with some of its bytes changed. */
function phpWith(name: string, change: (bytes: Buffer) => void): string {
  const which = spawnSync("sh", ["-c", 'readlink -f "$(command -v php)"'], { encoding: "utf8" });
  const folder = mkdtempSync(join(tmpdir(), "swtop-php-"));
  folders.push(folder);
  const bytes = readFileSync(which.stdout.trim());
  change(bytes);
  const path = join(folder, name);
  writeFileSync(path, bytes);
  chmodSync(folder, 0o755);
  chmodSync(path, 0o755);
  return path;
}

/** Every place of the words is overwritten: the program has no such symbol any more. */
function blot(bytes: Buffer, word: string): void {
  for (let at = bytes.indexOf(`\0${word}\0`); at >= 0; at = bytes.indexOf(`\0${word}\0`, at + 1))
    bytes.write(word.replace(/^./, "X"), at + 1);
}

/** A memory cgroup of this test, v1 or v2; it goes when the test ends. */
function memoryGroup(limitBytes: number): string {
  const isV1 = existsSync("/sys/fs/cgroup/memory");
  const group = `/sys/fs/cgroup/${isV1 ? "memory/" : ""}swtop-test-${process.pid}`;
  mkdirSync(group);
  groups.push(group);
  writeFileSync(`${group}/${isV1 ? "memory.limit_in_bytes" : "memory.max"}`, String(limitBytes));
  return group;
}

test("a process that is gone", async () => {
  const child = spawn("sh", ["-c", "exit 0"]);
  await until(() => child.exitCode !== null, "it ends");
  const { faults, kinds } = await snapshotOf(child.pid ?? 0);
  expect(faults).toEqual([{ kind: "vanished", part: null, detail: null }]);
  expect(kinds).toBeNull();
});

test("a process that is no PHP: its program is not started, and its memory by kind is told", async () => {
  const child = spawn("sleep", ["60"]);
  children.push(child);
  const { faults, kinds, heap } = await snapshotOf(child.pid ?? 0);
  expect(faults.map(({ kind }) => kind)).toEqual(["not-php"]);
  expect(faults[0]?.detail).toMatch(/sleep|busybox|coreutils/);
  expect([kinds === null, heap]).toEqual([false, null]);
});

describe.skipIf(lacks("php"))("PHP", () => {
  test("without a Zend heap (USE_ZEND_ALLOC=0)", async () => {
    const heap = await known("leak", 100, { env: { USE_ZEND_ALLOC: "0" } });
    const { faults, kinds } = await snapshotOf(heap.pid);
    expect(faults.map(({ kind }) => kind)).toEqual(["no-zend-heap"]);
    expect(kinds?.mallocBytes).toBeGreaterThan(0);
  });

  test.skipIf(!isRoot)("of another user, read by one who may not", async () => {
    const heap = await known("leak", 100);
    const {
      faults,
      kinds,
      heap: state,
    } = await snapshotOf(heap.pid, { command: [...NOBODY, "sh"] });
    expect(faults).toEqual([{ kind: "other-user", part: null, detail: untrustedText("0:0") }]);
    expect(state).toBeNull();
    // status is open to all: files and shared memory are told, the rest is not told apart
    expect(kinds).toMatchObject({ zendBytes: null, mallocBytes: null });
    expect(kinds?.fileBytes).toBeGreaterThan(0);
  });

  test.skipIf(!isRoot)(
    "of another user, read by root without SYS_PTRACE as in a container: as that user",
    async () => {
      const heap = await known("leak", 300, { command: [...NOBODY, "php"] });
      // what docker gives by default
      const caps =
        "-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap";
      const command = ["setpriv", "--bounding-set", caps, "--inh-caps", "-all", "sh"];
      const own = await heap.report();
      const got = await snapshotOf(heap.pid, { command });
      expect(got.faults).toEqual([]);
      expect(got.heap?.usedBytes).toBe(own.used);
    },
  );

  test.skipIf(!isRoot)(
    "that changed its user after the start, as Swoole's `user` does",
    async () => {
      const code = "posix_setgid(65534); posix_setuid(65534); echo 'ready'; sleep(60);";
      const child = spawn("php", ["-r", code], { stdio: ["ignore", "pipe", "inherit"] });
      children.push(child);
      await new Promise((resolve) => child.stdout.once("data", resolve));
      const { faults, kinds } = await snapshotOf(child.pid ?? 0, { command: [...NOBODY, "sh"] });
      expect(faults).toEqual([
        { kind: "not-dumpable", part: null, detail: untrustedText("SYS_PTRACE") },
      ]);
      expect(kinds?.rssBytes).toBeGreaterThan(0);
    },
  );

  test.skipIf(!isRoot)(
    "with too little memory left for levels 2 and 3: level 1 is read, the rest is refused",
    async () => {
      const group = memoryGroup(48 * 2 ** 20);
      const heap = await known("leak", 100);
      const command = ["sh", "-c", `echo $$ >${group}/cgroup.procs; exec sh`];
      const got = await snapshotOf(heap.pid, { command });
      expect(got.heap?.exact).toBe(true);
      expect([got.classes, got.dryRun]).toEqual([null, null]);
      expect(got.faults.map(({ kind }) => kind)).toEqual(["no-headroom"]);
      expect(got.faults[0]?.detail).toMatch(/^\d+ MiB$/);
      const forced = await snapshotOf(heap.pid, { command, force: true });
      expect(forced.faults).toEqual([]);
      expect(countOf(forced.classes, "App\\Entry")).toBe(100);
    },
  );

  test("of another build than the one that reads is refused", async () => {
    const heap = await known("leak", 100);
    const other = phpWith("php-other", (bytes) => {
      // NT_GNU_BUILD_ID: size of the name, of the id, type 3, the name, the id
      const note = bytes.indexOf(Buffer.from("040000001400000003000000474e5500", "hex"));
      bytes.write("another", note + 16);
    });
    // as where the mount namespace has another php under the same path: the launcher is told to start it
    const { LAUNCH, READER } = await import("./known-heap.ts");
    const { systemClock } = await import("../../src/cli/clock.ts");
    const { takeSnapshot } = await import("../../src/snapshot/take.ts");
    const { transports } = await import("../../src/targets/index.ts");
    const transport = transports.find(({ scheme }) => scheme === "exec");
    if (transport === undefined) throw new Error("no exec");
    const taken = takeSnapshot(
      {
        transport,
        target: { scheme: "exec", uri: "exec:", address: ["sh"] },
        clock: systemClock,
        launch: LAUNCH.replace('exec $before "/proc/$there/exe"', `exec ${other}`),
        reader: READER,
        subject: { pid: heap.pid, nsPid: null, slot: null },
        level: 3,
        force: false,
      },
      new AbortController().signal,
    );
    const faults = [];
    for await (const { snapshot, isFinal } of taken) if (isFinal) faults.push(...snapshot.faults);
    expect(faults).toEqual([{ kind: "other-build", part: null, detail: null }]);
  });

  test.skipIf(!isRoot)(
    "in namespaces of its own, seen from outside: its program is started in its own root",
    async () => {
      const command = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "php"];
      const heap = await known("leak", 400, { command, isInside: true });
      const pid = childOf(Number(heap.child.pid));
      expect(heap.pid).toBe(1);
      const got = await snapshotOf(pid);
      expect(got.faults).toEqual([]);
      expect([got.pid, got.nsPid]).toEqual([pid, 1]);
      expect(countOf(got.classes, "App\\Entry")).toBe(400);
    },
  );

  test("without symbols, as a static program is (swoole-cli): read all the same", async () => {
    const program = phpWith("php8-static", (bytes) => {
      blot(bytes, "executor_globals");
      blot(bytes, "compiler_globals");
    });
    const heap = await known("leak", 500, { command: [program, "-n", ...extensions(program)] });
    const got = await snapshotOf(heap.pid);
    const own = await heap.report();
    expect(got.faults).toEqual([]);
    expect(got.heap?.usedBytes).toBe(own.used);
    expect(got.holders?.[0]).toMatchObject({ holder: "App\\Cache::$items", elements: 500 });
  });
});

/** known-heap.php needs pcntl and posix; what needs more than a program without those symbols has cannot be loaded. */
function extensions(program: string): readonly string[] {
  return ["pcntl", "posix"].flatMap((name) => {
    const loads = spawnSync(program, ["-n", "-d", `extension=${name}`, "-m"], { encoding: "utf8" });
    return loads.stdout.includes(name) && !/unable|warning/i.test(loads.stdout + loads.stderr)
      ? ["-d", `extension=${name}`]
      : [];
  });
}
