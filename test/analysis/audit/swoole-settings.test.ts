import { expect, test } from "vitest";
import {
  asInt,
  hasWebSocket,
  isOn,
  portReading,
  portsOf,
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

test.each([
  ["octane", { octane: { swoole: { options: { worker_num: 3 } } } }],
  ["laravel-s", { laravels: { swoole: { worker_num: 3 } } }],
  ["laravel-swoole", { swoole_http: { server: { options: { worker_num: 3 } } } }],
  ["think-swoole", { swoole: { server: { options: { worker_num: 3 } } } }],
  ["think-swoole", { swoole: { http: { worker_num: 3 } } }],
])("%s says worker_num in %j", (framework, config) => {
  expect(swooleReading(otherFramework(framework, config), "worker_num")).toMatchObject({
    value: 3,
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
