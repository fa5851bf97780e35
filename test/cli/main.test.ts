import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const MAIN = readFileSync(new URL("../../src/cli/main.ts", import.meta.url), "utf8");

// How long it really takes is measured by nobody here: the bound is in the code, and the ends themselves are in test/e2e/ending.test.ts.
test("what does not end by itself is ended before a second is over, whatever it waits for", () => {
  const [, graceMs] = /^const GRACE_MS = (\d+);$/m.exec(MAIN) ?? [];
  expect(Number(graceMs)).toBeLessThan(1000);
  expect(MAIN).toMatch(/setTimeout\(\(\) => \{[^}]*process\.exit\([^}]*\}, GRACE_MS\)/);
});
