import { logNoPid } from "../../../../src/analysis/audit/rules/log.no-pid.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { raw, ruleTable, withDeclarations } from "../build.ts";
import { logs, runsOf } from "../logged.ts";

const log = (logger: unknown, config: Readonly<Record<string, unknown>> = {}): Facts =>
  withDeclarations({ config: { logger, ...config } });

const pid = [{ class: "Monolog\\Processor\\ProcessIdProcessor" }];
const stderr = {
  class: "Monolog\\Handler\\StreamHandler",
  constructor: { stream: "php://stderr", level: 200 },
};

ruleTable(logNoPid, [
  {
    title: "no processor: the channel is named",
    facts: log({ default: { handler: stderr } }),
    says: [["fail", null, "warning"]],
    words: ["no PID in default of default", "ProcessIdProcessor"],
  },
  {
    title: "one channel of two lacks it",
    facts: log({
      default: { handler: stderr, processors: pid },
      sql: { handler: stderr, processors: [] },
    }),
    says: [["fail", null, "warning"]],
    words: ["no PID in sql of default, sql"],
  },
  {
    title: "a format that leaves %extra% out loses it again",
    facts: log({
      default: {
        handler: stderr,
        processors: pid,
        formatter: {
          class: "Monolog\\Formatter\\LineFormatter",
          constructor: { format: "%datetime%||%message%\n" },
        },
      },
    }),
    says: [["fail", null, "warning"]],
  },
  { title: "the processor passes", facts: withDeclarations({}), says: [["pass", null]] },
  {
    title: "channels of Hyperf 3.2: the default one counts",
    facts: log({
      default: "json",
      channels: {
        json: {
          handler: stderr,
          processors: ["Monolog\\Processor\\ProcessIdProcessor"],
          formatter: { class: "Monolog\\Formatter\\JsonFormatter" },
        },
        single: { handler: stderr },
      },
    }),
    says: [["pass", null]],
    words: ["json"],
  },
  {
    title: "channels of Hyperf 3.2: a stack writes by the handlers of others",
    facts: log({
      default: "stack",
      channels: { stack: { handlers: ["single", "none"] }, single: { handler: stderr } },
    }),
    says: [["fail", null, "warning"]],
    words: ["no PID in stack of stack"],
  },
  {
    title: "what writes nothing needs none",
    facts: log({ default: { handler: { class: "Monolog\\Handler\\NullHandler" } } }),
    says: [["pass", null]],
  },
  {
    title: "a processor of the project may add it",
    facts: log({ default: { handler: stderr, processors: [{ class: "App\\Log\\AppendPid" }] } }),
    says: [["unknown", null]],
    words: ["channels default"],
  },
  {
    title: "a channel that a closure builds is unknown",
    facts: log({ default: raw("fn () => new Log()") }),
    says: [["unknown", null]],
  },
  {
    title: "a format that is no constant is unknown",
    facts: log({
      default: {
        handler: stderr,
        processors: pid,
        formatter: { constructor: { format: raw("$f") } },
      },
    }),
    says: [["unknown", null]],
  },
  {
    title: "Hyperf's own handler of 3.2.1 is one of Monolog's",
    facts: log({ default: { handler: { class: "Hyperf\\Logger\\Handler\\StreamHandler" } } }),
    says: [["fail", null, "warning"]],
  },
  {
    title: "a handler of the project is unknown",
    facts: log({ default: { handler: { class: "App\\Log\\Handler" }, processors: pid } }),
    says: [["unknown", null]],
  },
  {
    title: "without logger.php only the log tells",
    facts: log(null),
    says: [["unknown", null]],
    words: ["config/autoload/logger.php"],
  },
  {
    title: "where no setting tells it, lines do: none of many names its process",
    facts: { ...log(null), ...logs(runsOf(), { attributed: { named: 0, of: 200 } }) },
    says: [["fail", null, "warning"]],
    words: ["0 of 200 log records name their process"],
  },
  {
    title: "where no setting tells it, lines do: nearly all of them name it",
    facts: { ...log(null), ...logs(runsOf(), { attributed: { named: 190, of: 200 } }) },
    says: [["pass", null]],
  },
  {
    title: "some lines are Swoole's own, a few are none: neither tells it",
    facts: { ...log(null), ...logs(runsOf(), { attributed: { named: 80, of: 200 } }) },
    says: [["unknown", null]],
    words: ["80 of 200 log records name their process"],
  },
  {
    title: "fewer lines than 200 say nothing",
    facts: { ...log(null), ...logs(runsOf(), { attributed: { named: 0, of: 199 } }) },
    says: [["unknown", null]],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", config: { logger: { default: {} } } }),
    says: [],
  },
]);
