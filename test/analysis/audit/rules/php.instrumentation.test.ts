import { phpInstrumentation } from "../../../../src/analysis/audit/rules/php.instrumentation.ts";
import { known, unknown, type Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, ruleTable } from "../build.ts";

const mapped = (...extensions: readonly string[]): Facts =>
  factsOf({ extensions: known(extensions, "maps of a process") });

const ini = (lines: readonly (readonly [string, string])[]): Facts =>
  factsOf({
    extensions: unknown("nothing running"),
    declarations: known(
      declarationsOf({
        ini: lines.map(([name, value], index) => ({
          name,
          value,
          place: { file: "docker/php.ini", line: index + 1 },
        })),
      }),
      "project files",
    ),
  });

ruleTable(phpInstrumentation, [
  {
    title: "xdebug in a process is an error",
    facts: mapped("swoole", "xdebug"),
    says: [["fail", "xdebug", "error"]],
    words: ["mapped by a process", "the environment is prod"],
  },
  {
    title: "one finding for each, by its own weight",
    facts: mapped("newrelic-20220829", "ddtrace", "pcov", "opentelemetry"),
    says: [
      ["fail", "newrelic", "error"],
      ["fail", "ddtrace", "warning"],
      ["fail", "pcov", "warning"],
      ["fail", "opentelemetry", "info"],
    ],
  },
  {
    title: "a php.ini that loads it is enough",
    facts: ini([["zend_extension", "/usr/lib/php/20220829/xdebug.so"]]),
    says: [["fail", "xdebug", "error"]],
    words: ["loaded by a php.ini"],
  },
  {
    title: "what both show is one finding, with its place",
    facts: { ...ini([["extension", "blackfire"]]), extensions: known(["blackfire"], "maps") },
    says: [["fail", "blackfire", "warning"]],
    words: ["mapped by a process"],
  },
  {
    title: "what is loaded but idle is only told",
    facts: ini([
      ["zend_extension", "xdebug"],
      ["xdebug.mode", "off"],
    ]),
    says: [["fail", "xdebug", "info"]],
    words: ["idle: xdebug.mode"],
  },
  {
    title: "in development it is only told",
    facts: factsOf({
      extensions: known(["xdebug"], "maps"),
      declarations: known(declarationsOf({ config: { app_env: "dev" } }), "project files"),
    }),
    says: [["fail", "xdebug", "info"]],
  },
  {
    title: "without a project the process tells",
    facts: factsOf({
      extensions: known(["skywalking"], "maps"),
      declarations: unknown("no project was found"),
    }),
    says: [["fail", "skywalking", "error"]],
  },
  { title: "none of them passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "names that only look alike pass",
    facts: mapped("tracery", "xdebugger", "newrelicish"),
    says: [["pass", null]],
  },
  {
    title: "of files without such a line nothing is told",
    facts: ini([["extension", "swoole"]]),
    says: [["unknown", null]],
    words: ["which extensions are loaded"],
  },
]);
