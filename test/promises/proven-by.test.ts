import { describe, expect, test } from "vitest";
import { provenBy } from "./proven-by.ts";

const HERE = "test/promises/proven-by.test.ts";

describe("provenBy", () => {
  test("is content with a test which is there", () => {
    expect(() => provenBy(HERE, "is content with a test which is there")).not.toThrow();
  });

  test.each([["table"]])("knows titles behind a %s", () => {
    expect(() => provenBy(HERE, "knows titles behind a %s")).not.toThrow();
  });

  test("knows the rows of a rule's table, and of no other", () => {
    const rule = "test/analysis/audit/rules/websocket.max-request.test.ts";
    expect(() => provenBy(rule, "BASE mode")).not.toThrow();
    const row = { title: "no row of a rule" };
    expect(() => provenBy(HERE, row.title)).toThrow("no running test in");
  });

  test("misses a title which is only mentioned, open or in a comment", () => {
    const mentioned = ["only mentioned"];
    // test("only in a comment", () => {});
    for (const title of [...mentioned, "only in a comment", ["still", "open"].join(" ")]) {
      expect(() => provenBy(HERE, title)).toThrow("no running test in");
    }
  });

  test.todo("still open");

  test("misses a file which is not there", () => {
    expect(() => provenBy("test/no-such.test.ts", "anything")).toThrow("ENOENT");
  });
});
