import { expect, test } from "vitest";
import { bootOf, staticChains } from "../../../src/project/php/file.ts";
import { environment, file, plain, returned } from "./read.ts";

const C = (name: string, rule: string) => ({
  new: "Hyperf\\Crontab\\Crontab",
  args: [],
  calls: [
    ["setName", name],
    ["setRule", rule],
  ],
});
const USE = "use Hyperf\\Crontab\\Crontab;";

test.each([
  [
    "a loop fills it",
    `${USE} $tasks = []; foreach (['a' => '* * * * *', 'b' => '5 * * * *'] as $name => $rule) { $tasks[] = (new Crontab())->setName($name)->setRule($rule); } return ['crontab' => $tasks];`,
    { crontab: [C("a", "* * * * *"), C("b", "5 * * * *")] },
  ],
  [
    "array_map makes it",
    `${USE} return ['crontab' => array_map(static fn (array $t) => (new Crontab())->setName($t[0])->setRule($t['r']), [['a', 'r' => '1 * * * *']])];`,
    { crontab: [C("a", "1 * * * *")] },
  ],
  [
    "a counted loop and a list",
    `${USE} $r = []; for ($i = 0; $i < 2; ++$i) { [$n, $x] = ["t$i", sprintf('%d * * * *', $i * 5)]; $r["k{$i}"] = (new Crontab)->setName($n)->setRule($x); } return $r;`,
    { k0: C("t0", "0 * * * *"), k1: C("t1", "5 * * * *") },
  ],
  [
    "a constant condition",
    "if (env('APP_ENV', 'dev') === 'prod') { return ['a' => 1]; } return ['b' => 2];",
    { b: 2 },
  ],
  [
    "an else",
    "$x = []; if (1 > 2) { $x['a'] = 1; } elseif (true) { $x['b'] = 2; } else { $x['c'] = 3; } return $x;",
    { b: 2 },
  ],
  [
    "a function at once",
    "return (static function () { $a = 1; return ['a' => $a]; })();",
    { a: 1 },
  ],
  [
    "spreads and merges",
    "$base = ['a' => 1, 'b' => [1]]; return array_merge($base, ['a' => 2, ...['c' => 3]]);",
    { a: 2, b: [1], c: 3 },
  ],
  [
    "its own constants",
    "define('A_B', 5); const C_D = A_B * 2; return [A_B, C_D, defined('A_B')];",
    [5, 10, true],
  ],
  ["a throw that may be", "if (foo()) { throw new E(); } return ['b' => 2];", { b: 2 }],
  [
    "a loop that leaves",
    "$r = []; foreach ([1, 2, 3, 4] as $x) { if ($x === 2) continue; if ($x > 3) break; $r[] = $x; } return $r;",
    [1, 3],
  ],
])("a configuration is read where %s", (_name, code, is) => {
  expect(plain(returned(code))).toEqual(is);
});

const unresolved = { unresolved: expect.any(String) };
test.each([
  [
    "an early return that may be",
    "if (foo()) { return ['a' => 1]; } return ['b' => 2];",
    unresolved,
  ],
  [
    "a variable set who knows how",
    "$x = 1; if (foo()) { $x = 2; } return ['x' => $x, 'b' => 2];",
    { x: unresolved, b: 2 },
  ],
  [
    "an array filled who knows how often",
    "$r = [1]; foreach (foo() as $x) { $r[] = $x; } return ['r' => $r, 'b' => 2];",
    { r: unresolved, b: 2 },
  ],
  [
    "a return in a loop that is not followed",
    "foreach (foo() as $x) { return [1]; } return [2];",
    unresolved,
  ],
  ["a switch", "$x = 1; switch (2) { case 2: $x = 5; } return ['x' => $x];", { x: unresolved }],
  ["a reference", "$a = [1]; $b = &$a; $b[] = 2; return $a;", unresolved],
  ["a loop by reference", "$a = [1]; foreach ($a as &$x) { $x = 2; } return $a;", unresolved],
  [
    "a function that takes by reference",
    "$a = [3, 1]; sort($a); return ['a' => $a];",
    { a: unresolved },
  ],
  ["a variable of whoever includes it", "return ['a' => $config['x'] ?? 5];", { a: unresolved }],
  ["an endless loop", "while (true) { $a = 1; } return 1;", unresolved],
  [
    "text that doubles",
    "$a = 'x'; for ($i = 0; $i < 100000; $i++) { $a .= $a; } return [$a];",
    unresolved,
  ],
  [
    "a recursion",
    "$f = fn ($f) => $f($f); return ['a' => $f($f), 'b' => 1];",
    { a: unresolved, b: 1 },
  ],
  ["a generator", "return iterator_to_array((function () { yield 1; })());", unresolved],
  [
    "a condition with a side effect",
    "$x = 1; foo() && $x = 2; return ['x' => $x];",
    { x: unresolved },
  ],
  [
    "a closure by reference",
    "$x = 1; $f = function () use (&$x) { $x = 2; }; $f(); return ['x' => $x];",
    { x: unresolved },
  ],
])("%s is not guessed", (_name, code, is) => {
  expect(plain(returned(code))).toEqual(is);
});

