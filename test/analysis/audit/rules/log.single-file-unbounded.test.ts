import { logSingleFileUnbounded } from "../../../../src/analysis/audit/rules/log.single-file-unbounded.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { raw, ruleTable, withDeclarations } from "../build.ts";

const log = (logger: unknown, config: Readonly<Record<string, unknown>> = {}): Facts =>
  withDeclarations({ config: { logger, ...config } });

const stream = (path: unknown): unknown => ({
  handler: { class: "Monolog\\Handler\\StreamHandler", constructor: { stream: path, level: 200 } },
});
const rotating = (constructor: unknown): unknown => ({
  handler: { class: "Monolog\\Handler\\RotatingFileHandler", constructor },
});

ruleTable(logSingleFileUnbounded, [
  {
    title: "one file that is never cut fails",
    facts: log({ default: stream("/opt/www/runtime/logs/hyperf.log") }),
    says: [["fail", null, "warning"]],
    words: ["/opt/www/runtime/logs/hyperf.log", "RotatingFileHandler"],
  },
  {
    title: "a channel without a handler writes to Hyperf's own file",
    facts: log({ default: {} }),
    says: [["fail", null, "warning"]],
    words: ["runtime/logs/hyperf.log"],
  },
  {
    title: "a file a day without an end fails",
    facts: log({ default: rotating({ filename: "/logs/a.log" }) }),
    says: [["fail", null, "warning"]],
    words: ["'maxFiles' => 7,"],
  },
  {
    title: "one bad channel of two is enough",
    facts: log({ default: stream("php://stderr"), sql: stream("/logs/sql.log") }),
    says: [["fail", null, "warning"]],
    words: ["channel sql"],
  },
  { title: "stdout passes", facts: withDeclarations({}), says: [["pass", null]] },
  {
    title: "a device passes",
    facts: log({ default: stream("/dev/stderr") }),
    says: [["pass", null]],
  },
  {
    title: "a week of files passes",
    facts: log({ default: rotating({ filename: "/logs/a.log", maxFiles: 7 }) }),
    says: [["pass", null]],
  },
  {
    title: "a path that is no constant is unknown, by file and line",
    facts: log({ default: stream(raw("$path")) }),
    says: [["unknown", null]],
    words: ["config/autoload/logger.php:3 is no constant: $path"],
  },
  {
    title: "a handler of the project is unknown",
    facts: log({ default: { handler: { class: "App\\Log\\Handler", constructor: {} } } }),
    says: [["unknown", null]],
    words: ["App\\Log\\Handler"],
  },
  {
    title: "a number of files that is no constant is unknown",
    facts: log({ default: rotating({ maxFiles: raw("days()") }) }),
    says: [["unknown", null]],
  },
  { title: "without logger.php there is no file", facts: log(null), says: [] },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", config: { logger: { default: {} } } }),
    says: [],
  },
]);
