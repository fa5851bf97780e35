import { expect, test } from "vitest";
import { annotationsOf } from "../../../src/project/php/annotations.ts";
import { plain } from "./read.ts";

const read = (doc: string) =>
  annotationsOf(doc, 10, "app/A.php").map(({ name, args, line }) => [
    name,
    line,
    ...args.map(({ name: own, value }) => (own === null ? plain(value) : { [own]: plain(value) })),
  ]);

test("an annotation over several lines", () => {
  expect(
    read(`/**
     * Closes orders, see foo@example.com and @this is none.
     *
     * @Crontab(name="close-orders", rule="*\\/10 * * * *",
     *     singleton=true,
     *     mutexExpires = 60,
     *     callback={"App\\Foo", "run"}, memo="says ""hi"" (@Nope(1))",
     *     enable=false, timezone=null)
     * @Other
     * @Full\\Name("a", 1.5, -2)
     * @param string $x (the rest)
     */`),
  ).toEqual([
    [
      "Crontab",
      13,
      { name: "close-orders" },
      { rule: "*\\/10 * * * *" },
      { singleton: true },
      { mutexExpires: 60 },
      { callback: ["App\\Foo", "run"] },
      { memo: 'says "hi" (@Nope(1))' },
      { enable: false },
      { timezone: null },
    ],
    ["Other", 18],
    ["Full\\Name", 19, "a", 1.5, -2],
    ["param", 20],
  ]);
});

test.each([
  ['{"a"=1, b=2, 5={"x"}, "c":"d", "e"}', { a: 1, b: 2, 5: ["x"], c: "d", 6: "e" }],
  ["{}", []],
  ["Foo::class", "Foo"],
  ["\\A\\Foo::class", "\\A\\Foo"],
  ["Foo::BAR", { unresolved: "Foo::BAR" }],
  ["TRUE", true],
  ['@Inner("x")', { unresolved: '@Inner("x"' }],
  ["1e3", 1000],
])("the value %s", (value, is) => {
  expect(read(`/** @A(x=${value}) */`)[0]?.[2]).toEqual({ x: is });
});

test("values know their lines", () => {
  const [annotation] = annotationsOf(
    '/**\n * @A(\n *   a=1,\n *   b={\n *     "x"})\n */',
    7,
    "a.php",
  );
  expect(annotation?.args.map(({ value }) => value.place)).toEqual([
    { file: "a.php", line: 9 },
    { file: "a.php", line: 10 },
  ]);
});

test.each([
  "/** @A(",
  '/** @A("x',
  "/** @A({{{{",
  `/** @A(${"{".repeat(5000)} */`,
  "/** @A(=) @B */",
  "/** @ */",
  "//",
])("what is broken ends: %j", (doc) => {
  expect(() => read(doc)).not.toThrow();
});
