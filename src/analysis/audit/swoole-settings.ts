// What a project tells Swoole's server, wherever its framework lets it say so.
import type { Declarations } from "../../domain/declarations.ts";
import type { Facts } from "../../domain/facts.ts";
import type { Place } from "../../domain/project.ts";
import { constantOf, entriesOf, settingOf, type Setting } from "../../domain/setting.ts";
import { MIB } from "../../domain/units.ts";
import { at, isHyperf, notConstant, passed, undecided } from "./findings.ts";
import type { Finding } from "./rule.ts";

type Constant = string | number | boolean;
type Path = readonly (string | number)[];
type SettingText = { readonly place: Place; readonly text: string };

/** A setting of the server. `unsaid`: neither declared nor is a default known, or there is no Swoole server. */
export type Reading =
  | {
      readonly state: "constant";
      readonly value: Constant;
      /** Null: Swoole's default, or the place was not read. */
      readonly at: SettingText | null;
      readonly isDefault: boolean;
    }
  | { readonly state: "unresolved"; readonly at: SettingText }
  | { readonly state: "unsaid" };

/**
 * Swoole's own defaults, the same from 4.4 to 6.2; they hold where a framework adds none of its own, as Hyperf.
 * @source swoole:include/swoole_server.h, ext-src/swoole_server_port.cc (open_tcp_nodelay), ext-src/php_swoole_coroutine.h (max_coroutine), include/swoole_config.h
 */
const DEFAULTS: Readonly<Record<string, Constant>> = {
  daemonize: false,
  enable_coroutine: true,
  log_level: 2,
  max_coroutine: 100_000,
  max_request: 0,
  max_wait_time: 3,
  open_tcp_nodelay: true,
  package_max_length: 2 * MIB,
  reload_async: true,
  task_enable_coroutine: false,
  task_worker_num: 0,
};

/**
 * Where each framework takes the settings of its server from, the first that is declared.
 * @source octane:src/Commands/StartSwooleCommand.php, laravel-s:config/laravels.php, laravel-swoole:config/swoole_http.php,
 * think-swoole 3:src/config/swoole.php (server), 4:(http), simps:config/server.php is not read: its layout was not found
 */
const SETTINGS: Readonly<Record<string, readonly Path[]>> = {
  octane: [["octane", "swoole", "options"]],
  "laravel-s": [["laravels", "swoole"]],
  "laravel-swoole": [["swoole_http", "server", "options"]],
  "think-swoole": [
    ["swoole", "server", "options"],
    ["swoole", "http", "options"],
    ["swoole", "http"],
  ],
};

/** One `servers` entry of Hyperf's server.php, or the one server of another framework. The first is the main one: its settings are the server's. */
export type Port = {
  readonly name: string | null;
  readonly type: number | null;
  readonly settings: readonly Path[];
  readonly path: Path;
};

/** `Hyperf\Server\Server`. */
const [SERVER_HTTP, SERVER_WEBSOCKET] = [1, 2];

/** In the order of Hyperf's `sortServers`: the last WebSocket server, else the last HTTP server is the main one (hyperf:src/server/src/Server.php). */
export function portsOf(declarations: Pick<Declarations, "framework" | "config">): readonly Port[] {
  if (!isHyperf(declarations)) {
    const settings = SETTINGS[declarations.framework ?? ""];
    return settings === undefined ? [] : [{ name: null, type: null, settings, path: [] }];
  }
  const sorted: Port[] = [];
  for (const { key } of entriesOf(settingOf(declarations, "server.servers"))) {
    const port = hyperfPort(declarations, key);
    const { type } = port;
    const isFirst =
      type === SERVER_WEBSOCKET ||
      (type === SERVER_HTTP && !sorted.some((other) => other.type === SERVER_WEBSOCKET));
    if (isFirst) sorted.unshift(port);
    else sorted.push(port);
  }
  const [main, ...others] = sorted;
  if (main === undefined) return [{ name: null, type: null, settings: [SHARED], path: [] }];
  return [{ ...main, settings: main.settings.length > 0 ? main.settings : [SHARED] }, ...others];
}

const SHARED: Path = ["server", "settings"];

/** A port without settings of its own has Swoole's, not the shared ones, unless it is the main one. */
function hyperfPort(declarations: Pick<Declarations, "config">, key: string | number): Port {
  const path = ["server", "servers", key];
  const type = constantOf(settingOf(declarations, [...path, "type"]));
  const name = constantOf(settingOf(declarations, [...path, "name"]));
  const own = settingOf(declarations, [...path, "settings"]);
  const hasOwn = own.state === "unresolved" || entriesOf(own).length > 0;
  return {
    name: typeof name === "string" ? name : typeof key === "string" ? key : null,
    type: typeof type === "number" ? type : null,
    settings: hasOwn ? [[...path, "settings"], SHARED] : [],
    path,
  };
}

