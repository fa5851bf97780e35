import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fingerprintOf } from "../../../src/analysis/audit/hidden.ts";
import { readBaseline, writeBaseline } from "../../../src/cli/project/baseline.ts";
import {
  BROKEN_LINE,
  carrier,
  HOSTILE,
  passing,
  unknowns,
  verdictOf,
} from "../../report/audit/build.ts";

const folder = mkdtempSync(join(tmpdir(), "swtop-baseline-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = (...verdicts: ReturnType<typeof verdictOf>[]) => [{ verdicts, folder: "" }];

test("what is written is what is hidden when it is read again, wherever it stands then", async () => {
  const path = join(folder, "known.json");
  await writeBaseline(path, found(verdictOf(), carrier, passing, ...unknowns));
  const known = await readBaseline(path);
  const moved = verdictOf({ declared: { file: "other.php", line: 99, text: null } });
  expect(known.has(fingerprintOf(moved, ""))).toBe(true);
  expect(known.has(fingerprintOf(carrier, ""))).toBe(true);
  expect(known.has(fingerprintOf(verdictOf({ subject: "new" }), ""))).toBe(false);
  expect(known.size).toBe(2);
});

test("a finding a line, sorted, each once: a small change is a small difference in a repository", async () => {
  const path = join(folder, "lines.json");
  await writeBaseline(path, [
    ...found(verdictOf({ subject: "b" }), verdictOf({ subject: "a" }), verdictOf({ subject: "a" })),
    { verdicts: [verdictOf({ subject: "a" })], folder: "apps/shop" },
  ]);
  expect(readFileSync(path, "utf8")).toBe(
    '{"v":1,"known":[\n["cron.no-singleton","a","apps/shop"],\n["cron.no-singleton","a"],\n["cron.no-singleton","b"]\n]}\n',
  );
});

test("nothing wrong is an empty list", async () => {
  const path = join(folder, "none.json");
  await writeBaseline(path, found(passing));
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ v: 1, known: [] });
  expect(await readBaseline(path)).toEqual(new Set());
});

test("hostile names come out as they went in", async () => {
  const path = join(folder, "hostile.json");
  const verdict = verdictOf({ subject: HOSTILE });
  await writeBaseline(path, found(verdict));
  expect([...(await readBaseline(path))]).toEqual([fingerprintOf(verdict, "")]);
});

test("no file asked for: nothing is known, nothing is written", async () => {
  expect(await readBaseline(null)).toEqual(new Set());
  await writeBaseline(null, found(verdictOf()));
});

const put = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test.each([
  ["missing", () => join(folder, "not-there.json")],
  ["a folder", () => folder],
  ["empty", () => put("empty.json", "")],
  ["no JSON", () => put("text.json", "known: none\n")],
  ["cut off", () => put("cut.json", '{"v":1,"known":[')],
  ["a list", () => put("list.json", "[]")],
  ["null", () => put("null.json", "null")],
  ["without what is known", () => put("other.json", '{"v":1}')],
  ["of another shape", () => put("shape.json", '{"v":1,"known":{"a":1}}')],
])("a baseline that is %s ends with 3 and names the file", async (_, make) => {
  const path = make();
  await expect(readBaseline(path)).rejects.toMatchObject({
    code: 3,
    message: expect.stringContaining(path),
  });
});

test("a place where nothing can be written ends with 3 and names it", async () => {
  const path = join(folder, "missing", "known.json");
  await expect(writeBaseline(path, found(verdictOf()))).rejects.toMatchObject({
    code: 3,
    message: expect.stringContaining(path),
  });
  mkdirSync(join(folder, "taken"));
  await expect(writeBaseline(join(folder, "taken"), [])).rejects.toMatchObject({ code: 3 });
});

test("a name of a file is shown without what could move a cursor", async () => {
  const said: unknown = await readBaseline(join(folder, "\u001b[31mred\nline.json")).catch(
    (error: unknown) => error,
  );
  const message = said instanceof Error ? said.message : "";
  expect(message).toContain("redline.json");
  expect(message).not.toMatch(BROKEN_LINE);
});

test("one may come through a pipe", async () => {
  const path = join(folder, "pipe.json");
  execFileSync("mkfifo", [path]);
  const read = readBaseline(path);
  await writeBaseline(path, found(verdictOf()));
  expect((await read).size).toBe(1);
});
