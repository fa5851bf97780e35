import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { untrustedText } from "../../../src/domain/text.ts";
import { encodeObservation } from "../../../src/recording/encode.ts";
import { Ending } from "../../../src/cli/exit.ts";
import { earlierSnapshot, requireWritable, saveSnapshot } from "../../../src/cli/snapshot/file.ts";
import { hello } from "../../recording/sample-fixture.ts";
import { emptySnapshot, fullSnapshot, taken } from "../../recording/snapshot-fixture.ts";
import { validateDocument } from "../../schema/validate.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "swtop-snapshot-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const nobody = { pid: 4711, slot: null };

async function endingOf(step: Promise<unknown>): Promise<Ending> {
  try {
    await step;
  } catch (error) {
    if (error instanceof Ending) return error;
    throw error;
  }
  throw new Error("it went well");
}

test("what is saved is the document, for its owner alone, and comes back", async () => {
  const file = path("a.json");
  await saveSnapshot(file, fullSnapshot);
  expect(validateDocument("snapshot", JSON.parse(readFileSync(file, "utf8")))).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await earlierSnapshot(file, nobody)).toEqual(fullSnapshot);
});

test("also laid out by hand", async () => {
  const file = path("a.json");
  await saveSnapshot(file, fullSnapshot);
  writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, "utf8")), null, 2));
  expect(await earlierSnapshot(file, nobody)).toEqual(fullSnapshot);
});

test("a snapshot and an empty file are written over, anything else is not", async () => {
  writeFileSync(path("empty"), "");
  for (const name of ["a.json", "a.json", "empty"]) await saveSnapshot(path(name), emptySnapshot);
  for (const text of ["dear diary", '{"v":1,"type":"diary"}', encodeObservation(hello())]) {
    writeFileSync(path("diary"), text);
    const { code, message } = await endingOf(saveSnapshot(path("diary"), emptySnapshot));
    expect([code, readFileSync(path("diary"), "utf8")]).toEqual([3, text]);
    expect(message).toMatch(/diary exists and is no snapshot/);
    await endingOf(requireWritable(path("diary")));
  }
});

test("standard output is no file to save to", async () => {
  const { code, message } = await endingOf(requireWritable("-"));
  expect([code, message]).toEqual([2, expect.stringMatching(/--save wants the name of a file/)]);
});

test("a place that cannot be written is said with its reason", async () => {
  const { code, message } = await endingOf(saveSnapshot(path("no/such/a.json"), emptySnapshot));
  expect(code).toBe(3);
  expect(message).toMatch(/a\.json: its directory does not exist/);
  expect((await endingOf(saveSnapshot(folder, emptySnapshot))).message).toMatch(/a directory/);
});

const of = (pid: number, slot: string) =>
  taken({ ...emptySnapshot, pid, slot: untrustedText(slot) });

test("of a recording it is the last one of the same process or slot, else the last one", async () => {
  const all = [hello(), of(39, "Worker.0"), of(57, "Worker.0"), of(40, "Worker.1")];
  writeFileSync(path("a.ndjson.gz"), gzipSync(`${all.map(encodeObservation).join("\n")}\n`));
  const earlier = (pid: number, slot: string | null) =>
    earlierSnapshot(path("a.ndjson.gz"), {
      pid,
      slot: slot === null ? null : untrustedText(slot),
    });
  expect((await earlier(99, "Worker.0"))?.pid).toBe(57);
  expect((await earlier(39, null))?.pid).toBe(39);
  expect((await earlier(99, "Worker.9"))?.pid).toBe(40);
});

test("no file, no snapshot, and a recording without one are said", async () => {
  expect((await endingOf(earlierSnapshot(path("gone.json"), nobody))).message).toMatch(
    /cannot read .*gone\.json/,
  );
  writeFileSync(path("r.ndjson"), `${encodeObservation(hello())}\n`);
  writeFileSync(path("binary"), Buffer.from([0, 255, 254, 10, 1]));
  writeFileSync(path("empty"), "");
  for (const name of ["r.ndjson", "binary", "empty"]) {
    const { code, message } = await endingOf(earlierSnapshot(path(name), nobody));
    expect(code).toBe(3);
    expect(message).toMatch(/is no snapshot, and no recording that holds one/);
    expect(message).not.toContain("\n");
  }
  expect(await earlierSnapshot(null, nobody)).toBeNull();
});
