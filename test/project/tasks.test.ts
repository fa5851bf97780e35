import { expect, test } from "vitest";
import type { Declarations } from "../../src/domain/declarations.ts";
import { hyperf, lockOf, php, plain, properties, readProject } from "./memory-project.ts";

const crontab = (list: string): string =>
  php(
    `use App\\Crontab\\Tasks;\nuse Hyperf\\Crontab\\Crontab;\n\nreturn ['enable' => true, 'crontab' => [\n${list}\n]];`,
  );
const names = ({ tasks }: Declarations): readonly unknown[] =>
  tasks.map((task) => plain(task.properties.name));
const inApp = (body: string): string =>
  php(`namespace App\\Crontab;\n\nuse Hyperf\\Crontab\\Annotation\\Crontab;\n\n${body}`);

// As in the incident this program was made for: the default strategy and no lock.
test("a builder of the list, over several lines", () => {
  const declarations = readProject(
    hyperf({
      "config/autoload/crontab.php": crontab(
        "    (new Crontab())\n        ->setName('leaky-import')\n        ->setRule('*/10 * * * * *')\n        ->setCallback([Tasks::class, 'import'])\n        ->setMemo('pulls the stock list'),",
      ),
    }),
  );
  expect(declarations.tasks).toHaveLength(1);
  expect(declarations.tasks[0]).toMatchObject({
    by: "config",
    place: { file: "config/autoload/crontab.php", line: 7 },
    className: null,
    method: null,
  });
  expect(properties(declarations)).toEqual({
    name: "leaky-import",
    rule: "*/10 * * * * *",
    callback: ["App\\Crontab\\Tasks", "import"],
    memo: "pulls the stock list",
  });
});

test("list, classes, methods, schedule: in the order in which Hyperf registers them", () => {
  const declarations = readProject(
    hyperf({
      "config/autoload/crontab.php": crontab("    (new Crontab())->setName('1-list'),"),
      "config/crontabs.php": php(
        "use Hyperf\\Crontab\\Schedule;\nSchedule::command('x:y')->setName('5-schedule')->daily();",
      ),
      "app/A.php": inApp(
        "#[Crontab(name: '2-class', rule: '* * * * *')]\nclass A {\n  #[Crontab(name: '4-method', rule: '* * * * *')]\n  public function a() {}\n}",
      ),
      "app/B.php": inApp(
        "#[Crontab(name: '3-class', rule: '* * * * *')]\nclass B { function b() {} }",
      ),
    }),
  );
  expect(names(declarations)).toEqual(["1-list", "2-class", "3-class", "4-method", "5-schedule"]);
  expect(declarations.tasks.map(({ by }) => by)).toEqual([
    "config",
    "attribute",
    "attribute",
    "attribute",
    "schedule",
  ]);
});

test("loops, array_map and conditions over constants give tasks", () => {
  const declarations = readProject(
    hyperf({
      ".env": "WITH_REPORT=true",
      "config/autoload/crontab.php": php(
        `use Hyperf\\Crontab\\Crontab;
$tasks = [];
foreach (['a' => '1 * * * *', 'b' => '2 * * * *'] as $name => $rule) {
    $tasks[] = (new Crontab())->setName($name)->setRule($rule);
}
return ['crontab' => [
    ...$tasks,
    ...array_map(fn ($name) => (new Crontab())->setName('mapped-' . $name)->hourly(), ['c', 'd']),
    ...(env('WITH_REPORT') ? [(new Crontab())->setName('report')] : []),
    ...(env('WITHOUT') ? [(new Crontab())->setName('never')] : []),
]];`,
      ),
    }),
  );
  expect(names(declarations)).toEqual(["a", "b", "mapped-c", "mapped-d", "report"]);
  expect(properties(declarations, 1)).toEqual({ name: "b", rule: "2 * * * *" });
});

