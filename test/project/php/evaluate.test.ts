import { expect, test } from "vitest";
import { heldFrom } from "../../../src/project/php/held.ts";
import { constantOf, declared, environment, plain, returned } from "./read.ts";

test.each([
  ["'a' . BASE_PATH . '/b'", "a/srv/app/b"],
  ["__DIR__ . '/../x'", "/srv/app/config/autoload/../x"],
  ["__FILE__", "/srv/app/config/autoload/a.php"],
  ['"in {$GLOBALS}"', { unresolved: '"in {$GLOBALS}"' }],
  ["value(fn () => ['a' => 1])", { a: 1 }],
  ["Foo\\Bar::class", "Foo\\Bar"],
  ["\\Foo::class", "Foo"],
  ["[...[1], 'a' => 2, ...['a' => 3]]", { 0: 1, a: 3 }],
  ["[1 => 'a', '2' => 'b', 'c']", { 1: "a", 2: "b", 3: "c" }],
  ["fn () => 1", { closure: "fn () => 1" }],
  ["function () { return 1; }", { closure: "function () { return 1; }" }],
  ["strtoupper(...)", { closure: "strtoupper(...)" }],
])("%s", (expression, is) => {
  expect(constantOf(expression)).toEqual(is);
});

// hyperf:src/server/src/Event.php, ServerInterface.php; swoole-src:include/swoole_server.h; phpredis:common.h; monolog: Level.php
test.each([
  ["Hyperf\\Server\\Event::ON_PIPE_MESSAGE", "pipeMessage"],
  ["Hyperf\\Server\\Event::ON_HAND_SHAKE", "handshake"],
  ["Hyperf\\Server\\Server::SERVER_WEBSOCKET", 2],
  ["Hyperf\\Server\\ServerInterface::SERVER_HTTP", 1],
  ["Swoole\\Constant::OPTION_MAX_REQUEST", "max_request"],
  ["Swoole\\Constant::OPTION_OPEN_HTTP2_PROTOCOL", "open_http2_protocol"],
  ["Swoole\\Constant::EVENT_WORKER_START", "workerStart"],
  ["Redis::OPT_PREFIX", 2],
  ["\\Redis::OPT_READ_TIMEOUT", 3],
  ["Monolog\\Logger::WARNING", 300],
  ["Monolog\\Level::Debug", 100],
  ["Monolog\\Level::Debug->value", 100],
  ["Psr\\Log\\LogLevel::ERROR", "error"],
  ["PDO::ATTR_DEFAULT_FETCH_MODE", 19],
  ["PDO::ATTR_EMULATE_PREPARES", 20],
  ["PDO::ERRMODE_EXCEPTION", 2],
  ["PDO::CASE_LOWER", 2],
  ["PDO::FETCH_CLASS", 8],
  ["SWOOLE_BASE", 1],
  ["SWOOLE_PROCESS", 2],
  ["SWOOLE_SOCK_TCP", 1],
  ["SWOOLE_SOCK_TCP | SWOOLE_SSL", 513],
  ["SWOOLE_LOG_WARNING", 4],
  ["SWOOLE_HOOK_TCP | SWOOLE_HOOK_FILE", 258],
  ["SWOOLE_HOOK_ALL", { unresolved: "SWOOLE_HOOK_ALL" }],
  ["Swoole\\Constant::NOPE", { unresolved: "Swoole\\Constant::NOPE" }],
  ["App\\Foo::BAR", { unresolved: "App\\Foo::BAR" }],
])("the constant %s", (expression, is) => {
  expect(constantOf(expression)).toEqual(is);
});

const fooBar = (className: string, name: string) =>
  className === "App\\Foo" && name === "BAR" ? declared("['a' => 5]") : null;

test("constants that are given win, those of classes are asked for", () => {
  expect(constantOf("SWOOLE_BASE", { constants: { SWOOLE_BASE: 7 } })).toBe(7);
  expect(constantOf("App\\Foo::BAR['a'] * 2", { classConstant: fooBar })).toBe(10);
  expect(constantOf("App\\Foo::BAZ", { classConstant: fooBar })).toEqual({
    unresolved: "App\\Foo::BAZ",
  });
});

// hyperf:src/support/src/Functions.php, env()
test.each([
  [{ X: "true" }, true],
  [{ X: "(FALSE)" }, false],
  [{ X: "null" }, null],
  [{ X: "empty" }, ""],
  [{ X: '"a b"' }, "a b"],
  [{ X: '"' }, '"'],
  [{ X: "" }, ""],
  [{ X: "12" }, "12"],
  [{}, "d"],
])("env() with %j gives %j", (env, is) => {
  expect(constantOf("env('X', 'd')", { env })).toBe(is);
});

test.each([
  ["env('X')", null],
  ["env('X', fn () => 1 + 1)", 2],
  ["env(key: 'X', default: 3)", 3],
  ["(int) env('X', '5') * 2", 10],
  ["(bool) env('X', true) ? 'a' : 'b'", "a"],
  ["env('X') ?? 'none'", "none"],
  ["env('X') ?: env('Y', 'y')", "y"],
  ["getenv('X')", false],
  ["getenv('X') ?: 'd'", "d"],
  ["explode(';', env('X', 'a;b'))", ["a", "b"]],
  ["\\Hyperf\\Support\\env('X', 1)", 1],
  ["env($name)", { unresolved: "env($name)" }],
  ["App\\env('X', 1)", { unresolved: "App\\env('X', 1)" }],
])("%s without X", (expression, is) => {
  expect(constantOf(expression)).toEqual(is);
});

