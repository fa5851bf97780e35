import { known } from "../../../../src/domain/facts.ts";
import { cronEnvironmentMismatch } from "../../../../src/analysis/audit/rules/cron.environment-mismatch.ts";
import {
  declarationsOf,
  factsOf,
  projectOf,
  raw,
  ruleTable,
  taskOf,
  withProject,
} from "../build.ts";

const forStaging = projectOf({ crontab: { tasks: [taskOf({ environments: ["staging"] })] } });

ruleTable(cronEnvironmentMismatch, [
  {
    title: "fails where this environment is not among them",
    facts: factsOf({ project: known(forStaging, "project files") }),
    says: [["fail", "hourly-digest", "warning"]],
    words: ["for staging; app_env is prod", "->setEnvironments(['staging', 'prod'])"],
  },
  {
    title: "passes where it is",
    facts: factsOf({
      project: known(forStaging, "project files"),
      declarations: known(declarationsOf({ config: { app_env: "staging" } }), "project files"),
    }),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "does not guess the environment",
    facts: factsOf({
      project: known(forStaging, "project files"),
      declarations: known(
        declarationsOf({ config: { app_env: raw("env('APP_ENV')") } }),
        "project files",
      ),
    }),
    says: [["unknown", "hourly-digest"]],
    words: ["env('APP_ENV')"],
  },
  {
    title: "does not guess the list",
    facts: withProject({ crontab: { tasks: [taskOf({ environments: null })] } }),
    says: [["unknown", "hourly-digest"]],
  },
  { title: "leaves out a task for all environments", facts: factsOf(), says: [] },
  {
    title: "leaves out versions that do not look at them",
    facts: withProject({
      versions: { "hyperf/crontab": "3.1.5" },
      crontab: { tasks: [taskOf({ environments: ["staging"] })] },
    }),
    says: [],
  },
]);
