import { expect, test } from "vitest";
import { annotationsOf } from "../../../src/project/php/annotations.ts";
import { classesOf } from "../../../src/project/php/classes.ts";
import { bootOf, returnedValue, staticChains } from "../../../src/project/php/file.ts";
import { constantOf, declared, environment, file, plain, returned } from "./read.ts";

test.each([
  ["['password' => 'hunter2']", { password: "***" }],
  ["['auth' => ['user', 'hunter2']]", { auth: ["***", "***"] }],
  [
    "['accessKey' => 'hunter2', 'api-key' => 5, 'requirepass' => 'hunter2']",
    { accessKey: "***", "api-key": "***", requirepass: "***" },
  ],
  ["['pass' . 'word' => 'hunter2']", { password: "***" }],
  ["env('DB_PASSWORD', 'hunter2')", "***"],
  ["'mysql://u:' . env('DB_PASSWORD', 'hunter2') . '@h'", "***"],
  ['"mysql://u:{$GLOBALS}" . getenv("API_TOKEN")', { unresolved: expect.any(String) }],
  ["strtoupper(env('DB_PASSWORD', 'hunter2'))", "***"],
  ["explode(',', env('DB_PASSWORD', 'a,hunter2'))", ["***", "***"]],
  ["array_values(['password' => 'hunter2', 'b' => 'c'])", ["***", "c"]],
  ["implode(array_map(fn ($x) => $x . '!', ['password' => 'hunter2']))", "***"],
  ["['a' => 'redis://:hunter2@host/0']", { a: "redis://:***@host/0" }],
  ["['a' => 'https://hunter2@sentry.io/1']", { a: "https://***@sentry.io/1" }],
  ["'Authorization: Bearer hunter2hunter2'", "Authorization: Bearer ***"],
  ["'import --token=hunter2 --limit=5'", "import --token=*** --limit=5"],
  [
    "decrypt('hunter2', password: 'hunter2')['api_key'] ?? ['secret' => 'x']",
    { unresolved: expect.any(String) },
  ],
])("what looks like a secret is masked: %s", (expression, is) => {
  expect(constantOf(expression)).toEqual(is);
});

test.each([
  [
    "['password' => '', 'auth' => null, 'token' => false]",
    { password: "", auth: null, token: false },
  ],
  ["env('DB_PASSWORD')", null],
  ["env('DB_PASSWORD', '') === ''", true],
  [
    "['primary_key' => 'id', 'key' => 'a', 'mutexPool' => 'b', 'keys' => ['c'], 'author' => 'd', 'bypass' => 'e']",
    { primary_key: "id", key: "a", mutexPool: "b", keys: ["c"], author: "d", bypass: "e" },
  ],
  ["'basic report of all tokens'", "basic report of all tokens"],
  ["'*/5 * * * * *'", "*/5 * * * * *"],
])("nothing else is, and that nothing is set may be told: %s", (expression, is) => {
  expect(constantOf(expression)).toEqual(is);
});

/** Everything that is handed on of it, as text. */
const all = (value: unknown): string => JSON.stringify(value);

const SECRET = "hunter2x";
test.each([
  `return ['a' => ['password' => '${SECRET}'], 'b' => foo(['password' => '${SECRET}'])];`,
  `$p = '${SECRET}'; return ['password' => $p, 'b' => 'x' . $p, 'c' => foo($p . 'y')];`,
  `$a = ['x' => '${SECRET}']; return ['credentials' => $a, 'b' => $a['x'], 'c' => implode($a)];`,
  `$p = '${SECRET}'; return ['b' => $p, 'password' => "a$p"];`,
  `return ['a' => env('APP_SECRET', '${SECRET}') . 'b', 'c' => [env('APP_SECRET', '${SECRET}')]];`,
  `return (new Client())->setPassword('${SECRET}')->withOptions(['token' => '${SECRET}'], password: '${SECRET}');`,
  `define('API_KEY', '${SECRET}'); return ['a' => API_KEY, 'b' => API_KEY . 'c'];`,
  `const API_KEY = '${SECRET}'; return ['a' => API_KEY, 'b' => API_KEY . 'c'];`,
  `return ['a' => foo('mysql://root:${SECRET}@db/x'), 'b' => bar('Bearer ${SECRET}${SECRET}')];`,
  `return ['a' => foo(/* password: ${SECRET} */ 1), 'b' => 2 // ${SECRET}\n];`,
  `$c['db']['password'] = '${SECRET}'; $c['d'] = foo(['db_password' => '${SECRET}']); return $c;`,
  `return ['dsn' => "mysql:host=x;password=${SECRET}", 'x' => foo("mysql:host=x;password=${SECRET}")];`,
  `return ['key' => <<<'K'\n-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----\nK];`,
  `return fn () => ['password' => '${SECRET}'];`,
  `return ['password' => decrypt('${SECRET}'), 'b' => $password === '${SECRET}'];`,
  `return ['a' => foo('${" ".repeat(4000)}', 'redis://:${SECRET}@h')];`,
  `return foo('${"y".repeat(180)}', 'redis://:${SECRET}@h');`,
])("no secret gets out, not in a text either: %s", (code) => {
  const parsed = file(code);
  const seen = [
    returnedValue(parsed, environment()),
    bootOf(parsed, environment()),
    staticChains(parsed, environment(), "Client"),
    parsed.error,
  ];
  expect(seen[0]).not.toBeNull();
  expect(all(seen)).not.toContain(SECRET);
});

test("neither out of a class nor an annotation", () => {
  const parsed = file(`
    #[Client(token: '${SECRET}', url: 'https://u:${SECRET}@h')]
    class A {
      const API_KEY = '${SECRET}';
      private string $password = '${SECRET}';
      public $options = ['secret' => '${SECRET}'];
      public function __construct(private string $dbPassword = '${SECRET}') {}
    }`);
  const classes = classesOf(parsed, environment()).map(({ methods: _nodes, ...rest }) => rest);
  expect(classes[0]?.attributes).toHaveLength(1);
  expect(all(classes)).not.toContain(SECRET);
  const doc = `/** @Client(token="${SECRET}", x={"password"="${SECRET}"}, url="https://u:${SECRET}@h") */`;
  const annotations = annotationsOf(doc, 1);
  expect(annotations[0]?.args).toHaveLength(3);
  expect(all(annotations)).not.toContain(SECRET);
});

test("a text says what is masked, and what is asked for", () => {
  expect(declared("['password' => env('DB_PASSWORD', 'x'), 'host' => 'h']").text).toBe(
    "['password' => env('DB_PASSWORD', ***), 'host' => 'h']",
  );
  expect(plain(returned("$a = 1; return ['password' => decrypt('x'), 'b' => $a];"))).toEqual({
    password: { unresolved: "decrypt(***)" },
    b: 1,
  });
});
