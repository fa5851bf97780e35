import { expect, test } from "vitest";
import { returnedValue } from "../../../src/project/php/file.ts";
import { parsePhp } from "../../../src/project/php/parse.ts";
import { constantOf, environment, plain } from "./read.ts";

const value = (text: string): unknown => {
  const declared = returnedValue(parsePhp("a.php", text), environment());
  return declared === null ? null : plain(declared);
};

test.each([
  ["a byte order mark and CRLF", "\uFEFF<?php\r\n// a\r\nreturn ['a' => 1];\r\n", { a: 1 }],
  ["a shebang line", "#!/usr/bin/env php\n<?php return 5;\n", 5],
  ["bytes of another encoding in comments", "<?php // \uFFFD\uFFFD\n/* \uFFFD */ return 'x';", "x"],
  ["no opening tag", "hello", null],
  ["nothing", "", null],
  ["a closing tag", "<?php return 1; ?>\n", 1],
  ["a namespace in braces", "<?php namespace A { return B::class; }", "A\\B"],
])("a file with %s is read", (_name, text, is) => {
  expect(value(text)).toEqual(is);
});

test("lines are counted the same with CRLF", () => {
  const text = "<?php\r\n\r\nreturn [\r\n  'a' => foo(),\r\n];";
  const declared = returnedValue(parsePhp("a.php", text), environment());
  if (declared?.kind !== "array") throw new Error("no array");
  expect(declared.entries[0]?.value.place).toEqual({ file: "a.php", line: 4 });
});

test.each([
  ["<?php\n\nreturn [1,;\n", 3],
  ["<?php\nclass A {\n  function }\n}\n", 3],
  ["<?php\nreturn ['a' => 'x'\n", 2],
  ["<?php\nreturn <<<'A'\nx\n", 3],
])("a broken file gives its error with a line: %j", (text, line) => {
  const { ast, error } = parsePhp("a.php", text);
  expect(ast).toBeNull();
  expect(error?.line).toBeGreaterThanOrEqual(line);
  expect(error?.line).toBeLessThanOrEqual(line + 1);
});

test("an error does not quote what it stopped at", () => {
  const { error } = parsePhp("a.php", "<?php\nreturn ['password' => 'x' 'hunter2'];\n");
  expect(error).toEqual({ line: 2, message: expect.stringContaining("syntax error") });
  expect(error?.message).not.toContain("hunte");
});

test.each([
  `<?php return ${"[".repeat(20_000)}1${"]".repeat(20_000)};`,
  `<?php return ${"'a'.".repeat(50_000)}'b';`,
  `<?php ${"if (1) {".repeat(20_000)}`,
  `<?php return ${"!".repeat(50_000)}1;`,
])("what is nested too deeply is an error, no overflow", (text) => {
  expect(parsePhp("a.php", text).error?.message).toBe("nested too deeply");
});

test.each([
  `<?php return ${"[".repeat(300)}1${"]".repeat(300)};`,
  `<?php return ${"'a'.".repeat(2000)}'b';`,
  `<?php return $a${"->b".repeat(5000)};`,
])("what the parser bears is followed without an overflow", (text) => {
  expect(() => value(text)).not.toThrow();
});

test("a clone of what is new is read though the parser does not know it", () => {
  expect(constantOf("clone (new Crontab())->setName('a')")).toEqual({
    new: "Crontab",
    args: [],
    calls: [["setName", "a"]],
  });
});
