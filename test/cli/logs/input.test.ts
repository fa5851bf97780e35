import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { Ending } from "../../../src/cli/exit.ts";
import { lastTime } from "../../../src/cli/logs/ends.ts";
import { openCommandInput, openLogInput, type LogInput } from "../../../src/cli/logs/input.ts";
import type { Observation } from "../../../src/domain/observation.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { encodeObservation } from "../../../src/recording/encode.ts";
import { hello } from "../../recording/sample-fixture.ts";
import { line } from "../../report/logs-fixture.ts";
import { aSample } from "../../store/build.ts";

const folder = mkdtempSync(join(tmpdir(), "swtop-input-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const look = () => ({
  isFollowed: false,
  clock: { now: () => 7, sleep: () => Promise.resolve() },
  signal: new AbortController().signal,
});
const UTC = { zone: null, pidPattern: null };

async function textsOf({ steps }: LogInput): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const step of steps)
    if (step.type === "lines") texts.push(...step.lines.map(({ text }) => text));
    else texts.push(`(${step.type})`);
  return texts;
}

const TEXT = "[2026-11-23 05:56:00 *5865.1]\tERROR\tone\nno time\n";
const LINES = ["[2026-11-23 05:56:00 *5865.1]\tERROR\tone", "no time"];

test.each([
  ["plain", TEXT],
  ["gzip", gzipSync(TEXT)],
  ["zstd", zstdCompressSync(TEXT)],
])("a log, %s", async (name, bytes) => {
  const path = written(`${name}.log`, bytes);
  const input = await openLogInput(path, look());
  expect([input.uri, input.hello]).toEqual([`file:${path}`, null]);
  expect(await textsOf(input)).toEqual(LINES);
  expect(await lastTime(path, UTC, look())).toBe(Date.UTC(2026, 10, 23, 5, 56));
});

const first = hello();
const last = aSample(2, []);
const RECORDING: readonly Observation[] = [
  first,
  { type: "sample", sample: aSample(1, []) },
  { type: "log", lines: [line("one")] },
  { type: "sample", sample: last },
];
const RECORDED = RECORDING.map((each) => `${encodeObservation(each)}\n`).join("");

test.each([
  ["plain", RECORDED],
  ["gzip", gzipSync(RECORDED)],
])("a recording by its first line, %s: its lines and samples", async (name, bytes) => {
  const path = written(`recording-${name}`, bytes);
  const input = await openLogInput(path, look());
  expect(input.uri).toBe(`recording:${path}`);
  expect(input.hello).toMatchObject({ ...(first.type === "hello" ? first.hello : {}) });
  expect(await textsOf(input)).toEqual(["(sample)", "one", "(sample)"]);
  expect(await lastTime(path, UTC, look())).toBe(last.at);
});

test("an empty file has no lines and no time", async () => {
  const path = written("empty.log", "");
  expect(await textsOf(await openLogInput(path, look()))).toEqual([]);
  expect(await lastTime(path, UTC, look())).toBeNull();
});

test("a long first line is looked at no further than a hello reaches, and read whole", async () => {
  const path = written("long.log", `${"x".repeat(1_000_000)}\nend\n`);
  const [long, second] = await textsOf(await openLogInput(path, look()));
  expect([long?.length, second]).toEqual([64 * 1024, "end"]);
});

test("the last time is found from the end, behind much that says none", async () => {
  const untimed = "#0 a.php(1): b()\n".repeat(20_000);
  const path = written("tail.log", `${TEXT}[2026-11-23 06:00:00 *1.0]\tERROR\ttwo\n${untimed}`);
  expect(await lastTime(path, UTC, look())).toBe(Date.UTC(2026, 10, 23, 6));
});

test("a directory, and what is missing, are said", async () => {
  const directory: unknown = await openLogInput(folder, look()).catch((error: unknown) => error);
  expect(directory).toBeInstanceOf(Ending);
  expect(directory).toMatchObject({ code: 3, message: /is a directory/ });
  const missing = openLogInput(join(folder, "gone.log"), look());
  await expect(missing).rejects.toBeInstanceOf(TransportError);
});

test.each([
  ["gzip", gzipSync(TEXT.repeat(500))],
  ["zstd", zstdCompressSync(TEXT.repeat(500))],
])(
  "of a log that is torn, %s, what can be unpacked is read, and that it is torn is said",
  async (name, bytes) => {
    const whole = await openLogInput(written(`whole-${name}`, bytes), look());
    expect(await textsOf(whole)).toHaveLength(1000);
    expect(whole.lack()).toBeNull();
    const path = written(`torn-${name}`, bytes.subarray(0, -5));
    const torn = await openLogInput(path, look());
    const texts = await textsOf(torn);
    // a zstd block is unpacked whole or not at all
    expect(texts).toHaveLength(name === "gzip" ? 1000 : 0);
    expect(torn.lack()).toEqual({ problem: { kind: "torn", path }, isFatal: true });
  },
);

test("of a torn recording nothing is said: whoever wrote it was killed", async () => {
  const input = await openLogInput(
    written("torn-recording", gzipSync(RECORDED).subarray(0, -5)),
    look(),
  );
  expect(await textsOf(input)).toContain("(sample)");
  expect(input.lack()).toBeNull();
});

test("what a command prints is a log; one that fails or prints nothing says how it ended", async () => {
  const input = await openCommandInput("printf 'one\\ntwo'", look());
  expect(await textsOf(input)).toEqual(["one", "two"]);
  expect(input.lack()).toBeNull();
  const ended = async (command: string) => {
    const each = await openCommandInput(command, look());
    return [await textsOf(each), each.lack()] as const;
  };
  const silent = "echo no such pod >&2; exit 1";
  expect(await ended(silent)).toEqual([
    [],
    {
      problem: { kind: "silent-command", command: silent, ending: "exit 1: no such pod" },
      isFatal: true,
    },
  ]);
  expect(await ended("echo x; exit 4")).toMatchObject([
    ["x"],
    { problem: { kind: "failed-command", ending: "exit 4" }, isFatal: false },
  ]);
  expect(await ended("echo x; echo fine >&2")).toEqual([["x"], null]);
});