test("what cannot be told is no task, but named", () => {
  const { tasks, unresolved } = readProject(
    hyperf({
      "config/autoload/crontab.php": crontab(
        "    (new Crontab())->setName('sure')->setRule($rule),\n    makeTask('other'),\n    new App\\Crontab\\Special(),",
      ),
      "config/crontabs.php": php(
        "use Hyperf\\Crontab\\Schedule;\nfunction later() {\n    Schedule::command($job)->daily();\n}\nSchedule::command('sure:run')->setName('sure-2')->lastDayOfMonth();",
      ),
    }),
  );
  expect(tasks.map((task) => plain(task.properties.name))).toEqual(["sure", "sure-2"]);
  expect(tasks.map((task) => task.properties.rule?.kind)).toEqual(["unresolved", "unresolved"]);
  expect(unresolved.map(({ file, line }) => `${file}:${String(line)}`)).toEqual([
    "config/autoload/crontab.php:7",
    "config/autoload/crontab.php:8",
    "config/autoload/crontab.php:9",
    "config/crontabs.php:5",
    "config/crontabs.php:7",
  ]);
});

test("a task under a condition that is not told has it", () => {
  const declarations = readProject(
    hyperf({
      "config/crontabs.php": php(
        "use Hyperf\\Crontab\\Schedule;\nif (someCondition()) {\n    Schedule::command('maybe:run')->setName('maybe')->daily();\n}",
      ),
    }),
  );
  expect(properties(declarations)).toMatchObject({
    name: "maybe",
    rule: "0 0 * * *",
    when: { "?": expect.any(String) },
  });
  expect(declarations.unresolved.map(({ line }) => line)).toEqual([5]);
});

// hyperf:src/crontab/src/Schedule.php
test("the facade: commands, callables and closures", () => {
  const declarations = readProject(
    hyperf({
      "config/crontabs.php": php(
        `use App\\Stock;
use Hyperf\\Crontab\\Schedule;

Schedule::command('report:daily', ['--limit' => 5])
    ->setName('report-daily')
    ->setSingleton(true)
    ->dailyAt('02:30');
Schedule::call([Stock::class, 'sync'])->setName('stock')->cron('*/5 * * * *')->timezone('Asia/Shanghai');
Schedule::call(fn () => (new Stock())->warm())->setName('warm')->everyMinute();`,
      ),
    }),
  );
  expect(declarations.tasks.map(({ place }) => place.line)).toEqual([6, 10, 11]);
  expect(properties(declarations, 0)).toEqual({
    type: "command",
    callback: { command: "report:daily", "--limit": 5, "--disable-event-dispatcher": true },
    name: "report-daily",
    singleton: true,
    rule: "30 2 * * *",
  });
  expect(properties(declarations, 1)).toEqual({
    type: "callback",
    callback: ["App\\Stock", "sync"],
    name: "stock",
    rule: "*/5 * * * *",
    timezone: "Asia/Shanghai",
  });
  expect(properties(declarations, 2)).toMatchObject({ type: "closure", rule: "* * * * *" });
});

// hyperf:src/crontab/src/Annotation/Crontab.php
test.each([
  [
    "arguments by position, in the order of the attribute",
    "#[Crontab('0 1 * * *', 'n', 'callback', true, 'locks', 9, true, 'run', 'm', true, 'UTC', 'prod', ['a' => 1])]\nclass A {}",
    {
      rule: "0 1 * * *",
      name: "n",
      type: "callback",
      singleton: true,
      mutexPool: "locks",
      mutexExpires: 9,
      onOneServer: true,
      callback: ["App\\Crontab\\A", "run"],
      memo: "m",
      enable: true,
      timezone: "UTC",
      environments: ["prod"],
      options: { a: 1 },
    },
  ],
  [
    "named ones in another order, backslashes in the rule",
    "#[Crontab(callback: 'go', rule: '*\\\\/5 * * * *')]\nclass A { function go() {} }",
    { rule: "*/5 * * * *", name: "App\\Crontab\\A", callback: ["App\\Crontab\\A", "go"] },
  ],
  [
    "the only public method runs",
    "#[Crontab('1 * * * *')]\nclass A { function __construct() {} public function handle() {} private function other() {} }",
    { rule: "1 * * * *", name: "App\\Crontab\\A", callback: ["App\\Crontab\\A", "handle"] },
  ],
  [
    "of several the one that makes it callable",
    "#[Crontab('1 * * * *')]\nclass A { function a() {} function b() {} function __invoke() {} }",
    { rule: "1 * * * *", name: "App\\Crontab\\A", callback: ["App\\Crontab\\A", "__invoke"] },
  ],
  [
    "of several without it none is guessed",
    "#[Crontab('1 * * * *')]\nclass A { function a() {} function b() {} }",
    { rule: "1 * * * *", name: "App\\Crontab\\A", callback: { "?": "Crontab('1 * * * *')" } },
  ],
  [
    "a trait may bring methods",
    "#[Crontab('1 * * * *')]\nclass A { use Loud; function a() {} }",
    { rule: "1 * * * *", name: "App\\Crontab\\A", callback: { "?": "Crontab('1 * * * *')" } },
  ],
  [
    "words for true and false, names of methods",
    "#[Crontab('1 * * * *', enable: 'isOn')]\nclass A { function run() {} }",
    {
      rule: "1 * * * *",
      name: "App\\Crontab\\A",
      callback: ["App\\Crontab\\A", "run"],
      enable: ["App\\Crontab\\A", "isOn"],
    },
  ],
  [
    "on a method, where a word stays one",
    "class A { #[Crontab('1 * * * *', enable: 'isOn')] public function run() {} }",
    {
      rule: "1 * * * *",
      name: "App\\Crontab\\A::run",
      callback: ["App\\Crontab\\A", "run"],
      enable: "isOn",
    },
  ],
])("an attribute: %s", (_, body, expected) => {
  const declarations = readProject(hyperf({ "app/Crontab/A.php": inApp(body) }));
  expect(properties(declarations)).toEqual(expected);
  expect(declarations.tasks[0]).toMatchObject({
    by: "attribute",
    className: "App\\Crontab\\A",
    place: { file: "app/Crontab/A.php" },
  });
});

