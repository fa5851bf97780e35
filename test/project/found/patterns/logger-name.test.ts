import { expect, test } from "vitest";
import { classWith, foundIn } from "../found-in.ts";

const IMPORTS = "use Hyperf\\Logger\\LoggerFactory; use Hyperf\\Logger\\LoggerFactory as Logs;";
const inMethod = (body: string, members = "protected LoggerFactory $loggers;"): string =>
  classWith(`${members}\npublic function a($x) {\n${body}\n}`, IMPORTS);

test.each([
  ["an id", "$this->loggers->get($requestId);"],
  ["an id in a string", '$this->loggers->get("request-{$id}");'],
  ["an id behind a word", "$this->loggers->get('order-' . $order->sn);"],
  ["what makes names", "$this->loggers->get(uniqid('job', true));"],
  ["a moment", "$this->loggers->get('sync-' . date('YmdHis'));"],
  ["a path", "$this->loggers->get($request->getUri()->getPath());"],
  ["a header", "$this->loggers->get($this->request->header('x-trace'));"],
  ["a variable that holds one", "$name = 'r-' . $data['trace_id'];\n$this->loggers->get($name);"],
  ["inside a function", "$this->loggers->get(strtolower((string) $userId));"],
])("a name that never comes back: %s", (_what, body) => {
  expect(foundIn(inMethod(body)).map((each) => each.split(":")[0])).toEqual(["logger-name"]);
});

test.each([
  ["a constant", "$this->loggers->get('crontab', 'default');"],
  ["a constant of a class", "$this->loggers->get(self::NAME . static::class);"],
  ["what is handed on", "$this->loggers->get($x);"],
  ["a name", "$this->loggers->get($name ?? 'app');"],
  ["a channel", "$this->loggers->get($this->orderChannel);"],
  ["one per day", "$this->loggers->get('sync-' . date('Ymd'));"],
  ["no name", "$this->loggers->get();"],
  ["of a setting", "$this->loggers->get(config('app_name'));"],
  ["another factory", "$this->other->get($requestId);"],
])("a name of which there are few: %s", (_what, body) => {
  expect(foundIn(inMethod(body))).toEqual([]);
});

test.each([
  ["a promoted parameter", "public function __construct(private ?LoggerFactory $loggers) {}"],
  ["an alias", "private Logs $loggers;"],
  ["a comment", "/** @var LoggerFactory */\nprivate $loggers;"],
  [
    "an assigned parameter",
    "private $loggers;\npublic function __construct(LoggerFactory $f) { $this->loggers = $f; }",
  ],
  [
    "a container",
    "private $loggers;\npublic function __construct($c) { $this->loggers = $c->get(LoggerFactory::class); }",
  ],
])("a factory is known by %s", (_what, members) => {
  expect(foundIn(inMethod("$this->loggers->get($traceId);", members))).toHaveLength(1);
});

test("a factory is known where it is fetched", () => {
  expect(
    foundIn(
      inMethod(
        "ApplicationContext::getContainer()->get(LoggerFactory::class)->get($orderId);\n$f = make(LoggerFactory::class);\n$f->make($orderId);",
      ),
    ),
  ).toHaveLength(2);
});

// The class of hyperf:docs/zh-cn/logger.md, which half of all applications have.
test("a class that hands its name on is none", () => {
  const text = classWith(
    "public static function get(string $name = 'app') { return ApplicationContext::getContainer()->get(LoggerFactory::class)->get($name); }",
    IMPORTS,
    "class Log",
  );
  expect(foundIn(text)).toEqual([]);
});
