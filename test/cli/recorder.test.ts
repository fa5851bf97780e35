import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Observation } from "../../src/domain/observation.ts";
import { openRecording } from "../../src/cli/playback.ts";
import { openRecorder, type Recorder, type Recording } from "../../src/cli/recorder.ts";
import { encodeObservation } from "../../src/recording/encode.ts";
import { hello, sample, session } from "../recording/sample-fixture.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "swtop-recorder-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HELLO = encodeObservation(hello());
const plan = (file: string, more: Partial<Recording> = {}): Recording => ({
  file,
  maxSizeBytes: null,
  hello: () => HELLO,
  stdout: () => Promise.reject(new Error("stdout was not asked for")),
  ...more,
});

async function opened(recording: Recording): Promise<Recorder> {
  const { recorder, fault } = await openRecorder(recording);
  if (recorder === null) throw new TypeError(`refused: ${fault.detail}`);
  return recorder;
}

async function read(path: string): Promise<readonly Observation[]> {
  const observations: Observation[] = [];
  for await (const each of openRecording(path)) observations.push(each);
  return observations;
}

const seqs = (observations: readonly Observation[]) =>
  observations.flatMap((each) => (each.type === "sample" ? [each.sample.seq] : []));
const lineAt = (seq: number) => encodeObservation(sample(seq * 1000, seq));

test.each([
  ["a.ndjson", "7b22"],
  ["a.ndjson.gz", "1f8b"],
  ["a.ndjson.zst", "28b5"],
])(
  "%s is packed as its name says, is its owner's alone, and begins with a hello",
  async (name, magic) => {
    const path = join(folder, name);
    const recorder = await opened(plan(path));
    await recorder.write(encodeObservation(session()));
    for (let seq = 0; seq < 100; seq += 1) void recorder.write(lineAt(seq));
    await recorder.close();
    expect(recorder.fault()).toBeNull();
    expect(recorder.lost()).toBe(0);
    expect(readFileSync(path).subarray(0, 2).toString("hex")).toBe(magic);
    expect(recorder.bytes()).toBe(statSync(path).size);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await read(path)).toEqual([
      hello(),
      session(),
      ...Array.from({ length: 100 }, (_, seq) => sample(seq * 1000, seq)),
    ]);
  },
);

test("a hello that comes first is the first line, once", async () => {
  const path = join(folder, "a.ndjson");
  const recorder = await opened(plan(path));
  await recorder.write(encodeObservation(hello(5)));
  await recorder.write(lineAt(0));
  await recorder.close();
  expect(await read(path)).toEqual([hello(5), sample(0, 0)]);
});

test("many lines in one go stand before what is written after the call", async () => {
  const path = join(folder, "a.ndjson.gz");
  const recorder = await opened(plan(path));
  const kept = recorder.writeAll([HELLO, ...Array.from({ length: 50 }, (_, seq) => lineAt(seq))]);
  void recorder.write(lineAt(50));
  await Promise.all([kept, recorder.close()]);
  expect(seqs(await read(path))).toEqual(Array.from({ length: 51 }, (_, seq) => seq));
});

test.each(["a.ndjson", "a.ndjson.gz", "a.ndjson.zst"])(
  "%s: two files at most, none above the bound, the newest lines in order, each can be played alone",
  async (name) => {
    const path = join(folder, name);
    const most = 4000;
    const recorder = await opened(plan(path, { maxSizeBytes: most }));
    await recorder.write(encodeObservation(session()));
    let last = 0;
    while (recorder.bytes() < most * 5.5) {
      await recorder.write(lineAt(last));
      last += 1;
    }
    await recorder.close();
    expect(readdirSync(folder).toSorted()).toEqual([name, `${name}.1`]);
    for (const each of [path, `${path}.1`]) {
      expect(statSync(each).size).toBeLessThanOrEqual(most);
      expect((await read(each)).slice(0, 2)).toEqual([hello(), session()]);
    }
    // a flush before the bound: what is left unused is no more than one line may need
    expect(statSync(path).size).toBeGreaterThan(most - 700);
    const numbers = seqs([...(await read(path)), ...(await read(`${path}.1`))]);
    expect(numbers).toEqual(
      Array.from({ length: numbers.length }, (_, i) => last - numbers.length + i),
    );
    expect(statSync(`${path}.1`).mode & 0o777).toBe(0o600);
  },
);

