import { expect, test } from "vitest";
import { compareVersions, isVersion, isWithin } from "../../../src/analysis/audit/version.ts";

test("versions are in the order of their releases", () => {
  const inOrder = [
    "dev-master",
    "2.2.33",
    "3.1.0-dev",
    "3.1.0-alpha.2",
    "3.1.0-beta.1",
    "3.1.0-RC1",
    "3.1.0-rc.2",
    "v3.1.0",
    "3.1.9",
    "3.1.16",
    "3.1.16.1",
    "3.2",
  ];
  expect(inOrder.toReversed().toSorted(compareVersions)).toEqual(inOrder);
});

test.each([
  ["3.1.0", "v3.1"],
  ["8.2.36+dfsg", "8.2.36"],
  ["8.2.36-1~deb12u1", "8.2.36"],
  ["dev-master", "whatever"],
])("%s is as old as %s", (a, b) => {
  expect(compareVersions(a, b)).toBe(0);
});

test("a branch is no version", () => {
  expect(["3.1.71", "v3", "3.1.x-dev", "dev-master", ""].map(isVersion)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  ["3.1.11", true],
  ["3.1.15", true],
  ["3.1.16", false],
  ["3.1.10", false],
  ["dev-master", false],
])("%s within >=3.1.11 <3.1.16: %s", (version, isIn) => {
  expect(isWithin(version, ">=3.1.11 <3.1.16")).toBe(isIn);
});

test.each([
  ["5.0.1", true],
  ["5.0.2", true],
  ["5.0.3", false],
  ["6.1.3", true],
])("%s within =5.0.1 or =5.0.2 or >6.1 <=6.1.3: %s", (version, isIn) => {
  expect(isWithin(version, "=5.0.1 or 5.0.2 or >6.1 <=6.1.3")).toBe(isIn);
});

test("a range that is none is a mistake of a table, and is not taken for false", () => {
  expect(() => isWithin("3.1.71", ">=newest")).toThrow(TypeError);
});
