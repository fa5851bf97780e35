import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import type { Observation } from "../../src/domain/observation.ts";
import { TransportError } from "../../src/domain/ports/transport.ts";
import { openRecording, type Reading } from "../../src/cli/playback.ts";
import { encodeObservation } from "../../src/recording/encode.ts";
import { newTally } from "../../src/recording/lines.ts";
import { SCENARIOS, scenarioFile } from "../../src/targets/demo/scenarios.ts";
import { hello, sample, session } from "../recording/sample-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "swtop-playback-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

async function read(path: string, reading: Reading = {}) {
  const tally = newTally();
  const observations: Observation[] = [];
  for await (const each of openRecording(path, { tally, ...reading })) observations.push(each);
  return { observations, tally };
}

async function faultOf(path: string, reading: Reading = {}) {
  const error: unknown = await read(path, reading).catch((thrown: unknown) => thrown);
  if (!(error instanceof TransportError))
    throw new TypeError(`expected a TransportError, got ${String(error)}`);
  return error.fault;
}

const recorded = [
  hello(),
  session(),
  ...Array.from({ length: 5000 }, (_, i) => sample(i * 1000, i)),
];
const plain = recorded.map((each) => `${encodeObservation(each)}\n`).join("");
const packed = { gz: gzipSync(plain), zst: zstdCompressSync(plain) };

test.each([
  ["plain.ndjson", plain],
  ["a.ndjson.gz", packed.gz],
  ["a.ndjson.zst", packed.zst],
  ["packed-without-its-name", packed.gz],
  ["plain-all-the-same.gz", plain],
  ["a.ndjson.gz.1", packed.zst],
  ["members.gz", Buffer.concat([gzipSync(plain.slice(0, 70_001)), gzipSync(plain.slice(70_001))])],
])("%s is read", async (name, bytes) => {
  expect(await read(written(name, bytes))).toEqual({ observations: recorded, tally: newTally() });
});

test.each(["gz", "zst"] as const)("of a torn .%s all is read up to the tear", async (kind) => {
  const half = packed[kind].subarray(0, Math.floor(packed[kind].length / 2));
  const { observations, tally } = await read(written(`torn.${kind}`, half));
  expect(observations.length).toBeGreaterThan(1000);
  expect(observations).toEqual(recorded.slice(0, observations.length));
  expect(tally.isTorn).toBe(true);
});

test.each(["gz", "zst"] as const)(
  "of a .%s with a damaged place what is before it is read",
  async (kind) => {
    const bad = Buffer.from(packed[kind]);
    bad.fill(0x55, Math.floor(bad.length * 0.7), Math.floor(bad.length * 0.7) + 200);
    const { observations, tally } = await read(written(`bad.${kind}`, bad));
    expect(observations.length).toBeGreaterThan(500);
    expect(observations).toEqual(recorded.slice(0, observations.length));
    expect(tally.isTorn).toBe(true);
  },
);

test("nothing is taken from a FILE.1 beside it", async () => {
  const path = written("two.ndjson", plain);
  written("two.ndjson.1", plain);
  expect((await read(path)).observations).toEqual(recorded);
});

test("a recording comes through stdin, packed or not", async () => {
  expect((await read("-", { stdin: Readable.from([Buffer.from(plain)]) })).observations).toEqual(
    recorded,
  );
  const bytes = Array.from(packed.gz.subarray(0, 5), (byte) => Buffer.from([byte]));
  expect(
    (await read("-", { stdin: Readable.from([...bytes, packed.gz.subarray(5)]) })).observations,
  ).toEqual(recorded);
});

test("each observation comes as soon as its line is there; an abort ends a pipe that nothing comes from", async () => {
  const stdin = new PassThrough();
  const stop = new AbortController();
  const reading = openRecording("-", { stdin, signal: stop.signal })[Symbol.asyncIterator]();
  stdin.write(plain.slice(0, 300));
  expect(await reading.next()).toEqual({ done: false, value: hello() });
  expect(await reading.next()).toEqual({ done: false, value: session() });
  const next = reading.next();
  stop.abort();
  expect((await next).done).toBe(true);
});

test("what cannot be read is a fault that names it", async () => {
  const missing = join(folder, "missing.ndjson");
  expect(await faultOf(missing)).toEqual({ kind: "unreadable-file", detail: missing });
  expect(await faultOf(join(written("file", "x"), "below"))).toMatchObject({
    kind: "unreadable-file",
  });
  expect(await faultOf(folder)).toEqual({ kind: "not-a-recording", detail: "it is a directory" });
  expect(await faultOf(written("empty", ""))).toEqual({
    kind: "not-a-recording",
    detail: "it is empty",
  });
  expect(await faultOf(written("empty.gz", gzipSync("")))).toEqual({
    kind: "not-a-recording",
    detail: "it is empty",
  });
  expect(await faultOf(written("two-bytes", "{}"))).toMatchObject({
    detail: "its first line is no hello",
  });
  expect(await faultOf(written("php.log", "PHP Fatal error: x\n"))).toMatchObject({
    detail: "its first line is not JSON",
  });
  expect(await faultOf(written("log.gz", gzipSync("PHP Fatal error: x\n")))).toMatchObject({
    detail: "its first line is not JSON",
  });
  for (const magic of [
    [0x1f, 0x8b],
    [0x28, 0xb5, 0x2f, 0xfd],
  ])
    expect(
      await faultOf(
        written("foreign", Buffer.from([...magic, ...Buffer.from("no such thing in here")])),
      ),
    ).toEqual({
      kind: "not-a-recording",
      detail: "its compressed data is damaged",
    });
});

test("a packed file of one endless line is refused", async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 120), { level: constants.Z_BEST_SPEED });
  expect(await faultOf(written("bomb.gz", bomb))).toMatchObject({
    detail: "its first line is no hello",
  });
});

test.each(SCENARIOS)("the recording $name is whole", async ({ name }) => {
  const path = new URL(`../../src/targets/demo/${scenarioFile(name)}`, import.meta.url).pathname;
  const { observations, tally } = await read(path);
  expect(tally).toEqual(newTally());
  expect(observations.filter(({ type }) => type === "sample").length).toBeGreaterThanOrEqual(1510);
  expect(observations.filter(({ type }) => type === "project")).toHaveLength(1);
});
