import { devToolInProd } from "../../../../src/analysis/audit/rules/dev.tool-in-prod.ts";
import type { Entrypoint } from "../../../../src/domain/declarations.ts";
import { known, unknown, type Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, raw, ruleTable, withDeclarations } from "../build.ts";

const of = (
  versions: Readonly<Record<string, string>>,
  change: Parameters<typeof declarationsOf>[0] = {},
): Facts =>
  withDeclarations({
    packages: Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [name, { version, isDev: false }]),
    ),
    ...change,
  });

const watch: Entrypoint = {
  file: "Dockerfile",
  line: 9,
  text: '["php", "bin/hyperf.php", "server:watch"]',
  form: "exec",
};

ruleTable(devToolInProd, [
  {
    // laravel/telescope#1071: listeners of the shared dispatcher, more with each request.
    title: "telescope among the packages fails",
    facts: of({ "laravel/telescope": "4.7.3" }, { framework: "octane", config: { app_env: null } }),
    says: [["fail", "laravel/telescope", "warning"]],
    words: ["4.7.3", "judged as production", "composer require --dev laravel/telescope"],
  },
  {
    title: "a tool that does no harm by itself is only told",
    facts: of({ "hyperf/devtool": "3.1.71" }),
    says: [["fail", "hyperf/devtool", "info"]],
  },
  {
    title: "a server that is started by the watcher fails",
    facts: factsOf({ init: known(["php", "bin/hyperf.php", "server:watch"], "/proc/1/cmdline") }),
    says: [["fail", "hyperf/watcher", "warning"]],
    words: ["server:watch"],
  },
  {
    title: "an entrypoint that starts the watcher fails, where nothing runs",
    facts: factsOf({
      init: unknown("nothing running"),
      declarations: known(declarationsOf({ entrypoints: [watch] }), "project files"),
    }),
    says: [["fail", "hyperf/watcher", "warning"]],
  },
  {
    title: "whoops that answers clients fails, once",
    facts: of(
      { "filp/whoops": "2.15.4" },
      {
        config: {
          exceptions: {
            handler: { http: ["Hyperf\\ExceptionHandler\\Handler\\WhoopsExceptionHandler"] },
          },
        },
      },
    ),
    says: [["fail", "filp/whoops", "warning"]],
    words: ["source and environment go to clients"],
  },
  {
    title: "a switch that is off passes",
    facts: of({ "laravel/telescope": "4.7.3" }, { config: { telescope: { enabled: false } } }),
    says: [["pass", null]],
  },
  {
    title: "a package for development passes",
    facts: withDeclarations({ packages: { "hyperf/watcher": { version: "3.1.71", isDev: true } } }),
    says: [["pass", null]],
  },
  {
    title: "in development it is right",
    facts: of({ "laravel/telescope": "4.7.3" }, { config: { app_env: "local" } }),
    says: [["pass", null]],
    words: ["the environment is local"],
  },
  { title: "none of them passes", facts: withDeclarations({}), says: [["pass", null]] },
  {
    title: "a switch that is no constant is unknown",
    facts: of({ "itsgoingd/clockwork": "5.2" }, { config: { clockwork: { enable: raw("on()") } } }),
    says: [["unknown", "itsgoingd/clockwork"]],
    words: ["on()"],
  },
  {
    title: "without a lock file it is unknown",
    facts: withDeclarations({ packages: null }),
    says: [["unknown", null]],
    words: ["composer.lock"],
  },
]);
