// The reader must not be felt: nothing is opened for writing, nobody is signalled, and nothing of it stays.
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { concludeSnapshot } from "../../src/analysis/snapshot/conclude.ts";
import { lacks } from "../fixtures/needs.ts";
import { until } from "../fixtures/until.ts";
import { knownHeap, LAUNCH, READER, snapshotOf, snapshots, type KnownHeap } from "./known-heap.ts";

const heaps: KnownHeap[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const heap of heaps.splice(0)) await heap.end();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const known = async (kind: string, size: number): Promise<KnownHeap> => {
  const heap = await knownHeap(kind, size);
  heaps.push(heap);
  return heap;
};

/** PIDs of readers of that process, on this machine. */
const readersOf = (pid: number): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        return (
          words.includes("-r") &&
          words.some((word) => word.includes("stream_get_contents")) &&
          words.includes(String(pid))
        );
      } catch {
        return false;
      }
    })
    .map(Number);

test("the script opens nothing for writing and signals nobody", () => {
  const code = LAUNCH.split("\n")
    .map((line) => line.replace(/(^|\s)#( .*)?$/, ""))
    .join("\n")
    .replaceAll(/\bprintf '[^']*'/g, "printf")
    .replaceAll(/\$\{[^}]*\}/g, "");
  const targets = [...code.matchAll(/\d?>+\s*([^\s;)]+)/g)].map(([, target]) => target);
  expect(new Set(targets)).toEqual(new Set(["&1", "/dev/null"]));
  expect(code).not.toMatch(/\b(?:kill|cp|mv|rm|tee|touch|mkdir|ln|mkfifo|mktemp|of=)\s/);
});

