import { describe, expect, test } from "vitest";
import { audited } from "../../../src/analysis/audit/audit.ts";
import { rules } from "../../../src/analysis/audit/rules/index.ts";
import type { Facts } from "../../../src/domain/facts.ts";
import { FACT_SOURCES } from "../../../src/domain/facts.ts";
import { alone as cron } from "./alone/cron.ts";
import { alone as rest } from "./alone/rest.ts";
import { alone as swoole } from "./alone/swoole.ts";
import { factsOf } from "./build.ts";

const alone: Readonly<Record<string, Facts>> = { ...cron, ...rest, ...swoole };

/** Rules that cannot fail yet, and what they wait for. */
const NEVER_FAILS: Readonly<Record<string, string>> = {
  "swoole.pid-file-shared": "no fact tells of shared volumes",
};

const failing = (facts: Facts): readonly string[] =>
  audited(rules, facts)
    .filter(({ kind }) => kind === "fail")
    .map(({ rule, subject }) => `${rule} ${subject ?? ""}`.trim());

test("a clean service gives no finding", () => expect(failing(factsOf())).toEqual([]));

describe("each rule fires alone", () => {
  test.each(rules.filter(({ id }) => NEVER_FAILS[id] === undefined))("$code $id", ({ id }) => {
    const facts = alone[id];
    if (facts === undefined) throw new Error(`no facts for ${id}`);
    const found = failing(facts);
    expect(found.length).toBeGreaterThan(0);
    expect([...new Set(found.map((each) => each.split(" ")[0]))]).toEqual([id]);
  });

  test("those that cannot are known", () => {
    const without = rules.filter(({ id }) => alone[id] === undefined).map(({ id }) => id);
    expect(without.toSorted()).toEqual(Object.keys(NEVER_FAILS).toSorted());
  });
});

test("ids and codes are told apart, and each says what it stands on", () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(rules.map(({ code }) => code)).size).toBe(ids.length);
  for (const { claim, advice, source, needs, needsOneOf = [] } of rules) {
    expect([claim, advice, source].every((text) => text.trim() !== "")).toBe(true);
    expect([...needs, ...needsOneOf].length).toBeGreaterThan(0);
    for (const name of [...needs, ...needsOneOf]) expect(FACT_SOURCES).toHaveProperty(name);
  }
});