test("what is not told has its place", () => {
  const value = returned("\nif (foo()) {\n  return [1];\n}\n\nreturn [2];");
  expect([value.kind, value.place.line]).toEqual(["unresolved", 7]);
});

// hyperf/hyperf-skeleton: bin/hyperf.php, with what people add
const BIN = `#!/usr/bin/env php
ini_set('display_errors', 'on');
@ini_set('memory_limit', '1G');
error_reporting(E_ALL);
date_default_timezone_set('Asia/Shanghai');
! defined('BASE_PATH') && define('BASE_PATH', dirname(__DIR__, 1));
defined('APP_ROOT') || define('APP_ROOT', BASE_PATH . '/app');
if (! defined('IN_IF')) { define('IN_IF', true); }
! defined('SWOOLE_HOOK_FLAGS') && define('SWOOLE_HOOK_FLAGS', SWOOLE_HOOK_ALL);
require BASE_PATH . '/vendor/autoload.php';
(function () {
    ini_set('precision', 14);
    if (getenv('X') === '1') { ini_set('never', '1'); }
    if (foo()) { ini_set('perhaps', '1'); }
    $container = require BASE_PATH . '/config/container.php';
    $application = $container->get(\\Hyperf\\Contract\\ApplicationInterface::class);
    $application->run();
})();`;

test("what bin/hyperf.php sets is read, also in its closure and behind conditions", () => {
  const parsed = file(BIN.replace("#!/usr/bin/env php", ""), "bin/hyperf.php");
  const { iniSets, defines, timezone } = bootOf(parsed, environment());
  const pairs = (of: typeof iniSets) => of.map(({ name, value }) => [name, plain(value)]);
  expect(pairs(iniSets)).toEqual([
    ["display_errors", "on"],
    ["memory_limit", "1G"],
    ["precision", 14],
    ["perhaps", { unresolved: "'1'" }],
  ]);
  expect(iniSets[1]?.place).toEqual({ file: "bin/hyperf.php", line: 4 });
  expect(pairs(defines)).toEqual([
    ["BASE_PATH", "/srv/app"],
    ["APP_ROOT", "/srv/app/app"],
    ["IN_IF", true],
    ["SWOOLE_HOOK_FLAGS", { unresolved: "SWOOLE_HOOK_ALL" }],
  ]);
  expect(timezone === null ? null : plain(timezone)).toBe("Asia/Shanghai");
});

test("a file that is no PHP gives nothing", () => {
  const parsed = file("return [;");
  expect(bootOf(parsed, environment())).toEqual({ iniSets: [], defines: [], timezone: null });
  expect(staticChains(parsed, environment(), "A")).toEqual([]);
});

const chains = (code: string) =>
  staticChains(
    file(`use Hyperf\\Crontab\\Schedule;\n${code}`),
    environment(),
    "Hyperf\\Crontab\\Schedule",
  );

test("chains of a facade are found in order, with their lines", () => {
  const found = chains(`
Schedule::command('a')
    ->setName('x')
    ->daily();
Other::command('no')->daily();
foreach (['b', 'c'] as $name) {
    Schedule::command("run:$name")->hourly();
}
$s = Schedule::call([Stock::class, 'sync']);
$s->everyMinute();
\\Hyperf\\Crontab\\Schedule::call(fn () => 1);
`);
  expect(found.map((each) => plain(each))).toEqual([
    {
      new: "Hyperf\\Crontab\\Schedule",
      args: [],
      calls: [["command", "a"], ["setName", "x"], ["daily"]],
    },
    { new: "Hyperf\\Crontab\\Schedule", args: [], calls: [["command", "run:b"], ["hourly"]] },
    { new: "Hyperf\\Crontab\\Schedule", args: [], calls: [["command", "run:c"], ["hourly"]] },
    {
      new: "Hyperf\\Crontab\\Schedule",
      args: [],
      calls: [["call", ["Stock", "sync"]], ["everyMinute"]],
    },
    { new: "Hyperf\\Crontab\\Schedule", args: [], calls: [["call", { closure: "fn () => 1" }]] },
  ]);
  expect(found[0]?.place.line).toBe(4);
  expect(found[0]?.calls.map(({ place }) => place.line)).toEqual([4, 5, 6]);
  expect(found[0]?.text).toBe("Schedule::command('a') ->setName('x') ->daily()");
});

test("a chain behind a condition that is not told says so", () => {
  const [one, other] = chains(
    "if (foo()) { Schedule::command('a')->daily(); }\nif (true) { Schedule::command('b')->daily(); }",
  );
  expect(one?.calls.map(({ name }) => name)).toEqual(["command", "when", "daily"]);
  expect(other?.calls.map(({ name }) => name)).toEqual(["command", "daily"]);
});
