import { expect, test } from "vitest";
import {
  counted,
  declaredTask,
  intervalOf,
  isHyperfProject,
  listed,
  neverTicks,
  notTold,
  everyText,
  taskPlace,
  tasksOf,
  valueOf,
} from "../../../src/analysis/audit/evidence.ts";
import { unknown } from "../../../src/domain/facts.ts";
import {
  declaredTask as written,
  factsOf,
  projectOf,
  taskOf,
  withDeclarations,
  withProject,
} from "./build.ts";

test.each([
  ["* * * * * *", 1],
  ["*/10 * * * * *", 10],
  ["*/7 * * * * *", 4], // 56, then 0
  ["0,59 0,30 * * * *", 59],
  ["0,59 0,1 * * * *", 1],
  ["* * * * *", 60],
  ["*/5 * * * *", 300],
  ["0,59 * * * *", 60], // over the end of the hour
  ["0,59 0,12 * * *", 59 * 60],
  ["0 * * * *", 3600],
  ["0 */5 * * *", 4 * 3600], // 20, then 0
  ["0 3 * * *", 86_400],
  ["0 3 1 * *", 86_400],
  ["*/0 * * * *", null],
  ["0 25 * * *", null],
  ["@daily", null],
])("the closest ticks of %s are %s seconds apart", (rule, seconds) => {
  expect(intervalOf(factsOf(), taskOf({ rule }))).toBe(seconds);
});

test("a rule that is not told has no interval", () => {
  expect(intervalOf(factsOf(), taskOf({ rule: null }))).toBeNull();
});

test.each([
  [10, "every 10 s"],
  [90, "every 90 s"],
  [300, "every 5 min"],
  [7200, "every 2 h"],
  [86_400, "once a day or less"],
])("%i seconds are said as %s", (seconds, text) => {
  expect(everyText(seconds)).toBe(text);
});

test("counts have their plural", () => {
  expect([counted(1, "task"), counted(3, "task"), counted(2, "process")]).toEqual([
    "1 task",
    "3 tasks",
    "2 processes",
  ]);
});

test("of many names the first five are listed", () => {
  expect(listed(["a", "b"])).toBe("a, b");
  expect(listed(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, d, e, …");
});

test("tasks without a name are told apart by their place, and by a number where it is the same", () => {
  const nameless = taskOf({ name: null });
  const facts = withProject({ crontab: { tasks: [nameless, nameless, taskOf()] } });
  expect(tasksOf(facts).map(({ name }) => name)).toEqual([
    "config/autoload/crontab.php:14",
    "config/autoload/crontab.php:14 (2)",
    "hourly-digest",
  ]);
});

test("of a project that is not known nobody says that it is no Hyperf project", () => {
  const facts = factsOf({ project: unknown("nothing was read") });
  expect(isHyperfProject(facts)).toBe(true);
  expect(() => valueOf(facts.project)).toThrow("nothing was read");
});

test("a task is found again as it is written", () => {
  const facts = withDeclarations({
    tasks: [written({}, { text: "(new Crontab())->setName('x')" })],
  });
  expect(taskPlace(facts, taskOf())).toEqual({
    file: "config/autoload/crontab.php",
    line: 14,
    text: "(new Crontab())->setName('x')",
  });
});

test("of two tasks on one line the name decides, and without one nobody does", () => {
  const two = withDeclarations({
    tasks: [written({ name: "a" }), written({ name: "b", memo: "b" })],
  });
  expect(declaredTask(two, taskOf({ name: "b" }))?.properties.memo).toBeDefined();
  expect(declaredTask(two, taskOf({ name: "c" }))).toBeNull();
  const same = withDeclarations({ tasks: [written({ name: "a" }), written({ name: "a" })] });
  expect(declaredTask(same, taskOf({ name: "a" }))).toBeNull();
});

test("what is not told of a task is looked for up to the next task", () => {
  const file = "config/autoload/crontab.php";
  const task = taskOf();
  const next = taskOf({ name: "b", declared: { file, line: 20, by: "config" } });
  const project = projectOf({
    crontab: { tasks: [task, next] },
    unresolved: [
      { file, line: 16, text: "$rules[0]" },
      { file, line: 22, text: "$rules[1]" },
      { file: "config/autoload/server.php", line: 15, text: "swoole_cpu_num()" },
    ],
  });
  expect(notTold(project, task, "rule")).toBe(
    "rule of the task: config/autoload/crontab.php:16 is no constant: $rules[0]",
  );
  expect(notTold(projectOf(), task, "rule")).toBe(
    "rule of the task: config/autoload/crontab.php:14 gives no constant",
  );
});

test("what never ticks: a rule that is refused, or that nothing fits", () => {
  expect(neverTicks(taskOf({ valid: false, next: [] }))).toBe(true);
  expect(neverTicks(taskOf({ oddities: ["dow-7-never"], next: [] }))).toBe(true);
  expect(neverTicks(taskOf({ oddities: ["dow-7-never"] }))).toBe(false);
  // switched off it is, not empty
  expect(neverTicks(taskOf({ next: [] }))).toBe(false);
  expect(neverTicks(taskOf({ oddities: ["dom-and-dow"], next: [] }))).toBe(false);
});
