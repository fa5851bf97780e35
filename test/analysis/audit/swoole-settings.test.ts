import { expect, test } from "vitest";
import { portsOf } from "../../../src/analysis/audit/swoole-ports.ts";
import {
  asInt,
  hasWebSocket,
  isOn,
  portReading,
  serverMode,
  swooleReading,
} from "../../../src/analysis/audit/swoole-settings.ts";
import { known, type Facts } from "../../../src/domain/facts.ts";
import { declarationsOf, factsOf, raw, runningOf } from "./build.ts";
import { otherFramework, serverConfig, withServer } from "./swoole-server.ts";

const declarations = (servers: readonly unknown[]): ReturnType<typeof declarationsOf> =>
  declarationsOf({ config: { server: serverConfig({ servers }) } });

// hyperf:src/server/src/Server.php sortServers: array_unshift for WebSocket, and for HTTP while there is no WebSocket server.
test.each([
  [
    [1, 0],
    ["0:1", "1:0"],
  ],
  [
    [0, 1],
    ["1:1", "0:0"],
  ],
  [
    [1, 1],
    ["1:1", "0:1"],
  ],
  [
    [1, 2, 1],
    ["1:2", "0:1", "2:1"],
  ],
  [
    [0, 2, 2],
    ["2:2", "1:2", "0:0"],
  ],
])("servers of types %j start in the order %j", (types, order) => {
  const ports = portsOf(
    declarations(types.map((type, index) => ({ name: `${index}:${type}`, type }))),
  );
  expect(ports.map(({ name }) => name)).toEqual(order);
});

test("only the main port has the shared settings, others those and their own, or Swoole's defaults", () => {
  const project = declarationsOf({
    config: {
      server: serverConfig({
        settings: { package_max_length: 5 },
        servers: [
          { name: "main", type: 1 },
          { name: "own", type: 0, settings: { open_eof_check: true } },
          { name: "bare", type: 0 },
        ],
      }),
    },
  });
  const lengths = portsOf(project).map((port) => portReading(project, port, "package_max_length"));
  expect(lengths).toMatchObject([
    { value: 5, isDefault: false },
    { value: 5, isDefault: false },
    { value: 2_097_152, isDefault: true },
  ]);
});

test("settings that a function makes up are unresolved, and so is each of them", () => {
  const facts = withServer({ servers: [{ name: "http", type: 1, settings: raw("tuned()") }] });
  expect(swooleReading(facts, "worker_num")).toMatchObject({
    state: "unresolved",
    at: { text: "tuned()" },
  });
});

const mezzio = (workers: number) => ({
  "mezzio-swoole": { "swoole-http-server": { options: { worker_num: workers } } },
});

test.each([
  ["octane", { octane: { swoole: { options: { worker_num: 3 } } } }],
  ["laravel-s", { laravels: { swoole: { worker_num: 3 } } }],
  ["laravel-swoole", { swoole_http: { server: { options: { worker_num: 3 } } } }],
  ["think-swoole", { swoole: { server: { options: { worker_num: 3 } } } }],
  ["think-swoole", { swoole: { http: { worker_num: 3 } } }],
  ["imi", { "config/config.php": { mainServer: { configs: { worker_num: 3 } } } }],
  ["easyswoole", { "dev.php": { MAIN_SERVER: { SETTING: { worker_num: 3 } } } }],
  [
    "easyswoole",
    {
      "dev.php": { MAIN_SERVER: { SETTING: { worker_num: 3 } } },
      "produce.php": { MAIN_SERVER: { SETTING: { worker_num: 3 } } },
    },
  ],
  ["swoft", { "app/bean.php": { httpServer: { setting: { worker_num: 3 } }, redis: {} } }],
  ["mezzio-swoole", { "config/autoload/swoole.global.php": mezzio(3) }],
  [
    "mezzio-swoole",
    { "config/autoload/a.local.php": mezzio(3), "config/autoload/z.global.php": mezzio(5) },
  ],
  [
    "mezzio-swoole",
    {
      "config/autoload/local.php": mezzio(4),
      "config/autoload/a.local.php": mezzio(5),
      "config/autoload/b.local.php": mezzio(3),
      "config/autoload/c.local.php": {},
    },
  ],
  [
    "mezzio-swoole",
    {
      "config/development.config.php": {
        "zend-expressive-swoole": { "swoole-http-server": { options: { worker_num: 3 } } },
      },
      "config/autoload/swoole.local.php": mezzio(5),
    },
  ],
])("%s says worker_num in %j", (framework, config) => {
  expect(swooleReading(otherFramework(framework, config), "worker_num")).toMatchObject({
    value: 3,
  });
});