/** A setting of one port; null as a value counts as absent, as Swoole takes it. */
export function portReading(
  declarations: Pick<Declarations, "framework" | "config">,
  { settings }: Port,
  name: string,
): Reading {
  for (const path of settings) {
    const reading = declaredReading(settingOf(declarations, [...path, name]));
    if (reading.state !== "unsaid") return reading;
  }
  return isHyperf(declarations) ? defaultReading(name) : { state: "unsaid" };
}

/** A setting of the whole server. Unsaid for Hyperf's coroutine server: it starts no Swoole\Server. */
export function swooleReading(
  facts: Pick<Facts, "declarations" | "project">,
  name: string,
): Reading {
  if (!facts.declarations.known) return projectReading(facts, name);
  const declarations = facts.declarations.value;
  if (isCoroutineServer(declarations)) return { state: "unsaid" };
  const [main] = portsOf(declarations);
  return main === undefined ? { state: "unsaid" } : portReading(declarations, main, name);
}

/** What the project's document tells, where its files are not at hand: a recording. */
const projectReading = ({ project }: Pick<Facts, "project">, name: string): Reading => {
  if (!project.known || project.value.server.type === "coroutine") return { state: "unsaid" };
  const { workerNum, taskWorkerNum, maxRequest, taskEnableCoroutine } = project.value.server;
  const value: Constant | null | undefined = {
    worker_num: workerNum,
    task_worker_num: taskWorkerNum,
    max_request: maxRequest,
    task_enable_coroutine: taskEnableCoroutine,
  }[name];
  return value === null || value === undefined
    ? { state: "unsaid" }
    : { state: "constant", value, at: null, isDefault: false };
};

const declaredReading = (setting: Setting): Reading => {
  if (setting.state === "absent") return { state: "unsaid" };
  if (setting.state === "unresolved") return { state: "unresolved", at: setting };
  const value = constantOf(setting);
  if (value === null) return { state: "unsaid" };
  return value === undefined
    ? { state: "unresolved", at: setting }
    : { state: "constant", value, at: setting, isDefault: false };
};

const defaultReading = (name: string): Reading => {
  const value = DEFAULTS[name];
  return value === undefined
    ? { state: "unsaid" }
    : { state: "constant", value, at: null, isDefault: true };
};

export function isCoroutineServer(declarations: Pick<Declarations, "config">): boolean {
  const type = constantOf(settingOf(declarations, "server.type"));
  return typeof type === "string" && type.endsWith("CoroutineServer");
}

/** True, false, null: not told. */
export function hasWebSocket(declarations: Declarations): boolean | null {
  const types = portsOf(declarations).map(({ type }) => type);
  if (types.includes(SERVER_WEBSOCKET)) return true;
  return types.includes(null) ? null : false;
}

/** As declared, else as it runs. */
export function serverMode({ project, processes }: Facts): "process" | "base" | null {
  if (project.known && project.value.server.mode !== null) return project.value.server.mode;
  const servers = processes.known ? processes.value.servers : [];
  const [only] = servers;
  if (only === undefined || servers.length > 1) return null;
  return only.mode === "process" || only.mode === "base" ? only.mode : null;
}

/** As PHP takes it for a flag. */
export const isOn = (value: Constant): boolean => Boolean(value) && value !== "0";

/** As PHP casts it to int: `"10k"` is 10, `"on"` is 0. */
export function asInt(value: Constant): number {
  if (typeof value !== "string") return Math.trunc(Number(value));
  return Math.trunc(Number(/^\s*[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iu.exec(value)?.[0] ?? 0));
}

/** `max_request = 0`, and that it is a default. */
export const told = (name: string, reading: Reading & { state: "constant" }): string =>
  `${name} is ${JSON.stringify(reading.value)}${reading.isDefault ? ", Swoole's default: it is not declared" : ""}`;

export const declaredAt = (reading: Reading): Finding["declared"] =>
  reading.state === "unsaid" || reading.at === null ? null : at(reading.at);

/**
 * What a rule says of one setting of the server: unknown where it is no constant, nothing where no framework is known to say it.
 * @param undeclared what passes when Hyperf's server does not have the setting, for those without a default here
 */
export function ofSetting(
  facts: Facts,
  name: string,
  judged: (reading: Reading & { readonly state: "constant" }) => Finding,
  undeclared?: string,
): readonly Finding[] {
  const reading = swooleReading(facts, name);
  if (reading.state === "constant") return [judged(reading)];
  if (reading.state === "unresolved") return [unresolved(reading)];
  const isServer =
    facts.declarations.known &&
    isHyperf(facts.declarations.value) &&
    !isCoroutineServer(facts.declarations.value);
  return undeclared !== undefined && isServer ? [passed(undeclared)] : [];
}

export const unresolved = (
  { at: setting }: Reading & { readonly state: "unresolved" },
  subject: string | null = null,
): Finding => undecided(notConstant(setting), { subject, declared: at(setting) });
