import { describe, expect, test } from "vitest";
import { declaredTask, raw } from "../audit/build.ts";
import { described, one, withVersion, type Properties } from "./described.ts";

const at = (line: number, properties: Properties) =>
  declaredTask(properties, { place: { file: "config/autoload/crontab.php", line } });

describe("a task", () => {
  test.each([
    ["3.1.71", 60],
    ["3.1.7", 60],
    ["3.1.6", 3600],
    ["2.2.33", 3600],
    [null, null],
    ["dev-master", null],
  ])("has the default expiry of %s", (version, expires) => {
    expect(one({}, {}, withVersion(version)).mutexExpires).toBe(expires);
  });

  test("has Hyperf's defaults for what is not given", () => {
    const bare = { singleton: undefined, onOneServer: undefined };
    expect(one(bare)).toMatchObject({
      singleton: false,
      onOneServer: false,
      mutexPool: "default",
      mutexExpires: 60,
      enable: true,
      timezone: null,
      environments: [],
      type: "callback",
    });
  });

  test("is not known where it is no constant", () => {
    const dark = raw("$this->x");
    const all = [
      "name",
      "rule",
      "singleton",
      "onOneServer",
      "mutexPool",
      "mutexExpires",
      "enable",
      "timezone",
      "environments",
      "type",
      "callback",
    ];
    expect(one(Object.fromEntries(all.map((name) => [name, dark])))).toMatchObject({
      ...Object.fromEntries(all.map((name) => [name, null])),
      valid: null,
      oddities: [],
      next: [],
    });
  });

  test.each([
    ["a class and its method", { callback: ["App\\Job", "run", [1]] }, "App\\Job::run"],
    [
      "a command",
      { type: "command", callback: { command: "mail:flush", "--disable-event-dispatcher": true } },
      "mail:flush",
    ],
    ["code", { type: "eval", callback: "echo 1;" }, null],
    ["an object and its method", { callback: [raw("new Job()"), "run"] }, null],
  ])("names %s", (_, properties, callback) => {
    expect(one(properties).callback).toBe(callback);
  });

  test("has no type that Hyperf does not know", () => {
    expect(one({ type: "shell" }).type).toBeNull();
  });

  const ON_METHOD = { by: "attribute", className: "App\\Job", method: "run" } as const;
  test.each([
    ["true", { enable: true }, {}, true],
    ["false", { enable: false }, {}, false],
    ["a flag of the environment", { enable: "0" }, {}, false],
    ["a method that is asked", { enable: ["App\\Job", "isOn"] }, {}, null],
    ["a word on a class", { enable: "false" }, { ...ON_METHOD, method: null }, false],
    ["a method's name on a class", { enable: "isOn" }, { ...ON_METHOD, method: null }, null],
    ["a word on a method, which ends the registration", { enable: "true" }, ON_METHOD, null],
  ])("is on or off: %s", (_, properties, change, enable) => {
    expect(one(properties, change).enable).toBe(enable);
  });

  test("that is refused or odd is listed", () => {
    expect(one({ rule: "@daily" })).toMatchObject({ valid: false, oddities: [], next: [] });
    expect(one({ rule: "*/0 * * * *" })).toMatchObject({
      valid: true,
      oddities: ["zero-step"],
      next: [],
    });
    expect(one({ rule: undefined })).toMatchObject({ rule: null, valid: null, next: [] });
  });

  test("has no ticks when it is off, or crontab is", () => {
    expect(one({ enable: false }).next).toEqual([]);
    expect(one({}, {}, { config: { crontab: { enable: false } } }).next).toEqual([]);
    expect(one({ enable: ["App\\Job", "isOn"] }).next).toHaveLength(3);
    expect(one({}, {}, { config: { crontab: { enable: raw("env('X')") } } }).next).toHaveLength(3);
  });

  test("has no ticks without a name, a rule or something to do: Hyperf drops it", () => {
    expect(one({ name: undefined })).toMatchObject({ name: null, next: [] });
    expect(one({ name: "" }).next).toEqual([]);
    expect(one({ callback: undefined })).toMatchObject({ callback: null, next: [] });
    expect(one({ name: raw("$name") }).next).toHaveLength(3);
  });

  test("as many ticks as asked for", () => {
    expect(described({}, 1).crontab.tasks[0]?.next).toHaveLength(1);
    expect(described({}, 0).crontab.tasks[0]?.next).toHaveLength(0);
  });
});

describe("environments", () => {
  const inStaging = { environments: ["staging"] };
  test("another one than the application's has no ticks", () => {
    expect(one(inStaging)).toMatchObject({ environments: ["staging"], enable: true, next: [] });
    expect(one({ environments: ["staging", "prod"] }).next).toHaveLength(3);
    expect(one({ environments: "prod" })).toMatchObject({
      environments: ["prod"],
      next: { length: 3 },
    });
  });
  test("were not looked at before 3.1.6", () => {
    expect(one(inStaging, {}, withVersion("3.1.5")).next).toHaveLength(3);
    expect(one(inStaging, {}, withVersion("3.1.6")).next).toEqual([]);
  });
  test("do not speak against a task when the application's is not known; without one it is the empty one", () => {
    expect(one(inStaging, {}, { config: { app_env: raw("env('APP_ENV')") } }).next).toHaveLength(3);
    expect(one(inStaging, {}, { config: { app_env: null } }).next).toEqual([]);
  });
  test("a list with something that is no name is not known", () => {
    expect(one({ environments: ["prod", raw("$x")] })).toMatchObject({
      environments: null,
      next: { length: 3 },
    });
  });
});

test("of tasks with one name the last runs, the earlier are listed with what took their place", () => {
  const tasks = [
    at(3, { name: "a" }),
    at(4, { name: "b" }),
    at(5, { name: "a" }),
    at(6, { name: "a", rule: "* * * * *" }),
    at(7, { name: raw("$x") }),
    at(8, { name: raw("$x") }),
  ];
  expect(
    described({ tasks }).crontab.tasks.map(({ name, declared, overriddenBy, next }) => [
      name,
      declared.line,
      overriddenBy?.line ?? null,
      next.length,
    ]),
  ).toEqual([
    ["a", 3, 6, 0],
    ["b", 4, null, 3],
    ["a", 5, 6, 0],
    ["a", 6, null, 3],
    [null, 7, null, 3],
    [null, 8, null, 3],
  ]);
});
