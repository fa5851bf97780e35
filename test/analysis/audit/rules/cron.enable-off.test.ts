import { known } from "../../../../src/domain/facts.ts";
import { cronEnableOff } from "../../../../src/analysis/audit/rules/cron.enable-off.ts";
import { declarationsOf, factsOf, projectOf, raw, ruleTable, withProject } from "../build.ts";

const off = (config: Readonly<Record<string, unknown>>) =>
  factsOf({
    project: known(projectOf({ crontab: { enable: false } }), "project files"),
    declarations: known(declarationsOf({ config }), "project files"),
  });

ruleTable(cronEnableOff, [
  {
    title: "is an error in production",
    facts: off({ crontab: { enable: false } }),
    says: [["fail", null, "error"]],
    words: ["enable is false; 1 task declared; the environment is prod"],
  },
  {
    title: "is an error where the environment is like production",
    facts: off({ crontab: { enable: false }, app_env: "staging" }),
    says: [["fail", null, "error"]],
  },
  {
    title: "is an error where no environment is told",
    facts: off({ crontab: {}, app_env: raw("env('APP_ENV')") }),
    says: [["fail", null, "error"]],
    words: ["enable is not declared", "judged as production"],
  },
  {
    title: "is only told on a machine of a developer",
    facts: off({ crontab: { enable: false }, app_env: "dev" }),
    says: [["fail", null, "info"]],
    words: ["'enable' => (bool) env('CRONTAB_ENABLE', true),"],
  },
  { title: "passes where it is on", facts: factsOf(), says: [["pass", null]] },
  {
    title: "does not guess a switch that is no constant",
    facts: factsOf({
      project: known(projectOf({ crontab: { enable: null } }), "project files"),
      declarations: known(
        declarationsOf({ config: { crontab: { enable: raw("is_leader()") } } }),
        "project files",
      ),
    }),
    says: [["unknown", null]],
    words: ["is_leader()"],
  },
  {
    title: "does not guess what stands in a file that cannot be read",
    facts: factsOf({
      project: known(projectOf({ crontab: { enable: false } }), "project files"),
      declarations: known(
        declarationsOf({
          config: { crontab: null },
          parseErrors: [{ file: "config/autoload/crontab.php", line: 3, message: "syntax" }],
        }),
        "project files",
      ),
    }),
    says: [["unknown", null]],
  },
  {
    title: "leaves out a project without tasks",
    facts: withProject({ crontab: { enable: false, tasks: [] } }),
    says: [],
  },
]);
