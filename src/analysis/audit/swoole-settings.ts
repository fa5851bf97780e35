// What a project tells Swoole's server, wherever its framework lets it say so.
import type { Declarations } from "../../domain/declarations.ts";
import type { Facts } from "../../domain/facts.ts";
import type { Place } from "../../domain/project.ts";
import { constantOf, settingOf, type Setting } from "../../domain/setting.ts";
import { MIB } from "../../domain/units.ts";
import { at, isHyperf, notConstant, passed, undecided } from "./findings.ts";
import type { Path } from "./framework-settings.ts";
import type { Finding } from "./rule.ts";
import { portsOf, SERVER_WEBSOCKET, type Port } from "./swoole-ports.ts";

type Constant = string | number | boolean;
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

/** A setting of one port; null as a value counts as absent, as Swoole takes it. */
export function portReading(
  declarations: Pick<Declarations, "framework" | "config">,
  { settings, isOneOf = false }: Port,
  name: string,
): Reading {
  const readings = settings.map((path) => declaredReading(heldAt(declarations, [...path, name])));
  const said = readings.filter(({ state }) => state !== "unsaid");
  const [first] = said;
  if (first === undefined) return isHyperf(declarations) ? defaultReading(name) : UNSAID;
  if (!isOneOf) return first;
  const isAgreed = said.length === readings.length && said.every((each) => isSame(each, first));
  return isAgreed ? first : undecidedReading(first);
}

const UNSAID: Reading = { state: "unsaid" };

const isSame = (a: Reading, b: Reading): boolean =>
  a.state === "constant" && b.state === "constant" && a.value === b.value;

const undecidedReading = (reading: Reading): Reading =>
  reading.state !== "constant" || reading.at === null
    ? reading
    : {
        state: "unresolved",
        at: {
          ...reading.at,
          text: `${reading.at.text}, if this is what is started: another one says otherwise`,
        },
      };

/** What an object or a closure on the way makes of it, nobody can tell. */
function heldAt(declarations: Pick<Declarations, "config">, path: Path): Setting {
  for (let length = 1; length < path.length; length += 1) {
    const holder = settingOf(declarations, path.slice(0, length));
    if (holder.state === "absent") return holder;
    if (holder.state === "declared" && ["object", "closure"].includes(holder.value.kind))
      return { state: "unresolved", place: holder.place, text: holder.text };
  }
  return settingOf(declarations, path);
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
