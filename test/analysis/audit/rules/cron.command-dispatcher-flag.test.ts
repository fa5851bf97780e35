import { known } from "../../../../src/domain/facts.ts";
import { cronCommandDispatcherFlag } from "../../../../src/analysis/audit/rules/cron.command-dispatcher-flag.ts";
import {
  declarationsOf,
  declaredTask,
  factsOf,
  projectOf,
  raw,
  ruleTable,
  taskOf,
} from "../build.ts";

const command = (
  callback: unknown,
  version: string | null = "3.1.71",
  by: "config" | "schedule" = "config",
) =>
  factsOf({
    project: known(
      projectOf({
        versions: { "hyperf/crontab": version },
        crontab: {
          tasks: [
            taskOf({
              type: "command",
              callback: "mail:flush",
              declared: { file: "config/autoload/crontab.php", line: 14, by },
            }),
          ],
        },
      }),
      "project files",
    ),
    declarations: known(
      declarationsOf({ tasks: [declaredTask({ callback }, { by })] }),
      "project files",
    ),
  });
const FLAG = "--disable-event-dispatcher";

ruleTable(cronCommandDispatcherFlag, [
  {
    title: "fails without the flag",
    facts: command({ command: "mail:flush" }),
    says: [["fail", "hourly-digest", "error"]],
    words: [
      "mail:flush has no --disable-event-dispatcher",
      "'--disable-event-dispatcher' => true,",
    ],
  },
  {
    title: "fails where the flag is switched off",
    facts: command({ command: "mail:flush", [FLAG]: false }),
    says: [["fail", "hourly-digest"]],
  },
  {
    title: "passes with the flag",
    facts: command({ command: "mail:flush", [FLAG]: true }),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "passes with the schedule, which adds it",
    facts: command({ command: "mail:flush" }, "3.1.71", "schedule"),
    says: [["pass", "hourly-digest"]],
  },
  {
    title: "does not guess the arguments",
    facts: command(raw("$arguments")),
    says: [["unknown", "hourly-digest"]],
  },
  {
    title: "does not guess the flag",
    facts: command({ command: "mail:flush", [FLAG]: raw("env('QUIET')") }),
    says: [["unknown", "hourly-digest"]],
    words: ["env('QUIET')"],
  },
  {
    title: "does not guess whether the version knows the flag",
    facts: command({ command: "mail:flush" }, null),
    says: [["unknown", "hourly-digest"]],
  },
  {
    title: "leaves out versions that do not know the flag",
    facts: command({ command: "mail:flush" }, "2.2.33"),
    says: [],
  },
  { title: "leaves out tasks of other types", facts: factsOf(), says: [] },
]);