test("methods of a parent count where its file is at hand", () => {
  const child = inApp("#[Crontab('1 * * * *')]\nclass A extends Base { function a() {} }");
  const callback = (files: object): unknown =>
    properties(readProject(hyperf({ "app/Crontab/A.php": child, ...files })))["callback"];
  expect(callback({})).toEqual({ "?": "Crontab('1 * * * *')" });
  expect(
    callback({ "app/Crontab/Base.php": inApp("class Base { protected function b() {} }") }),
  ).toEqual(["App\\Crontab\\A", "a"]);
  expect(
    callback({ "app/Crontab/Base.php": inApp("class Base { public function b() {} }") }),
  ).toEqual({ "?": "Crontab('1 * * * *')" });
});

const LEGACY = inApp(
  `/**
 * Closes the orders nobody paid.
 *
 * @Crontab(name="close-orders", rule="*\\/10 * * * *", callback="execute", singleton=true)
 */
class LegacyTask {
    public function execute() {}

    /** @Crontab(rule="30 2 * * *") */
    public function nightly() {}
}`,
);

test("doc comments declare tasks up to Hyperf 2", () => {
  const declarations = readProject(
    hyperf({ "app/LegacyTask.php": LEGACY, "composer.lock": lockOf("2.2.33") }),
  );
  expect(properties(declarations, 0)).toEqual({
    name: "close-orders",
    rule: "*/10 * * * *",
    singleton: true,
    callback: ["App\\Crontab\\LegacyTask", "execute"],
  });
  expect(declarations.tasks.map(({ by, place }) => [by, place.line])).toEqual([
    ["annotation", 10],
    ["annotation", 15],
  ]);
});

test("Hyperf 3 does not read them, and without a version nobody says that it would", () => {
  const files = { "app/LegacyTask.php": LEGACY };
  expect(readProject(hyperf(files)).tasks).toEqual([]);
  expect(readProject({ ...files, "bin/hyperf.php": "<?php\n" }).tasks).toEqual([]);
});

test("an attribute of the same short name is another", () => {
  const declarations = readProject(
    hyperf({
      "app/A.php": php(
        "namespace App;\nuse Other\\Crontab;\n#[Crontab('1 * * * *')]\nclass A { function a() {} }",
      ),
    }),
  );
  expect(declarations.tasks).toEqual([]);
});

test("many comments between a doc comment and a class cost nothing", () => {
  const comments = "/* x */ // y // y // y\n# z\n".repeat(300);
  const declarations = readProject(
    hyperf({
      "app/A.php": php(
        `/** header */\n${comments}namespace App;\n#[\\Hyperf\\Crontab\\Annotation\\Crontab('1 * * * *')]\nclass A { function a() {} }`,
      ),
    }),
  );
  expect(declarations.tasks).toHaveLength(1);
});