test("a line longer than the bound has a file of its own and does not go round for ever", async () => {
  const path = join(folder, "a.ndjson");
  const recorder = await opened(plan(path, { maxSizeBytes: 10 }));
  for (let seq = 0; seq < 3; seq += 1) await recorder.write(lineAt(seq));
  await recorder.close();
  expect(seqs(await read(path))).toEqual([1]);
  expect(seqs(await read(`${path}.1`))).toEqual([2]);
});

test.each(["a.ndjson.gz", "a.ndjson.zst"])(
  "%s of a killed program is read up to its last flush",
  async (name) => {
    const path = join(folder, name);
    const script = `
    import { openRecorder } from ${JSON.stringify(new URL("../../src/cli/recorder.ts", import.meta.url).href)};
    const { recorder } = await openRecorder({ file: ${JSON.stringify(path)}, maxSizeBytes: null, hello: () => ${JSON.stringify(HELLO)}, flushEveryMs: 20 });
    for (let seq = 0; seq < 200; seq += 1) await recorder.write(${JSON.stringify(lineAt(7))});
    setInterval(() => {}, 1000);
  `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    try {
      await expect
        .poll(async () => (await read(path).catch(() => [])).length, { timeout: 10_000 })
        .toBe(201);
    } finally {
      child.kill("SIGKILL");
      await ended;
    }
    expect(seqs(await read(path))).toHaveLength(200);
  },
);

test("nothing is overwritten", async () => {
  const path = join(folder, "a.ndjson");
  writeFileSync(path, "mine");
  expect((await openRecorder(plan(path))).fault).toEqual({
    kind: "unwritable-file",
    detail: `${path}: it exists already`,
  });
  expect(readFileSync(path, "utf8")).toBe("mine");
  const next = join(folder, "b.ndjson");
  writeFileSync(`${next}.1`, "mine");
  expect((await openRecorder(plan(next, { maxSizeBytes: 10 }))).fault?.detail).toBe(
    `${next}.1: it exists already`,
  );
  expect(existsSync(next)).toBe(false);
});

test("an empty file is taken, as mktemp makes it", async () => {
  const path = join(folder, "a.ndjson");
  writeFileSync(path, "", { mode: 0o640 });
  const recorder = await opened(plan(path));
  await recorder.write(lineAt(3));
  await recorder.close();
  expect(seqs(await read(path))).toEqual([3]);
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

test("a place that cannot be written is a fault in words", async () => {
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "file"), "");
  const detail = async (...parts: readonly string[]) =>
    (await openRecorder(plan(join(folder, ...parts)))).fault?.detail;
  expect(await detail("missing", "a.ndjson")).toBe(
    `${join(folder, "missing", "a.ndjson")}: its directory does not exist`,
  );
  expect(await detail("sub")).toBe(`${join(folder, "sub")}: it is a directory`);
  expect(await detail("file", "a")).toBe(
    `${join(folder, "file", "a")}: its directory does not exist`,
  );
});

const canBeFull = existsSync("/dev/full") || process.env["CI"] === "true";
if (!canBeFull) console.warn("not tested without /dev/full: a full disk");
test.skipIf(!canBeFull)(
  "a full disk ends the recording with a fault, and nothing is thrown",
  async () => {
    const recorder = await opened(plan("/dev/full", { maxSizeBytes: 100 }));
    for (let seq = 0; seq < 5; seq += 1) await recorder.write(lineAt(seq));
    expect(recorder.fault()).toEqual({
      kind: "unwritable-file",
      detail: "/dev/full: the disk is full",
    });
    expect(recorder.lost()).toBe(5);
    await recorder.close();
  },
);

test("stdout takes plain lines, a hello first; it is never full", async () => {
  const lines: string[] = [];
  const stdout = (line: string) => {
    lines.push(line);
    return Promise.resolve();
  };
  const recorder = await opened(plan("-", { stdout, maxSizeBytes: 10 }));
  await recorder.write(lineAt(1));
  await recorder.writeAll([lineAt(2), lineAt(3)]);
  await recorder.close();
  expect(lines).toEqual([HELLO, lineAt(1), lineAt(2), lineAt(3)]);
});

test("a disk that does not answer costs bounded memory: lines are counted as lost", async () => {
  const blocked = Promise.withResolvers<void>();
  const recorder = await opened(plan("-", { stdout: () => blocked.promise }));
  const long = "x".repeat(16 * 1024 * 1024);
  const writes = Array.from({ length: 8 }, () => recorder.write(long));
  expect(recorder.lost()).toBeGreaterThan(0);
  blocked.resolve();
  await Promise.all(writes);
  await recorder.close();
  expect(recorder.lost()).toBeLessThan(8);
});
