import { expect, test } from "vitest";
import { rules } from "../../src/analysis/audit/rules/index.ts";
import { FACT_SOURCES } from "../../src/domain/facts.ts";
import { factsOf } from "../analysis/audit/build.ts";

const names = Object.entries(FACT_SOURCES);

test("every fact that rules stand on has its sources, none yet, or the reason why it is never read", () => {
  const facts = Object.keys(factsOf()).filter((name) => name !== "now");
  expect(names.map(([name]) => name).toSorted()).toEqual(facts.toSorted());
  for (const name of rules.flatMap(({ needs }) => needs)) expect(facts).toContain(name);
  for (const [, { fact }] of names) expect(fact).not.toBe("");
});

test("none waits for its source, and only Redis is never asked", () => {
  const sourceless = names.filter(([, { sources }]) => sources.length === 0);
  expect(sourceless.map(([name]) => name).toSorted()).toEqual(["redis"]);
  expect(names.filter(([, { never }]) => never !== null).map(([name]) => name)).toEqual(["redis"]);
});
