// Recordings of the built program: by a key, by `record` through lost connections, and all of one format.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { validateObservation } from "../schema/validate.ts";
import { pidsShown, run, someApp, swtop } from "./swtop.ts";
import { Terminal } from "./terminal.ts";

type Line = {
  readonly type: string;
  readonly seq?: number;
  readonly state?: string;
  readonly servers?: readonly { readonly id: string }[];
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "swtop-recording-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const parsed = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("what record writes is what watch --json prints, and playing it gives it back, byte for byte", async () => {
  const file = join(folder, "a.ndjson");
  const recorded = await run(swtop("record", "demo", "--count", "40", "--output", file));
  expect(recorded.code).toBe(0);
  const written = readFileSync(file, "utf8");
  expect(parsed(written).flatMap(validateObservation)).toEqual([]);
  const watched = await run(swtop("watch", "demo", "--json", "--count", "40"));
  expect(watched.stdout).toBe(written);
  const played = await run(swtop("watch", file, "--json"));
  expect(played.stdout).toBe(written);
});

describe.skipIf(lacks("php"))("of real processes", () => {
  let tree: Tree;
  const app = someApp();
  beforeAll(async () => {
    tree = await Tree.start(hyperf(app), 600);
  });
  afterAll(() => tree.end());

  test("record goes on over connections that end, without anyone watching", async () => {
    const file = join(folder, "night.ndjson.gz");
    // A connection that ends by itself again and again.
    const flaky = ["exec", "--", "timeout", "2", "sh"];
    const options = ["--count", "12", "--interval", "250ms", "--output", file];
    const { code } = await run(swtop("record", ...options, ...flaky));
    expect(code).toBe(0);
    const lines = parsed(gunzipSync(readFileSync(file)).toString("utf8"));
    const states = lines.flatMap(({ type, state }) => (type === "session" ? [state] : []));
    expect(states.filter((state) => state === "retrying").length).toBeGreaterThanOrEqual(1);
    expect(states.filter((state) => state === "live").length).toBeGreaterThanOrEqual(2);
    const samples = lines.filter(({ type }) => type === "sample");
    expect(samples.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    const after = lines.slice(lines.findLastIndex(({ state }) => state === "live"));
    expect(after.some(({ servers }) => servers?.some(({ id }) => id === app) === true)).toBe(true);
  });

  test("r saves what already happened, and what comes; r again stops", async () => {
    const inFolder = ["sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", folder] as const;
    const terminal = new Terminal([...inFolder, ...swtop("local")]);
    try {
      await terminal.until(() => pidsShown(terminal, tree.pids()).length === tree.pids().length);
      const clock = () => /\d\d:\d\d:\d\d/.exec(terminal.lines()[0] ?? "")?.[0];
      const first = clock();
      await terminal.until(() => clock() !== first);
      terminal.press("r");
      await terminal.until(/\bREC\b/);
      const from = clock();
      await terminal.until(() => clock() !== from);
      terminal.press("r");
      await terminal.until(/saved swtop-local-.*\.ndjson\.gz/);
      const [name, ...others] = readdirSync(folder);
      expect(others).toEqual([]);
      const lines = parsed(gunzipSync(readFileSync(join(folder, name ?? ""))).toString("utf8"));
      expect(lines.map(({ type }) => type).slice(0, 2)).toEqual(["hello", "session"]);
      expect(lines.flatMap(validateObservation)).toEqual([]);
      const seqs = lines.flatMap(({ seq }) => (seq === undefined ? [] : [seq]));
      // The first of all samples was long past when the key was pressed.
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
      expect(seqs.length).toBeGreaterThanOrEqual(3);
    } finally {
      terminal.close();
    }
  });
});
