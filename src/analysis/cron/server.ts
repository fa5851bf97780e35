import type { Declarations } from "../../domain/declarations.ts";
import type { ServerDeclared, Versions } from "../../domain/project.ts";
import { constantOf, settingOf } from "../../domain/setting.ts";
import { portsOf } from "../audit/swoole-ports.ts";
import { asInt, isOn, portReading, type Reading } from "../audit/swoole-settings.ts";
import { isOlder } from "./since.ts";

const NOTHING_SAID = {
  mode: null,
  workerNum: null,
  taskWorkerNum: null,
  maxRequest: null,
  taskEnableCoroutine: null,
} as const;

/** Which server a project starts. Hyperf's coroutine server starts no Swoole\Server: none of its settings counts, it is one process. */
export function describeServer(declarations: Declarations, versions: Versions): ServerDeclared {
  const type = typeOf(declarations);
  if (type === "coroutine") return { type, ...NOTHING_SAID };
  const [main] = portsOf(declarations);
  if (main === undefined) return { type, ...NOTHING_SAID };
  const reading = (name: string): Reading => portReading(declarations, main, name);
  const mode = modeOf(declarations, versions);
  return {
    type,
    mode,
    workerNum: workersOf(reading("worker_num"), mode),
    taskWorkerNum: numberOf(reading("task_worker_num")),
    maxRequest: numberOf(reading("max_request")),
    taskEnableCoroutine: flagOf(reading("task_enable_coroutine")),
  };
}

/** hyperf:src/server/src/ServerConfig.php */
function typeOf(declarations: Declarations): ServerDeclared["type"] {
  if (declarations.framework !== "hyperf") return null;
  const setting = settingOf(declarations, "server.type");
  if (setting.state === "absent") return "async";
  const type = constantOf(setting);
  return typeof type === "string" ? (TYPES[type] ?? null) : null;
}
const TYPES: Readonly<Record<string, ServerDeclared["type"]>> = {
  "Hyperf\\Server\\Server": "async",
  "Hyperf\\Server\\CoroutineServer": "coroutine",
};

/** The numbers of the constants SWOOLE_BASE and SWOOLE_PROCESS. */
const MODES: Readonly<Record<string, ServerDeclared["mode"]>> = { 1: "base", 2: "process" };

/** Without one Hyperf took BASE before 2.1; since then it hands on 0, which no Swoole starts with (hyperf:src/server/src/ServerConfig.php). */
function modeOf(declarations: Declarations, { hyperf }: Versions): ServerDeclared["mode"] {
  if (declarations.framework !== "hyperf") return null;
  const setting = settingOf(declarations, "server.mode");
  if (setting.state === "absent") return isOlder(hyperf, "2.1.0") ? "base" : null;
  return MODES[String(constantOf(setting))] ?? null;
}

/** A BASE server has one worker when nobody says another number; 0 is as many as there are CPUs (swoole:ext-src/swoole_server.cc). */
function workersOf(reading: Reading, mode: ServerDeclared["mode"]): number | null {
  if (reading.state === "unsaid") return mode === "base" ? 1 : null;
  const workers = numberOf(reading);
  return workers === 0 ? null : workers;
}

const numberOf = (reading: Reading): number | null =>
  reading.state === "constant" ? Math.max(0, asInt(reading.value)) : null;

const flagOf = (reading: Reading): boolean | null =>
  reading.state === "constant" && !reading.isDefault ? isOn(reading.value) : null;
