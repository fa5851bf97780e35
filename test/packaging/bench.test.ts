// What the bench and the soak say must be a comparison; the figures themselves are for people.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");
const BENCH = read("test/bench/bench.mjs");
const SOAK = read("test/bench/soak.mjs");
const AUDIT = read("test/bench/audit.mjs");

/** The yardstick of each row of a table. */
const yardsticks = (program: string): readonly string[] =>
  [...program.matchAll(/\brow\(\n([^]*?)\n {2,4}\)[,;]/g)].map(([, row]) => {
    const lines = (row ?? "").split("\n").map((line) => line.trim());
    return lines.at(-2) ?? "";
  });

test("each figure of the bench stands beside its yardstick, measured in the same run", () => {
  const all = yardsticks(BENCH);
  expect(all).toHaveLength(11);
  // Only how long a collector outlives its client has nothing to be compared with.
  expect(all.filter((yardstick) => yardstick === '"-",')).toHaveLength(1);
  for (const [words, rows] of [
    [/^htop,|`htop /, 3],
    [/`top /, 3],
    [/`bare echo /, 2],
    [/`node -e 0 /, 1],
  ] as const)
    expect(all.filter((yardstick) => words.test(yardstick))).toHaveLength(rows);
  // Each is of the runs, never a figure from elsewhere.
  for (const each of all.filter((yardstick) => yardstick.startsWith("`")))
    expect(each).toMatch(/\$\{(?:ms|mib)\((?:of|node)\b|\$\{\(of\(/);
  expect(BENCH).toMatch(/const htop = `htop -d10 \$\{ms\(of\(\(run\) => run\.steady\.htop\)\)\}/);
  expect(SOAK).toMatch(/yardstick = `bare Node \$\{mib\(rssOf\(bare\.pid\)\)\}/);
});

test("three runs, and the median of them", () => {
  expect(BENCH).toMatch(/^const RUNS = 3;$/m);
  expect(BENCH).toMatch(/^const of = \(pick\) => median\(runs\.map\(pick\)\);$/m);
});

test("it says how many of all rules can answer from a directory, and how many from a target", () => {
  expect(AUDIT).toMatch(
    /console\.log\(\s*`\$\{rules\.length\} rules: \$\{without\(live\)\} can answer from a directory, \$\{without\(\[\]\)\} from a target/,
  );
});

test("no test asserts how long something took", () => {
  const timed = readdirSync(new URL("test/", ROOT), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) =>
      /expect\([^;]*(?:performance\.now\(|Date\.now\(|elapsed)/.test(read(`test/${path}`)),
    );
  expect(timed).toEqual([]);
});
