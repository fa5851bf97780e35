import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lineCutter } from "../../../src/analysis/logs/lines.ts";
import { saveLogs } from "../../../src/cli/logs/save.ts";
import type { LogLine } from "../../../src/domain/log.ts";
import { epochMs } from "../../../src/domain/units.ts";

const FILE = "swtop-logs-docker-api-1.log";
const URI = "docker://api-1";
let folder: string;
let former: string;
beforeEach(() => {
  former = process.cwd();
  folder = mkdtempSync(join(tmpdir(), "swtop-save-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(former);
  rmSync(folder, { recursive: true });
});

const linesOf = (bytes: Uint8Array): readonly LogLine[] => {
  const rest = { at: epochMs(0), clock: "reading", source: "stdout", writer: null } as const;
  return lineCutter()
    .cut(bytes)
    .map((line) => ({ ...rest, ...line }));
};

test("the raw bytes of the lines, whatever they hold", async () => {
  const hostile = Buffer.concat([
    Buffer.from("\u001b]52;c;AAA\u0007 \u202e \u4e16\n"),
    Buffer.from([0xff, 0xfe, 0x80, 0x00, 0x0a]),
    Buffer.from(`${"x".repeat(200_000)}\n`),
  ]);
  const said = await saveLogs(linesOf(hostile), { uri: URI, isSure: false });
  expect(said).toContain(FILE);
  expect(readFileSync(FILE).equals(hostile)).toBe(true);
  expect(statSync(FILE).mode & 0o777).toBe(0o600);
});

test("a file that is there stays, until somebody is sure", async () => {
  writeFileSync(FILE, "kept");
  const lines = linesOf(Buffer.from("new\n"));
  expect(await saveLogs(lines, { uri: URI, isSure: false })).toBeNull();
  expect(readFileSync(FILE, "utf8")).toBe("kept");
  expect(await saveLogs(lines, { uri: URI, isSure: true })).toContain(FILE);
  expect(readFileSync(FILE, "utf8")).toBe("new\n");
});

test("without a line nothing is written, and a folder that is closed is said", async () => {
  expect(await saveLogs([], { uri: URI, isSure: false })).toContain("nothing to save");
  rmSync(folder, { recursive: true });
  const lines = linesOf(Buffer.from("new\n"));
  expect(await saveLogs(lines, { uri: URI, isSure: false })).toContain(FILE);
  process.chdir(former);
  folder = mkdtempSync(join(tmpdir(), "swtop-save-"));
});
