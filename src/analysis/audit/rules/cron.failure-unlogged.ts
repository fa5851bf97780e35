import { byVersion, counted, listed, tasksOf } from "../evidence.ts";
import type { Rule } from "../rule.ts";
import type { Facts } from "../../../domain/facts.ts";
import type { Subject } from "../evidence.ts";

export const cronFailureUnlogged: Rule = {
  id: "cron.failure-unlogged",
  code: "CR-39",
  severity: "warning",
  claim:
    "An exception of a command is not logged: the console catches it and prints it to nowhere, and the log has no more than that the task failed",
  advice: "Upgrade hyperf/crontab to 3.0.45 or newer, or log the exception inside of the command.",
  snippet: 'composer require "hyperf/crontab:~3.0.45"',
  source:
    "hyperf:src/crontab/src/Strategy/Executor.php (setCatchExceptions(false) since 3.0.45, #6302); before, output is a NullOutput",
  needs: ["project"],
  applies: (facts) => !facts.project.known || commands(facts).length > 0,
  check: (facts) => {
    const found = commands(facts);
    return [
      byVersion(
        facts,
        "<3.0.45",
        `${counted(found.length, "command")}: ${listed(found.map(({ name }) => name))}`,
      ),
    ];
  },
};

const commands = (facts: Facts): readonly Subject[] =>
  tasksOf(facts).filter(({ task }) => task.type === "command");
