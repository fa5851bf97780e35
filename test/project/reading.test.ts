import { expect, test } from "vitest";
import { describeServer } from "../../src/analysis/cron/server.ts";
import type { Wanted } from "../../src/domain/ports/project-files.ts";
import { ProjectReading } from "../../src/project/reading.ts";
import { feed, hyperf, optionsOf, php, plain, properties, readProject } from "./memory-project.ts";

const pathsOf = (wanted: readonly Wanted[] | undefined): readonly string[] =>
  (wanted ?? []).map(({ path }) => path);

test("the settings are asked for first, then the folders with code", () => {
  const reading = new ProjectReading(optionsOf());
  const rounds = feed(reading, hyperf({ "config/config.php": php("return [];") }));
  expect(pathsOf(rounds[0])).toEqual(
    expect.arrayContaining([
      "composer.lock",
      ".env",
      "bin/hyperf.php",
      "config/config.php",
      "config/autoload",
      "Dockerfile",
      "k8s",
    ]),
  );
  expect(rounds.slice(1).map(pathsOf)).toEqual([["app"]]);
});

const absolute = (withSystem: boolean): readonly string[] =>
  pathsOf(new ProjectReading(optionsOf({ withSystem })).wanted()).filter((path) =>
    path.startsWith("/"),
  );

test("only of a target PHP's own settings are asked for", () => {
  expect(absolute(false)).toEqual([]);
  expect(absolute(true)).toContain("/usr/local/etc/php/conf.d");
});

test("the scanned folders are those of the configuration", () => {
  const rounds = feed(
    new ProjectReading(optionsOf()),
    hyperf({
      "config/autoload/annotations.php": php(
        "return ['scan' => ['paths' => [BASE_PATH . '/app', dirname(__DIR__, 2) . '/src/', '/etc', BASE_PATH . '/../other']]];",
      ),
    }),
  );
  expect(pathsOf(rounds[1])).toEqual(["app", "src"]);
});

test("a constant of a class leads to its file, an included file to that one, and on", () => {
  const reading = new ProjectReading(optionsOf());
  const rounds = feed(
    reading,
    hyperf({
      "config/autoload/crontab.php": php(
        "use App\\Rules;\nreturn ['enable' => Rules::ON, 'more' => require BASE_PATH . '/config/more.php'];",
      ),
      "config/more.php": php("return ['a' => \\App\\Sub\\Deep::VALUE];"),
      "app/Rules.php": php("namespace App;\nclass Rules extends Base { const OFF = false; }"),
      "app/Base.php": php("namespace App;\nclass Base { const ON = self::YES; const YES = true; }"),
      "app/Sub/Deep.php": php("namespace App\\Sub;\nclass Deep { const VALUE = \\App\\Base::ON; }"),
    }),
  );
  expect(plain(reading.declarations().config)).toEqual({
    crontab: { enable: true, more: { a: true } },
  });
  expect(rounds.length).toBeLessThan(8);
});

test("files and classes that lead back to themselves end", () => {
  const declarations = readProject(
    hyperf({
      "config/autoload/server.php": php("return require __DIR__ . '/../a.php';"),
      "config/a.php": php(
        "return ['x' => require __DIR__ . '/a.php', 'y' => \\App\\A::X, 'z' => 1];",
      ),
      "app/A.php": php("namespace App;\nclass A { const X = B::X; const Y = 1; }"),
      "app/B.php": php("namespace App;\nclass B { const X = A::X; const Z = A::Y; }"),
    }),
  );
  const { server } = plain(declarations.config) as { server: Record<string, unknown> };
  expect(server["z"]).toBe(1);
  expect(server["x"]).not.toBe(1);
  expect(server["y"]).toEqual({ "?": expect.anything() });
});

test("a chain of classes without an end is left after some rounds", () => {
  const classes = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [
      `lib/C${String(at)}.php`,
      php(`namespace Lib;\nclass C${String(at)} { const X = C${String(at + 1)}::X; }`),
    ]),
  );
  const rounds = feed(
    new ProjectReading(optionsOf()),
    hyperf({
      ...classes,
      "composer.json": JSON.stringify({ autoload: { "psr-4": { "Lib\\": "lib/" } } }),
      "config/autoload/server.php": php("return ['x' => \\Lib\\C0::X];"),
    }),
  );
  expect(rounds.length).toBeLessThanOrEqual(9);
});

test("a value that depends on what runs stands in unresolved, with file, line and text", () => {
  const { unresolved, config } = readProject(
    hyperf({
      "config/autoload/server.php": php(
        "return ['settings' => [\n    'worker_num' => swoole_cpu_num() * 2,\n    'max_request' => 1000,\n]];",
      ),
      "config/autoload/cache.php": php("return ['x' => uniqid()];"),
    }),
  );
  expect(unresolved).toEqual([
    { file: "config/autoload/server.php", line: 4, text: "swoole_cpu_num() * 2" },
  ]);
  expect(plain(config)).toMatchObject({ server: { settings: { max_request: 1000 } } });
});

