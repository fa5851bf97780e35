import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { CANDIDATE_WORDS, codeFindings } from "../../../src/project/found/code-findings.ts";
import { PATTERNS } from "../../../src/project/found/patterns/index.ts";
import { parsed } from "./found-in.ts";

const NOBODY = { taskClasses: new Set<string>(), processClasses: new Set<string>() };

const names = (folder: URL): readonly string[] =>
  readdirSync(folder)
    .map((name) => name.replace(/(?:\.test)?\.ts$/, ""))
    .filter((name) => name !== "index")
    .toSorted();

test("every pattern is registered under the name of its file, and has a test", () => {
  const kinds = PATTERNS.map(({ kind }) => kind);
  expect(kinds).toEqual(names(new URL("../../../src/project/found/patterns/", import.meta.url)));
  expect(kinds).toEqual(names(new URL("patterns/", import.meta.url)));
});

test("findings come by line, with the class that they stand in", () => {
  const text = `<?php
namespace App;
use Hyperf\\Logger\\LoggerFactory;
class A {
  function a(LoggerFactory $f) {
    $f->get(
      "r-$requestId", // token=s3cret
      's3cret'
    );
    $this->redis->pipeline(function ($p) { $p->auth('s3cret'); });
    $x = new class { function b() { Db::enableQueryLog(); } };
  }
}
function c() { Db::connection("s3cret")
  /* s3cret */ ->enableQueryLog(); }
`;
  const { ast, classes } = parsed(text);
  expect(codeFindings({ path: "app/A.php", text, ast }, classes, NOBODY)).toEqual([
    {
      kind: "logger-name",
      file: "app/A.php",
      line: 6,
      text: "$f->get( '…', '…' )",
      className: "App\\A",
    },
    {
      kind: "redis-callback",
      file: "app/A.php",
      line: 10,
      text: "$this->redis->pipeline(function ($p) {…})",
      className: "App\\A",
    },
    {
      kind: "query-log",
      file: "app/A.php",
      line: 11,
      text: "Db::enableQueryLog()",
      className: "App\\A",
    },
    {
      kind: "query-log",
      file: "app/A.php",
      line: 14,
      text: "Db::connection('…')->enableQueryLog()",
      className: null,
    },
  ]);
});

test("a file that could not be parsed has none", () => {
  const text = "<?php Db::enableQueryLog(";
  expect(codeFindings({ path: "a.php", text, ast: null }, [], NOBODY)).toEqual([]);
});

test("every word is one that a file may be searched for", () => {
  expect(CANDIDATE_WORDS.every((word) => word.length >= 6)).toBe(true);
});
