// Extensions that watch PHP from inside, and what each does to a long-lived process with coroutines.
import type { Severity } from "../../domain/verdict.ts";

export type Instrument = {
  /** As `php -m` writes it. */
  readonly name: string;
  /** The name of its file, without `.so`, path, and the API number that some put behind it. */
  readonly is: RegExp;
  readonly severity: Severity;
  /** What it costs or breaks; half a sentence. */
  readonly costs: string;
  /** The ini setting that makes it idle, and the values that do. */
  readonly idle: { readonly setting: string; readonly values: RegExp } | null;
};

const OFF = /^(?:0|off|no|false|)$/iu;
const idle = (setting: string, values = OFF): Instrument["idle"] => ({ setting, values });

/**
 * @source hyperf:docs/zh-cn/quick-start/install.md (extensions that cannot live with coroutines);
 * swoole:ext-src/swoole_coroutine.cc up to 5.0 ("Using Xdebug in coroutines is extremely dangerous");
 * newrelic-php-agent#1041, #1068; dd-trace-php#704, #1428, #2595; swoole-src#3875, SkyAPM-php-sdk#331;
 * longxinH/xhprof#20; opentelemetry-php#892, #1496
 */
export const INSTRUMENTS: readonly Instrument[] = [
  {
    name: "xdebug",
    is: /^xdebug$/u,
    severity: "error",
    costs:
      "slows every call, and may crash at coroutine switches: Swoole itself warned of it up to 5.0",
    idle: idle("xdebug.mode", /^off$/iu),
  },
  {
    name: "uopz",
    is: /^uopz$/u,
    severity: "error",
    costs: "rewrites opcodes under running coroutines: Hyperf names it as incompatible",
    idle: idle("uopz.disable", /^(?:1|on|yes|true)$/iu),
  },
  {
    name: "xhprof",
    is: /^xhprof$/u,
    severity: "error",
    costs: "has one stack per process: a coroutine switch corrupts it",
    idle: null,
  },
  {
    name: "trace",
    is: /^(?:trace|phptrace|molten)$/u,
    severity: "error",
    costs: "hooks the executor and does not know coroutines: Hyperf names it as incompatible",
    idle: idle("phptrace.enabled"),
  },
  {
    name: "zray",
    is: /^(?:zray|zendtoolbar|zend_?server)$/u,
    severity: "warning",
    costs:
      "is made for one request at a time in a process, and keeps what it sees until the script ends",
    idle: idle("zray.enable"),
  },
  {
    name: "newrelic",
    is: /^newrelic$/u,
    severity: "error",
    costs:
      "takes the whole life of a CLI process for one transaction and keeps its trace: memory grows for ever; Swoole is not supported",
    idle: idle("newrelic.enabled"),
  },
  {
    name: "skywalking",
    is: /^skywalking$/u,
    severity: "error",
    costs: "the old C agent leaks per request and has crashed Swoole's workers (signal 11)",
    idle: idle("skywalking.enable"),
  },
  {
    name: "skywalking_agent",
    is: /^skywalking_agent$/u,
    severity: "warning",
    costs: "starts threads in each process and wraps calls: compare memory with it switched off",
    idle: idle("skywalking_agent.enable"),
  },
  {
    name: "blackfire",
    is: /^blackfire$/u,
    severity: "warning",
    costs: "follows one stack per process: Hyperf names it as incompatible with coroutines",
    idle: null,
  },
  {
    name: "tideways",
    is: /^(?:tideways|tideways_xhprof)$/u,
    severity: "warning",
    costs: "is made for one request at a time in a process: calls of coroutines mix in one trace",
    idle: idle("tideways.enable_cli"),
  },
  {
    name: "ddtrace",
    is: /^(?:ddtrace|datadog-trace|datadog-profiling|datadog-appsec)$/u,
    severity: "warning",
    costs:
      "keeps spans that nobody closes; requests of Swoole are known to it since 2024 only (dd-trace-php#2595)",
    idle: idle("datadog.trace.enabled"),
  },
  {
    name: "pcov",
    is: /^pcov$/u,
    severity: "warning",
    costs: "counts every executed line: made for tests only",
    idle: idle("pcov.enabled"),
  },
  {
    name: "swoole_tracker",
    is: /^(?:swoole_tracker|swoole_trackers|memory_tracker|tracker)$/u,
    severity: "warning",
    costs:
      "keeps a record per allocation while its leak check is on, which looks like a leak itself",
    idle: idle("memory_tracker.enable"),
  },
  {
    name: "memprof",
    is: /^memprof$/u,
    severity: "warning",
    costs: "replaces the allocator: each block carries its call stack",
    idle: null,
  },
  {
    name: "elastic_apm",
    is: /^elastic_apm(?:-\d+)?$/u,
    severity: "warning",
    costs:
      "is made for one request at a time in a process: the life of a worker is one transaction",
    idle: idle("elastic_apm.enabled"),
  },
  {
    name: "opentelemetry",
    is: /^opentelemetry$/u,
    severity: "info",
    costs:
      "contexts mix between coroutines unless open-telemetry/context-swoole is installed and set",
    idle: null,
  },
  {
    name: "excimer",
    is: /^excimer$/u,
    severity: "info",
    costs: "samples by a timer; its log grows until it is taken",
    idle: null,
  },
];

/** Which one a loaded extension is; null: none that watches. */
export const instrumentOf = (extension: string): Instrument | null => {
  const name = extension
    .toLowerCase()
    .replace(/^.*[/\\]/u, "")
    .replace(/\.(?:so|dll)$/u, "")
    .replace(/^php_/u, "")
    .replace(/-(?:\d{8}|\d\.\d+)(?:[-+]?zts)?(?:-debug)?$/u, "");
  return INSTRUMENTS.find(({ is }) => is.test(name)) ?? null;
};
