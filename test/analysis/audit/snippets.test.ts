import { expect, test } from "vitest";
import { written } from "../../../src/analysis/audit/snippets.ts";
import { taskOf } from "./build.ts";

const by = (how: "config" | "attribute" | "annotation" | "schedule") =>
  taskOf({ declared: { file: "a.php", line: 1, by: how } });
const properties = {
  rule: "*/5 * * * *",
  singleton: true,
  mutexExpires: 60,
  environments: ["prod", "dev"],
} as const;

test.each([
  [
    "config",
    "->setRule('*/5 * * * *')->setSingleton(true)->setMutexExpires(60)->setEnvironments(['prod', 'dev'])",
  ],
  [
    "schedule",
    "->setRule('*/5 * * * *')->setSingleton(true)->setMutexExpires(60)->setEnvironments(['prod', 'dev'])",
  ],
  [
    "attribute",
    "rule: '*/5 * * * *', singleton: true, mutexExpires: 60, environments: ['prod', 'dev']",
  ],
  [
    "annotation",
    String.raw`rule="*\/5 * * * *", singleton=true, mutexExpires=60, environments={"prod", "dev"}`,
  ],
] as const)("by %s: as its source is written", (how, text) => {
  expect(written(by(how), properties)).toBe(text);
});

test("a name cannot end the text that it stands in", () => {
  expect(written(by("config"), { name: String.raw`it's a \ ` })).toBe(
    String.raw`->setName('it\'s a \\ ')`,
  );
  expect(written(by("annotation"), { name: 'a" b */ c' })).toBe(String.raw`name="a"" b *\/ c"`);
});
