import { known, unknown } from "../../../../src/domain/facts.ts";
import { cronTimezone } from "../../../../src/analysis/audit/rules/cron.timezone.ts";
import { declarationsOf, factsOf, projectOf, ruleTable, taskOf, withProject } from "../build.ts";

const nightly = { rule: "0 3 * * *" } as const;
const nowhere = declarationsOf({
  bin: { file: "bin/hyperf.php", iniSets: [], defines: [], timezone: null },
});
const noIni = declarationsOf({
  bin: { file: "bin/hyperf.php", iniSets: [], defines: [], timezone: null },
  ini: null,
});
const project = projectOf({ crontab: { tasks: [taskOf(nightly)] } });

ruleTable(cronTimezone, [
  {
    title: "fails where no file sets the zone of a task with hours",
    facts: factsOf({
      project: known(project, "project files"),
      declarations: known(nowhere, "project files"),
    }),
    says: [["fail", null, "warning"]],
    words: ["by UTC, for no file sets PHP's zone: hourly-digest", "date_default_timezone_set("],
  },
  {
    title: "fails with a zone of its own in a version that ignores it",
    facts: withProject({
      versions: { "hyperf/crontab": "3.1.4" },
      crontab: { tasks: [taskOf({ ...nightly, timezone: "Asia/Shanghai" })] },
    }),
    says: [
      ["pass", null],
      ["fail", "hourly-digest", "warning"],
    ],
  },
  {
    title: "passes where a file sets the zone",
    facts: factsOf({ project: known(project, "project files") }),
    says: [["pass", null]],
  },
  {
    title: "passes with a zone of its own",
    facts: withProject({ crontab: { tasks: [taskOf({ ...nightly, timezone: "Asia/Shanghai" })] } }),
    says: [
      ["pass", null],
      ["pass", "hourly-digest"],
    ],
  },
  {
    title: "passes where no task has hours",
    facts: factsOf({ declarations: known(nowhere, "project files") }),
    says: [["pass", null]],
  },
  {
    title: "does not guess what a php.ini says that is not at hand",
    facts: factsOf({
      project: known(project, "project files"),
      declarations: known(noIni, "project files"),
    }),
    says: [["unknown", null]],
    words: ["php.ini of the image"],
  },
  {
    title: "does not guess whether a recording's UTC was set",
    facts: factsOf({
      project: known(project, "recording"),
      declarations: unknown("the project's files were not read"),
    }),
    says: [["unknown", null]],
  },
  {
    title: "does not guess a zone that is no constant",
    facts: withProject({ crontab: { timezone: null, tasks: [taskOf(nightly)] } }),
    says: [["unknown", null]],
  },
]);
