import { expect, test } from "vitest";
import { quantityOf } from "../../src/domain/quantity.ts";

test.each([
  ["128Mi", 128 * 2 ** 20],
  ["96Mi", 100_663_296],
  ["1Gi", 2 ** 30],
  ["1.5Gi", 1.5 * 2 ** 30],
  ["1G", 1e9],
  ["500k", 500_000],
  ["500m", 0.5],
  ["128974848000m", 128_974_848],
  ["250u", 0.000_25],
  ["0", 0],
  ["2", 2],
  [".5", 0.5],
  ["+3", 3],
  ["1e3", 1000],
  ["1E3", 1000],
  ["12e-1", 1.2],
  ["1E", 1e18],
  ["1Ei", 2 ** 60],
  [2, 2],
])("an amount is read with its suffix or exponent: %s", (written, amount) => {
  expect(quantityOf(written)).toBeCloseTo(amount, 9);
});

test.each([
  "",
  "Mi",
  "-1",
  "1 Gi",
  "1gi",
  "1KiB",
  "0x10",
  "1e",
  null,
  undefined,
  {},
  Number.NaN,
  -1,
])("what is no amount is not known: %s", (written) => {
  expect(quantityOf(written)).toBeNull();
});
