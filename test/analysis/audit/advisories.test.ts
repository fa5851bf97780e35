import { expect, test } from "vitest";
import { ADVISORIES } from "../../../src/analysis/audit/advisories.ts";
import { isVersion, isWithin } from "../../../src/analysis/audit/version.ts";

test("each advisory is listed once", () => {
  expect(new Set(ADVISORIES.map(({ id }) => id)).size).toBe(ADVISORIES.length);
});

test.each(ADVISORIES)(
  "$id: the versions that have the fix are not affected",
  ({ affected, fixed }) => {
    const versions = fixed.match(/\d+\.\d+\.\d+/gu) ?? [];
    const [first] = versions;
    expect(first !== undefined && isVersion(first)).toBe(true);
    expect(versions.slice(0, 1).filter((version) => isWithin(version, affected))).toEqual([]);
  },
);

test.each([
  ["5.0.0", "SW-PIPEMSG", false],
  ["5.0.1", "SW-PIPEMSG", true],
  ["5.0.2", "SW-PIPEMSG", true],
  ["5.0.3", "SW-PIPEMSG", false],
  ["4.8.12", "SW-SENDYIELD", true],
  ["4.8.13", "SW-SENDYIELD", false],
  ["5.0.2", "SW-SENDYIELD", true],
  ["6.1.3", "SW-CURL613", true],
  ["6.1.4", "SW-CURL613", false],
])("Swoole %s has %s: %j", (version, id, isAffected) => {
  const affected = ADVISORIES.find((advisory) => advisory.id === id)?.affected ?? "";
  expect(isWithin(version, affected)).toBe(isAffected);
});