test.each([
  [
    "EasySwoole's two files disagree",
    "easyswoole",
    {
      "dev.php": { MAIN_SERVER: { SETTING: { worker_num: 3 } } },
      "produce.php": { MAIN_SERVER: { SETTING: { worker_num: 8 } } },
    },
  ],
  [
    "only one of them says it",
    "easyswoole",
    {
      "dev.php": { MAIN_SERVER: { SETTING: { worker_num: 3 } } },
      "produce.php": { MAIN_SERVER: { SETTING: {} } },
    },
  ],
  [
    "another server of Swoft may be what is started",
    "swoft",
    { "app/bean.php": { httpServer: { setting: { worker_num: 3 } }, wsServer: {} } },
  ],
  ["the beans are made up", "swoft", { "app/bean.php": raw("beans()") }],
  [
    "an object stands on the way",
    "mezzio-swoole",
    {
      "config/autoload/b.local.php": {
        "mezzio-swoole": { "swoole-http-server": raw("new MergeReplaceKey($options)") },
      },
      "config/autoload/a.global.php": mezzio(5),
    },
  ],
])("no wrong number: %s", (_, framework, config) => {
  expect(swooleReading(otherFramework(framework, config), "worker_num").state).toBe("unresolved");
});

test("the start command says which server of Swoft it is", () => {
  const config = {
    "app/bean.php": {
      httpServer: { setting: { worker_num: 3 } },
      wsServer: { setting: { worker_num: 6 } },
    },
  };
  const facts = otherFramework("swoft", config);
  if (!facts.declarations.known) throw new Error("no declarations");
  const text = '["php", "/var/www/swoft/bin/swoft", "ws:start"]';
  const entrypoints = [{ file: "Dockerfile", line: 9, text, form: "exec" as const }];
  const started = known({ ...facts.declarations.value, entrypoints }, "project files");
  expect(swooleReading({ ...facts, declarations: started }, "worker_num")).toMatchObject({
    value: 6,
  });
});

test("Swoole's defaults are not those of other frameworks", () => {
  expect(swooleReading(otherFramework("octane", {}), "max_request").state).toBe("unsaid");
  expect(swooleReading(otherFramework("imi", {}), "max_request").state).toBe("unsaid");
});

const running = (modes: readonly ("base" | "process")[]): Facts =>
  withServer({
    project: { server: { mode: null } },
    facts: {
      processes: known(
        { windowMs: 1000, servers: modes.flatMap((mode) => runningOf({ mode }).servers) },
        "target",
      ),
    },
  });

test("the mode is the declared one, else that of the only server that runs", () => {
  expect(
    [factsOf(), running(["base"]), running(["base", "process"]), running([])].map(serverMode),
  ).toEqual(["process", "base", null, null]);
});

test("whether there is a WebSocket server may not be told", () => {
  expect(
    [[{ type: 1 }], [{ type: 1 }, { type: 2 }], [{ type: raw("$type") }]].map((servers) =>
      hasWebSocket(declarations(servers)),
    ),
  ).toEqual([false, true, null]);
});

test.each([
  [true, 1, true],
  [false, 0, false],
  ["0", 0, false],
  ["", 0, false],
  ["off", 0, true],
  ["10k", 10, true],
  ["1e3", 1000, true],
  [2.9, 2, true],
])("PHP takes %j for the number %i and the flag %j", (value, number, flag) => {
  expect([asInt(value), isOn(value)]).toEqual([number, flag]);
});