test("what cannot be read is named, and the setting is not taken for absent", () => {
  const { unreadable, unread, parseErrors, config } = readProject(
    hyperf({
      "config/config.php": { kind: "unreadable" },
      "config/autoload/redis.php": { kind: "too-large" },
      "config/autoload/server.php": "<?php return [\0];",
      "config/autoload/crontab.php": php("return [\n    'enable' => ,\n];"),
      "config/autoload/logger.php": php("return ['a' => 1];"),
      "composer.lock": "{",
    }),
  );
  expect(unreadable).toEqual([
    "config/autoload/redis.php",
    "config/autoload/server.php",
    "config/config.php",
  ]);
  expect(unread).toEqual([
    { file: "config/autoload/redis.php", why: "too-large" },
    { file: "config/autoload/server.php", why: "binary" },
    { file: "config/config.php", why: "closed" },
  ]);
  expect(parseErrors.map(({ file, line }) => [file, line])).toEqual([
    ["composer.lock", 1],
    ["config/autoload/crontab.php", 4],
  ]);
  expect(config.entries.map(({ key, value }) => [key, value.kind])).toEqual([
    ["crontab", "unresolved"],
    ["logger", "array"],
    ["redis", "unresolved"],
    ["server", "unresolved"],
  ]);
});

test("with a closed .env no default is taken for a value", () => {
  const { config } = readProject(
    hyperf({
      ".env": { kind: "unreadable" },
      "config/autoload/crontab.php": php("return ['enable' => env('CRONTAB_ENABLE', true)];"),
    }),
  );
  const [crontab] = config.entries;
  expect(crontab?.value.kind === "array" && crontab.value.entries[0]?.value).toMatchObject({
    kind: "unresolved",
    text: "env('CRONTAB_ENABLE', true)",
  });
});

test("a byte order mark, CRLF and bytes that are no UTF-8 in comments are no obstacle", () => {
  const { config, parseErrors } = readProject(
    hyperf({
      "config/autoload/crontab.php":
        "\uFEFF<?php\r\n// \uFFFD\uFFFD\uFFFD\r\nreturn [\r\n    'enable' => true, // \uFFFD\r\n];\r\n",
    }),
  );
  expect(parseErrors).toEqual([]);
  expect(
    config.entries[0]?.value.kind === "array" && config.entries[0].value.entries[0]?.value,
  ).toMatchObject({
    value: true,
    place: { file: "config/autoload/crontab.php", line: 4 },
  });
});

test("env() is answered by the sources in their order, and each name is noted once", () => {
  const { config, env } = readProject(
    hyperf({
      ".env": "CRONTAB=(false)\nNAME=shop\n",
      "config/autoload/crontab.php": php(
        "use function Hyperf\\Support\\env;\nreturn ['enable' => (bool) env('CRONTAB', true), 'name' => env('NAME'), 'zone' => env('ZONE', 'UTC')];",
      ),
    }),
    { env: { set: {}, target: { NAME: "live" }, file: null } },
  );
  expect(plain(config)).toEqual({ crontab: { enable: false, name: "live", zone: "UTC" } });
  expect(env).toEqual([
    { name: "CRONTAB", from: ".env" },
    { name: "NAME", from: "target" },
    { name: "ZONE", from: null },
  ]);
});

test("one file again: the rest is as it was", () => {
  const files = hyperf({
    "config/autoload/crontab.php": php("return ['enable' => true];"),
    "app/A.php": php(
      "namespace App;\nuse Hyperf\\Crontab\\Annotation\\Crontab;\n#[Crontab('1 * * * *')]\nclass A { function run() {} }",
    ),
    "app/B.php": php(
      "namespace App;\nuse Hyperf\\Crontab\\Annotation\\Crontab;\n#[Crontab('2 * * * *')]\nclass B { function run() {} }",
    ),
  });
  const reading = new ProjectReading(optionsOf());
  feed(reading, files);
  const before = reading.declarations();
  reading.refresh(["app/A.php"]);
  expect(pathsOf(reading.wanted())).toEqual(["app/A.php"]);
  feed(reading, {
    ...files,
    "app/A.php": php(
      "namespace App;\nuse Hyperf\\Crontab\\Annotation\\Crontab;\n#[Crontab('5 * * * *')]\nclass A { function run() {} }",
    ),
    "app/B.php": "never asked for",
  });
  const rules = (tasks: typeof before.tasks): readonly unknown[] =>
    tasks.map((task) => plain(task.properties.rule));
  expect(rules(before.tasks)).toEqual(["1 * * * *", "2 * * * *"]);
  expect(rules(reading.declarations().tasks)).toEqual(["5 * * * *", "2 * * * *"]);
});

