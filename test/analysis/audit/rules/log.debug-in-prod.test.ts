import { logDebugInProd } from "../../../../src/analysis/audit/rules/log.debug-in-prod.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { raw, ruleTable, withDeclarations } from "../build.ts";

const log = (logger: unknown, config: Readonly<Record<string, unknown>> = {}): Facts =>
  withDeclarations({ config: { logger, ...config } });

const STDOUT = "Hyperf\\Contract\\StdoutLoggerInterface";
const handler = (constructor: unknown): unknown => ({
  default: { handler: { class: "Monolog\\Handler\\StreamHandler", constructor } },
});

ruleTable(logDebugInProd, [
  {
    title: "debug among the levels of stdout fails",
    facts: withDeclarations({ config: { [STDOUT]: { log_level: ["error", "debug"] } } }),
    says: [["fail", null, "warning"]],
    words: ["log_level of stdout lists debug", "the environment is prod"],
  },
  {
    title: "a handler from debug fails, without an environment as well",
    facts: log(handler({ stream: "php://stdout", level: 100 }), { app_env: null }),
    says: [["fail", null, "warning"]],
    words: ["channel default writes from debug", "judged as production"],
  },
  {
    title: "a level that names what is not read",
    facts: log(handler({ stream: "php://stdout", level: raw("\\Monolog\\Level::Debug") })),
    says: [["fail", null, "warning"]],
  },
  {
    title: "no level is Monolog's default, debug",
    facts: log(handler({ stream: "php://stdout" })),
    says: [["fail", null, "warning"]],
    words: ["the default is debug"],
  },
  {
    title: "a channel without a handler is Hyperf's default, debug",
    facts: log({ default: {} }),
    says: [["fail", null, "warning"]],
  },
  { title: "info and above passes", facts: withDeclarations({}), says: [["pass", null]] },
  {
    title: "a level by its enum passes",
    facts: log(handler({ stream: "php://stdout", level: raw("Level::Warning") })),
    says: [["pass", null]],
  },
  {
    title: "debug in development is right",
    facts: log(handler({ level: 100 }), { app_env: "dev" }),
    says: [["pass", null]],
    words: ["the environment is dev"],
  },
  {
    title: "without logger.php only stdout counts",
    facts: log(null, { [STDOUT]: { log_level: ["error", raw("LogLevel::INFO")] } }),
    says: [["pass", null]],
  },
  {
    title: "a handler that writes nothing",
    facts: log({ default: { handler: { class: "Monolog\\Handler\\NullHandler" } } }),
    says: [["pass", null]],
  },
  {
    title: "a level that is no constant is unknown, by file and line",
    facts: log(handler({ level: raw("$level") })),
    says: [["unknown", null]],
    words: ["config/autoload/logger.php:3 is no constant: $level"],
  },
  {
    title: "arguments by position are unknown",
    facts: log(handler(["php://stdout", 100])),
    says: [["unknown", null]],
  },
  {
    title: "levels of stdout that are no constant are unknown",
    facts: withDeclarations({ config: { [STDOUT]: { log_level: raw("levels()") } } }),
    says: [["unknown", null]],
  },
  {
    title: "a channel that a closure builds is unknown",
    facts: log({ default: raw("fn () => 1") }),
    says: [["unknown", null]],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane" }),
    says: [],
  },
]);
