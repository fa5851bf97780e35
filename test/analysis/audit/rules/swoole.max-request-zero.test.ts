import { swooleMaxRequestZero } from "../../../../src/analysis/audit/rules/swoole.max-request-zero.ts";
import { known, unknown, type RunningSlot } from "../../../../src/domain/facts.ts";
import { factsOf, projectOf, raw, ruleTable, runningOf } from "../build.ts";
import { SERVER_FILE, otherFramework, withServer, withSettings } from "../swoole-server.ts";

const leaking: RunningSlot = {
  slot: "Worker.2",
  role: "worker",
  name: null,
  pid: 31,
  ageMs: 86_400_000,
  starts: 0,
  bytes: 200_000_000,
  growthBytes: 48 * 1024 ** 2,
  bytesPerMinute: 1_600_000,
  sockets: null,
  orphan: false,
};

ruleTable(swooleMaxRequestZero, [
  {
    title: "it fails",
    facts: withSettings({ max_request: 0 }),
    says: [["fail", null, "warning"]],
    words: ["max_request is 0"],
  },
  { title: "it passes", facts: withSettings({ max_request: 1000 }), says: [["pass", null]] },
  { title: "the clean service passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "what is no constant is unknown, with file, line and text",
    facts: withSettings({ max_request: raw("env('X')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('X')`],
  },
  {
    title: "a coroutine server has no such setting",
    facts: withServer({ type: "Hyperf\\Server\\CoroutineServer", settings: { max_request: 0 } }),
    says: [],
  },

  {
    title: "without the setting it is Swoole's default, and not declared",
    facts: withSettings({ max_request: null }),
    says: [["fail", null, "warning"]],
    words: ["max_request is 0, Swoole's default", "'max_request' => 10000,"],
  },
  {
    title: "a measured leak makes it an error, with the worker and the numbers",
    facts: withServer({
      settings: { max_request: 0 },
      facts: { processes: known(runningOf({ slots: [leaking] }), "target") },
    }),
    says: [["fail", null, "error"]],
    words: ["Worker.2 grew by 48 MiB, seen over 30 min"],
  },
  {
    title: "what grew within a few minutes of a look is no measured leak",
    facts: withServer({
      settings: { max_request: 0 },
      facts: {
        processes: known({ ...runningOf({ slots: [leaking] }), windowMs: 60_000 }, "target"),
      },
    }),
    says: [["fail", null, "warning"]],
  },
  {
    title: "a WebSocket server in PROCESS mode is not told to recycle its workers",
    facts: withServer({
      settings: { max_request: 0 },
      servers: [{ name: "ws", type: 2, port: 9502 }],
    }),
    says: [["fail", null, "warning"]],
    words: ["max_request is not advised", "restart by deploys", "SWOOLE_BASE"],
  },
  {
    title: "what the main server sets wins over the shared settings",
    facts: withServer({
      settings: { max_request: 0 },
      servers: [{ name: "http", type: 1, settings: { max_request: 500 } }],
    }),
    says: [["pass", null]],
  },
  {
    title: "a recording without files knows it from the project's document",
    facts: factsOf({
      declarations: unknown("a recording"),
      project: known(projectOf({ server: { maxRequest: 0 } }), "recording"),
    }),
    says: [["fail", null, "warning"]],
  },
  {
    title: "other frameworks say it elsewhere",
    facts: otherFramework("laravel-s", { laravels: { swoole: { max_request: 0 } } }),
    says: [["fail", null, "warning"]],
  },
  {
    title: "what Octane does without the setting is not told",
    facts: otherFramework("octane", { octane: { swoole: { options: {} } } }),
    says: [],
  },
]);