test("names that are asked for are noted, and stand beside what stands on them", () => {
  const asked: string[] = [];
  const value = returned(
    "return ['a' => env('A', env('B', 1)), 'c' => 2, 'd' => env('D') ?: 'x'];",
    {
      env: { D: "d" },
      noteEnv: (name) => asked.push(name),
    },
  );
  expect(asked.toSorted()).toEqual(["A", "B", "D"]);
  if (value.kind !== "array") throw new Error("no array");
  expect(value.envs.toSorted()).toEqual(["A", "B", "D"]);
  expect(value.entries.map((entry) => entry.value.envs.toSorted())).toEqual([
    ["A", "B"],
    [],
    ["D"],
  ]);
});

test("imports of classes, functions and constants are followed", () => {
  const code = `namespace App\\Config;
    use Hyperf\\Server\\{Event, Server as S};
    use function Hyperf\\Support\\env as e;
    use const SWOOLE_PROCESS as MODE;
    return [Event::ON_TASK, S::SERVER_HTTP, e('X', 3), MODE, Local::class, namespace\\Local::class, SWOOLE_BASE, PHP_EOL];`;
  expect(plain(returned(code))).toEqual([
    "task",
    1,
    3,
    2,
    "App\\Config\\Local",
    "App\\Config\\Local",
    1,
    "\n",
  ]);
});

test("what is no constant is its text, and an array around it stays one", () => {
  const value = returned(
    "return ['n' => swoole_cpu_num() /* all */ *\n 2, 'b' => time(), 'c' => 1];",
  );
  expect(plain(value)).toEqual({
    n: { unresolved: "swoole_cpu_num() * 2" },
    b: { unresolved: "time()" },
    c: 1,
  });
  expect(declared(`foo('${"x".repeat(300)}')`).text).toHaveLength(200);
});

test.each([
  "[...foo(), 1]",
  "['a' => 1, foo() => 2]",
  "'a' . foo()",
  "swoole_cpu_num() * 2",
  "gethostname()",
  "rand(1, 2)",
  "new class {}",
  "(clone $a)->b()",
  "$_ENV['X'] ?? 'd'",
  "`ls`",
  "Network::ip()",
  "(new Foo())->bar",
  "'a' . 1 + 2",
  "(int) 2.5 ** 2",
  "'abc' == 0",
  '"\\xff"',
  "true ? 1 : 2 or 3",
  "'a' instanceof Foo",
  "1 / 0",
  "'abc' * 2",
  "require 'x.php'",
  "array_map(fn ($x) => foo($x), $a)",
  "['a' => 1]->b",
  "str_repeat('x', 10000000)",
  "range(1, 10000000)",
])("%s is unresolved, not guessed", (expression) => {
  expect(constantOf(expression)).toEqual({ unresolved: expect.any(String) });
});

const include = (path: string) =>
  path === "/srv/app/config/x.php" ? declared("['a' => 1]") : null;

test("a file that is included is asked for by its path", () => {
  expect(constantOf("[...require BASE_PATH . '/config/x.php', 'b' => 2]", { include })).toEqual({
    a: 1,
    b: 2,
  });
  expect(constantOf("require 'y.php'", { include })).toEqual({ unresolved: "require 'y.php'" });
});

test.each([
  [
    "(new Crontab())->setName('a')->setRule('* * * * *')",
    [
      ["setName", "a"],
      ["setRule", "* * * * *"],
    ],
  ],
  ["new Crontab()->setName('a')", [["setName", "a"]]],
  ["(new Crontab)\n  // why\n  ->setName(\n 'a' ,)\n", [["setName", "a"]]],
  [
    "(new Crontab())->setOptions(name: 'a', ...['b' => 1])",
    [["setOptions", { name: "a" }, { b: 1 }]],
  ],
])("the chain %j", (expression, calls) => {
  expect(plain(returned(`use H\\Crontab; return ${expression};`))).toEqual({
    new: "H\\Crontab",
    args: [],
    calls,
  });
});

test("a chain has its lines and its text", () => {
  const value = returned("return [\n  (new A(1))\n    ->b(2)\n    ->c(),\n];");
  if (value.kind !== "array") throw new Error("no array");
  const [object] = value.entries.map((entry) => entry.value);
  if (object?.kind !== "object") throw new Error("no object");
  expect(object.place.line).toBe(3);
  expect(object.calls.map(({ place }) => place.line)).toEqual([4, 5]);
  expect(object.text).toBe("(new A(1)) ->b(2) ->c()");
});

test("an object is one wherever it stands: what is called later counts, too", () => {
  const code = "$c = new C(); $c->setName('a'); return [$c->setRule('x'), $c->setRule('y')];";
  const both = {
    new: "C",
    args: [],
    calls: [
      ["setName", "a"],
      ["setRule", "x"],
      ["setRule", "y"],
    ],
  };
  expect(plain(returned(code))).toEqual([both, both]);
});

test("an object that other code has had is not told", () => {
  expect(plain(returned("$c = new C(); foo($c); return [$c];"))).toEqual([{ unresolved: "$c" }]);
  expect(plain(returned("$c = new C(); $x->add([$c]); return [$c];"))).toEqual([
    { unresolved: "new C()" },
  ]);
});

const classConstant = () => declared("env('DB_PASSWORD', 'hunter2')");

test("a value from elsewhere keeps what was masked a secret", () => {
  expect(heldFrom(declared("['password' => 'hunter2']")).isSecret).toBe(false);
  expect(constantOf("'a' . App\\Foo::BAR", { classConstant })).toBe("***");
  expect(environment().env("X")).toBeNull();
});