test("a constant that another file changed is another in the files that name it", () => {
  const files = hyperf({
    "app/Rules.php": php("namespace App;\nclass Rules { const R = '1 * * * *'; }"),
    "app/A.php": php(
      "namespace App;\nuse Hyperf\\Crontab\\Annotation\\Crontab;\n#[Crontab(rule: Rules::R)]\nclass A { function run() {} }",
    ),
  });
  const reading = new ProjectReading(optionsOf());
  feed(reading, files);
  expect(properties(reading.declarations())).toMatchObject({ rule: "1 * * * *" });
  reading.refresh(["app/Rules.php"]);
  feed(reading, {
    ...files,
    "app/Rules.php": php("namespace App;\nclass Rules { const R = '2 * * * *'; }"),
  });
  expect(properties(reading.declarations())).toMatchObject({ rule: "2 * * * *" });
});

test("all again: what is gone is gone, what is new is there", () => {
  const reading = new ProjectReading(optionsOf());
  feed(reading, hyperf({ "config/autoload/crontab.php": php("return ['enable' => true];") }));
  reading.again();
  feed(reading, hyperf({ "config/autoload/redis.php": php("return ['a' => 1];") }));
  expect(plain(reading.declarations().config)).toEqual({ redis: { a: 1 } });
});

test("a plain Swoole project has no framework and no tasks", () => {
  const declarations = readProject({
    "composer.json": JSON.stringify({ autoload: { "psr-4": { "App\\": "src/" } } }),
    "server.php": php("$server = new Swoole\\Http\\Server('0.0.0.0', 9501);\n$server->start();"),
    "src/Job.php": php("namespace App;\nclass Job {}"),
  });
  expect(declarations).toMatchObject({
    framework: null,
    packages: null,
    tasks: [],
    processes: [],
    bin: null,
    ini: null,
    parseErrors: [],
  });
});

test("of another framework the settings stand under the names of their files", () => {
  const { framework, config } = readProject({
    "composer.json": JSON.stringify({ require: { "laravel/octane": "^2.0" } }),
    "config/octane.php": php("return ['max_execution_time' => 30];"),
    "config/autoload/x.php": php("return 1;"),
  });
  expect([framework, plain(config)]).toEqual(["octane", { octane: { max_execution_time: 30 } }]);
});

test("no secret of a project stands in what is read of it", () => {
  const secrets = ["hunter2pass", "s3cr3t-key", "tok_live_1", "urlpass9", "constpw77", "dflt-pw-5"];
  const declarations = readProject(
    hyperf({
      ".env":
        "DB_PASSWORD=hunter2pass\nAPI_KEY=s3cr3t-key\nREDIS_URL=redis://:urlpass9@redis:6379\n",
      "config/autoload/databases.php": php(
        "return ['default' => ['host' => 'db', 'password' => env('DB_PASSWORD', 'dflt-pw-5'), 'x' => env('API_KEY'), 'url' => env('REDIS_URL'), 'auth' => App\\Keys::PASSWORD . uniqid()]];",
      ),
      "app/Keys.php": php("namespace App;\nclass Keys { const PASSWORD = 'constpw77'; }"),
      "config/autoload/crontab.php": php(
        "use Hyperf\\Crontab\\Crontab;\nreturn ['crontab' => [(new Crontab())->setName('a')->setCallback(['command' => 'x', '--token' => 'tok_live_1'])->setRule($rule)]];",
      ),
    }),
  );
  const told = JSON.stringify(declarations);
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
});

const framework = (name: string) => JSON.stringify({ packages: [{ name, version: "v3.0.0" }] });

// layouts of easyswoole:src/Resource/Config._php, imi-project-http:config/config.php, swoft:app/bean.php, mezzio-skeleton
test.each([
  [
    "easyswoole/easyswoole",
    "dev.php",
    "'MAIN_SERVER' => ['SERVER_TYPE' => EASYSWOOLE_WEB_SERVER, 'SETTING' => ['worker_num' => 8]]",
  ],
  [
    "imiphp/imi",
    "config/config.php",
    "'mainServer' => ['type' => Imi\\Server\\Type::HTTP, 'configs' => ['worker_num' => 8]]",
  ],
  [
    "swoft/framework",
    "app/bean.php",
    "'httpServer' => ['class' => HttpServer::class, 'listener' => ['rpc' => bean('rpcServer')], 'setting' => ['worker_num' => 8]]",
  ],
  [
    "mezzio/mezzio-swoole",
    "config/autoload/swoole.local.php",
    "'mezzio-swoole' => ['swoole-http-server' => ['options' => ['worker_num' => 8]]]",
  ],
])("%s: %s is read, under its own path", (name, path, body) => {
  const declarations = readProject({
    "composer.json": "{}",
    "composer.lock": framework(name),
    [path]: php(`return [${body}];`),
  });
  expect(declarations.config.entries.map(({ key }) => key)).toEqual([path]);
  expect(declarations.unresolved).toEqual([]);
  expect(describeServer(declarations, NO_VERSIONS).workerNum).toBe(8);
});

const NO_VERSIONS = { php: null, swoole: null, hyperf: null, "hyperf/crontab": null };
