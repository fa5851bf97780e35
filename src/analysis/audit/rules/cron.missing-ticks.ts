import { counted, hasTasks, perTask } from "../evidence.ts";
import { failed, passed, undecided } from "../findings.ts";
import { runsOfTask, spanText } from "../logged.ts";
import type { Rule } from "../rule.ts";

export const cronMissingTicks: Rule = {
  id: "cron.missing-ticks",
  code: "CR-41",
  severity: "warning",
  claim: "Ticks of the task passed without a line in the log: it did not run",
  advice:
    "Look what happened at that time: a worker or the dispatcher that died or was reloaded takes the rest of its minute with it.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Strategy/Executor.php: the ticks of a minute are timers of one process; observed when it is killed or reloaded",
  needs: ["project", "logs"],
  // without logs nobody asks for them
  applies: (facts) => facts.logs.known && hasTasks(facts),
  check: (facts) =>
    perTask(facts, (task, where) => {
      const ticks = runsOfTask(facts, task)?.ticks ?? null;
      if (ticks === null) return undecided("lines of its runs that can be laid to ticks", where);
      const { missed, answered, open } = ticks;
      if (missed > 0)
        return failed(
          `${missed} of ${counted(missed + answered, "tick")} without a line${spanText(facts)}`,
          where,
        );
      return open > 0
        ? undecided(`whether it still runs: ${counted(open, "tick")} without a line yet`, where)
        : passed(`${counted(answered, "tick")}, each with its line${spanText(facts)}`, where);
    }),
};
