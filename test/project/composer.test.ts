import { expect, test } from "vitest";
import { composerOf, frameworkOf, majorOf, pathsOfClass } from "../../src/project/composer.ts";

const LOCK = JSON.stringify({
  packages: [
    { name: "hyperf/framework", version: "v3.1.71" },
    {
      name: "hyperf/server",
      version: "v3.1.71",
      autoload: { "psr-4": { "Hyperf\\Server\\": "src/" } },
    },
  ],
  "packages-dev": [{ name: "hyperf/devtool", version: "dev-main" }],
});
const JSON_TEXT = JSON.stringify({
  name: "shop/api",
  require: { "hyperf/crontab": "~3.1.0" },
  autoload: { "psr-4": { "App\\": "app/", "App\\Lib\\": ["lib", "more/"] } },
});

test("a lock names packages without the v of their versions", () => {
  const composer = composerOf(JSON_TEXT, LOCK);
  expect(composer.name).toBe("shop/api");
  expect(composer.packages).toEqual({
    "hyperf/framework": { version: "3.1.71", isDev: false },
    "hyperf/server": { version: "3.1.71", isDev: false },
    "hyperf/devtool": { version: "dev-main", isDev: true },
  });
  expect(frameworkOf(composer)?.name).toBe("hyperf");
});

test("without a lock the packages are unknown, the framework is that which is asked for", () => {
  const composer = composerOf(JSON.stringify({ require: { "laravel/octane": "^2" } }), null);
  expect(composer.packages).toBeNull();
  expect(frameworkOf(composer)?.name).toBe("octane");
  expect(frameworkOf(composerOf(null, null))).toBeNull();
});

test.each(["{", "[]", "null", '{"packages":{"a":1}}', '{"packages":"x"}'])(
  "a lock that is none: %s",
  (lock) => {
    expect(composerOf(lock, lock).packages).toBeNull();
  },
);

test.each([
  ["~3.1.0", 3],
  [">=2.2", 2],
  ["^3", 3],
  ["v1.1.*", 1],
  ["*", null],
  ["dev-master", null],
])("major of the constraint %s", (constraint, major) => {
  const composer = composerOf(JSON.stringify({ require: { "hyperf/crontab": constraint } }), null);
  expect(majorOf(composer, "hyperf/crontab")).toBe(major);
});

test("a class stands where PSR-4 puts it, the longest prefix first", () => {
  const composer = composerOf(JSON_TEXT, LOCK);
  expect(pathsOfClass(composer, "App\\Lib\\Rules")).toEqual([
    "lib/Rules.php",
    "more/Rules.php",
    "app/Lib/Rules.php",
  ]);
  expect(pathsOfClass(composer, "Hyperf\\Server\\Event")).toEqual([
    "vendor/hyperf/server/src/Event.php",
  ]);
  expect(pathsOfClass(composer, "Other\\Thing")).toEqual([]);
});

test("no class leads out of the project", () => {
  const composer = composerOf(
    JSON.stringify({ autoload: { "psr-4": { "App\\": "../../etc" } } }),
    null,
  );
  expect(pathsOfClass(composer, "App\\Passwd")).toEqual([]);
});
