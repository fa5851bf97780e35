import { expect, test } from "vitest";
import { classWith, foundIn } from "../found-in.ts";

const inMethod = (body: string): string => classWith(`public function a() {\n${body}\n}`);

test.each(["Db::enableQueryLog();", "Db::connection('a')->enableQueryLog();"])(
  "queries are kept from here on: %s",
  (body) => {
    expect(foundIn(inMethod(body))).toEqual(["query-log:7"]);
  },
);

test.each([
  "Db::enableQueryLog(); $this->b(); Db::disableQueryLog();",
  "Db::enableQueryLog(); while ($x) { Db::flushQueryLog(); }",
  "if (config('app_env') === 'dev') { Db::enableQueryLog(); }",
  "env('DB_LOG') ? Db::enableQueryLog() : null;",
  "// Db::enableQueryLog();",
])("they are forgotten again, or not in production: %s", (body) => {
  expect(foundIn(inMethod(body))).toEqual([]);
});

test("outside of a class it counts, too", () => {
  expect(foundIn("<?php\nDb::enableQueryLog();\n")).toEqual(["query-log:2"]);
});