test("the reader opens files only with 'rb', and calls nothing that writes, signals or starts anything", () => {
  const modes = [...READER.matchAll(/fopen\([^,]+,\s*('[^']*')/g)].map(([, mode]) => mode);
  expect(new Set(modes)).toEqual(new Set(["'rb'"]));
  expect(READER).not.toMatch(
    /\b(?:file_put_contents|unlink|rename|mkdir|rmdir|touch|copy|chmod|chown|symlink|tempnam|tmpfile|exec|shell_exec|system|passthru|proc_open|popen|posix_kill|mail|fsockopen|stream_socket_client|curl_\w+|include|require)(?:_once)?\s*\(/,
  );
  const written = [...READER.matchAll(/fwrite\(([^,]+),/g)].map(([, to]) => to);
  expect(new Set(written)).toEqual(new Set(["\\STDOUT"]));
});

describe.skipIf(lacks("php"))("on real PHP", () => {
  test.skipIf(lacks("strace"))(
    "the kernel sees no file opened for writing but what is nobody's, and no signal or ptrace",
    async () => {
      const heap = await known("cycles", 2000);
      const folder = mkdtempSync(join(tmpdir(), "swtop-strace-"));
      folders.push(folder);
      const log = join(folder, "calls");
      const got = await snapshotOf(heap.pid, {
        command: [
          "strace",
          "-f",
          "-qq",
          "-o",
          log,
          "-e",
          "trace=%file,%signal,ptrace,process_vm_writev,pwrite64,pwritev,socket",
          "sh",
        ],
      });
      expect(got.dryRun?.freeableBytes).toBeGreaterThan(0);
      const calls = readFileSync(log, "utf8").split("\n");
      expect(calls.some((call) => call.includes(`/proc/${heap.pid}/mem`))).toBe(true);
      const opened = calls.filter((call) => /\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)\b/.test(call));
      expect(opened.filter((call) => !call.includes('"/dev/null"'))).toEqual([]);
      expect(
        calls.filter((call) =>
          /\b(?:kill|tkill|tgkill|ptrace|process_vm_writev|pwrite64|pwritev|socket|unlink|rename|mkdir)\w*\(/.test(
            call,
          ),
        ),
      ).toEqual([]);
    },
    60_000,
  );

  test("it goes on unharmed when the reader is killed at any point, and no reader stays", async () => {
    const heap = await known("leak", 20_000);
    const before = await heap.report();
    for (let percent = 0; percent < 12; percent++) {
      const life = new AbortController();
      let parts = 0;
      for await (const _ of snapshots(heap.pid, { signal: life.signal })) {
        parts += 1;
        const [reader] = readersOf(heap.pid);
        if (parts > percent % 4 && reader !== undefined) process.kill(reader, "SIGKILL");
      }
      await until(() => readersOf(heap.pid).length === 0, "no reader is left");
    }
    const after = await heap.report();
    expect(after).toEqual({ ...before, rounds: after.rounds });
    const { freed } = await heap.collect();
    expect(freed).toBeLessThan(4096);
  }, 60_000);

  test("the reader that was killed is told, with what had come", async () => {
    const heap = await known("leak", 50_000);
    let last = null;
    for await (const progress of snapshots(heap.pid)) {
      last = progress;
      if (progress.snapshot.heap !== null)
        for (const reader of readersOf(heap.pid)) process.kill(reader, "SIGKILL");
    }
    expect(last?.isFinal).toBe(true);
    expect(last?.snapshot.faults.map(({ kind }) => kind)).toEqual(["reader-died"]);
    expect(last?.snapshot.heap?.exact).toBe(true);
  });

  test("ending it ends the reader, and tells what had come", async () => {
    const heap = await known("leak", 50_000);
    const life = new AbortController();
    let last = null;
    for await (const progress of snapshots(heap.pid, { signal: life.signal })) {
      last = progress;
      if (progress.snapshot.classes !== null) life.abort();
    }
    expect(last?.isFinal).toBe(true);
    expect(last?.snapshot.faults.map(({ kind }) => kind)).toEqual(["cancelled"]);
    expect(last?.snapshot.classes).not.toBeNull();
    await until(() => readersOf(heap.pid).length === 0, "no reader is left");
  });

  test("a process that ends while it is read: told, never an error", async () => {
    for (const when of [1, 2, 3]) {
      const heap = await known("leak", 20_000);
      let parts = 0;
      let last = null;
      for await (const progress of snapshots(heap.pid)) {
        last = progress;
        if (++parts === when) await heap.end();
      }
      expect(last?.isFinal).toBe(true);
    }
  });

  test("one that ends between two parts: no later part of it, and nothing is said of its gc", async () => {
    const heap = await known("objects", 300_000);
    let last = null;
    for await (const progress of snapshots(heap.pid)) {
      last = progress;
      if (progress.snapshot.heap !== null) await heap.end();
    }
    const { faults, classes, dryRun, holders } = last?.snapshot ?? {};
    expect(faults).toEqual([{ kind: "vanished", part: null, detail: null }]);
    expect({ classes, dryRun, holders }).toEqual({ classes: null, dryRun: null, holders: null });
    if (last !== null) expect(concludeSnapshot(last.snapshot, null)).toBeNull();
  });

  test("when swtop itself dies, the reader ends by itself", async () => {
    const heap = await known("leak", 100);
    // nobody speaks to it any more, and its input stays open
    const script = `${LAUNCH}\nlaunch a b ${heap.pid} 3 0 20\n`;
    const child = spawn("sh", { stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.write(script);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await until(() => readersOf(heap.pid).length === 1, "the reader waits");
    child.stdin.end();
    await until(() => readersOf(heap.pid).length === 0, "no reader is left");
  });

  /** Where a chunk of the heap is at rest, anything may stand. */
  test.for([1, 2, 3, 4, 5, 6])(
    "garbage memory %i: an end, whatever is found",
    { timeout: 60_000 },
    async (seed) => {
      const heap = await known(seed % 2 === 0 ? "cycles" : "nested", 2000);
      let place = null;
      for await (const progress of snapshots(heap.pid, { level: 1 }))
        place = progress.place ?? place;
      if (place === null) throw new Error("no heap");
      process.kill(heap.pid, "SIGSTOP");
      const random = generator(seed);
      const memory = openSync(`/proc/${heap.pid}/mem`, "r+");
      const chunk = place.heapAddress - 64;
      for (let i = 0; i < 20_000; i++) {
        const offset = (seed > 3 ? 4096 : 1024) + 8 * Math.floor(random() * 200_000);
        const word = Buffer.alloc(8);
        // what looks like a pointer is the worst
        word.writeBigUInt64LE(
          random() < 0.5
            ? BigInt(chunk + 8 * Math.floor(random() * 262_144))
            : BigInt(Math.floor(random() * 2 ** 53)),
        );
        writeSync(memory, word, 0, 8, chunk + offset);
      }
      closeSync(memory);
      const got = await snapshotOf(heap.pid);
      for (const { elements } of got.holders ?? []) expect((elements ?? 0) < 2 ** 28).toBe(true);
      expect(got.kinds).not.toBeNull();
      await until(() => readersOf(heap.pid).length === 0, "no reader is left");
    },
  );
});

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("the program is PHP 7.4 in syntax, as far as this php can say, and as it is sent", () => {
  if (lacks("php")) return;
  expect(READER).not.toMatch(
    /\?->|\bmatch\s*\(|\benum\b|readonly|#\[(?!\\AllowDynamicProperties)|fn\s*\([^)]*\)\s*=>.*;\s*$/m,
  );
  const lint = spawnSync("php", ["-n", "-l"], { input: READER, encoding: "utf8" });
  expect(lint.stdout).toMatch(/No syntax errors/);
});
