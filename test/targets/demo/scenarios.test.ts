import { readdirSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { SCENARIOS, scenarioFile } from "../../../src/targets/demo/scenarios.ts";

const FOLDER = new URL("../../../src/targets/demo/", import.meta.url);

test("every recording of the folder is a scenario, and they are small enough to be shipped", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ndjson.gz"));
  expect(SCENARIOS.map(({ name }) => scenarioFile(name)).toSorted()).toEqual(files.toSorted());
  const size = files.reduce((sum, name) => sum + statSync(new URL(name, FOLDER)).size, 0);
  expect(size).toBeLessThan(3 * 1024 * 1024);
});
