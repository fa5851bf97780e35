import { expect, test } from "vitest";
import { bindingOf, readSetting } from "../../../src/analysis/audit/bindings.ts";
import { declarationsOf, raw } from "./build.ts";

const state = (change: Parameters<typeof declarationsOf>[0]): string =>
  readSetting(declarationsOf({ ...change, config: { redis: null } }), "redis.default").state;

test("a setting is absent only where its files were read", () => {
  const error = { line: 3, message: "syntax" };
  expect(state({})).toBe("absent");
  expect(state({ unreadable: ["config/autoload/cache.php"] })).toBe("absent");
  expect(state({ unreadable: ["config/autoload/redis.php"] })).toBe("unresolved");
  expect(state({ unreadable: ["config/autoload"] })).toBe("unresolved");
  expect(state({ parseErrors: [{ file: "config/config.php", ...error }] })).toBe("unresolved");
});

test("a setting that stands in a file is that, whatever else could not be read", () => {
  const declarations = declarationsOf({ unreadable: ["config/autoload/redis.php"] });
  expect(readSetting(declarations, ["redis", "default"]).state).toBe("declared");
});

const bound = (value: unknown) =>
  bindingOf(
    declarationsOf({ config: { dependencies: { "Hyperf\\Crontab\\Mutex\\TaskMutex": value } } }),
    "Mutex\\TaskMutex",
  );

test("a class is bound, nothing is bound, or it is not told", () => {
  expect(bound("\\App\\Lock")).toMatchObject({ className: "App\\Lock", isKnown: true });
  expect(bound(raw("fn () => 1"))).toMatchObject({ className: null, isKnown: false });
  expect(bindingOf(declarationsOf(), "Mutex\\TaskMutex")).toMatchObject({
    className: null,
    isKnown: true,
  });
});
