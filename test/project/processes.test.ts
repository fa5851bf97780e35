import { expect, test } from "vitest";
import { hyperf, lockOf, php, readProject, type Files } from "./memory-project.ts";

const DISPATCHER = "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess";
const told = (files: Files): readonly unknown[] =>
  readProject(hyperf(files)).processes.map(({ by, className, parent, name, nums }) => [
    by,
    className,
    parent,
    name,
    nums,
  ]);
const inApp = (body: string): string =>
  php(
    `namespace App\\Process;\n\nuse Hyperf\\Process\\AbstractProcess;\nuse Hyperf\\Process\\Annotation\\Process;\n\n${body}`,
  );

test("server.php, processes.php and attributes are all counted, also twice", () => {
  expect(
    told({
      "config/autoload/server.php": php(`return ['processes' => [\\${DISPATCHER}::class]];`),
      "config/autoload/processes.php": php(`return [\\${DISPATCHER}::class, someProcess()];`),
      "app/Process/Mine.php": inApp(
        "#[Process(nums: 2, name: 'mine')]\nclass Mine extends AbstractProcess { public function handle(): void {} }",
      ),
    }),
  ).toEqual([
    ["server", DISPATCHER, null, "crontab-dispatcher", 1],
    ["config", DISPATCHER, null, "crontab-dispatcher", 1],
    ["config", null, null, null, null],
    ["attribute", "App\\Process\\Mine", "Hyperf\\Process\\AbstractProcess", "mine", 2],
  ]);
});

test.each([
  ["class P extends AbstractProcess { public string $name = 'p'; public int $nums = 3; }", "p", 3],
  ["class P extends AbstractProcess {}", "process", 1],
  ["class P extends AbstractProcess { public int $nums = self::N; const N = 4; }", "process", 4],
  [
    "class P extends AbstractProcess { public int $nums = 1; function __construct() { $this->nums = cpus(); } }",
    "process",
    null,
  ],
  [`class P extends \\${DISPATCHER} {}`, "crontab-dispatcher", 1],
  ["class P extends Elsewhere { public string $name = 'p'; }", "p", null],
])("%s", (body, name, nums) => {
  const files = {
    "config/autoload/processes.php": php("return [App\\Process\\P::class];"),
    "app/Process/P.php": inApp(body),
  };
  expect(told(files).map((each) => (each as unknown[]).slice(3))).toEqual([[name, nums]]);
});

// hyperf:src/async-queue/src/Process/ConsumerProcess.php
test("the consumer of a queue has its name and its number", () => {
  expect(
    told({
      "config/autoload/async_queue.php": php(
        "return ['default' => ['processes' => 2], 'mail' => []];",
      ),
      "config/autoload/processes.php": php(
        "return [Hyperf\\AsyncQueue\\Process\\ConsumerProcess::class];",
      ),
      "app/Process/Mail.php": inApp(
        "#[Process]\nclass Mail extends \\Hyperf\\AsyncQueue\\Process\\ConsumerProcess { protected string $pool = 'mail'; }",
      ),
    }).map((each) => (each as unknown[]).slice(3)),
  ).toEqual([
    ["queue.default", 2],
    ["queue.mail", 1],
  ]);
});

test("annotations count up to Hyperf 2", () => {
  const files = {
    "app/Process/P.php": inApp(
      '/** @Process(name="old", nums=2) */\nclass P extends AbstractProcess {}',
    ),
  };
  expect(told(files)).toEqual([]);
  expect(told({ ...files, "composer.lock": lockOf("2.2.33") })).toEqual([
    ["annotation", "App\\Process\\P", "Hyperf\\Process\\AbstractProcess", "old", 2],
  ]);
});
