import { unknown } from "../../../../src/domain/facts.ts";
import { cronLockWithoutRedis } from "../../../../src/analysis/audit/rules/cron.lock-without-redis.ts";
import { factsOf, ruleTable, taskOf, withDeclarations, withProject } from "../build.ts";

const without = {
  packages: { "hyperf/crontab": { version: "3.1.71", isDev: false } },
};

ruleTable(cronLockWithoutRedis, [
  {
    title: "fails where a lock is on and the package is not there",
    facts: withDeclarations(without),
    says: [["fail", null, "error"]],
    words: ["1 task with a lock: hourly-digest", "composer require hyperf/redis"],
  },
  {
    title: "fails where the package is for development alone",
    facts: withDeclarations({ packages: { "hyperf/redis": { version: "3.1.71", isDev: true } } }),
    says: [["fail", null]],
  },
  { title: "passes with the package", facts: factsOf(), says: [["pass", null]] },
  {
    title: "passes with all components in one package",
    facts: withDeclarations({ packages: { "hyperf/hyperf": { version: "3.1.71", isDev: false } } }),
    says: [["pass", null]],
  },
  {
    title: "passes with locks of the project's own",
    facts: withDeclarations({
      ...without,
      config: {
        dependencies: {
          "Hyperf\\Crontab\\Mutex\\TaskMutex": "App\\Lock",
          "Hyperf\\Crontab\\Mutex\\ServerMutex": "App\\Lock",
        },
      },
    }),
    says: [["pass", null]],
  },
  {
    title: "does not guess what a file that cannot be read binds",
    facts: withDeclarations({
      ...without,
      config: { dependencies: null },
      parseErrors: [{ file: "config/autoload/dependencies.php", line: 4, message: "syntax" }],
    }),
    says: [["unknown", null]],
    words: ["TaskMutex"],
  },
  {
    title: "is unknown without composer.lock",
    facts: withDeclarations({ packages: null }),
    says: [["unknown", null]],
    words: ["composer.lock"],
  },
  {
    title: "is unknown of a recording, which has no files",
    facts: factsOf({ declarations: unknown("the project's files were not read") }),
    says: [["unknown", null]],
    words: ["the project's files were not read"],
  },
  {
    title: "leaves out a project without a lock",
    facts: withProject({ crontab: { tasks: [taskOf({ singleton: false, onOneServer: false })] } }),
    says: [],
  },
]);
