import type { CronTask } from "../../../domain/project.ts";
import { MINUTE_MS } from "../../../domain/units.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { asInt, declaredAt, swooleReading, unresolved } from "../swoole-settings.ts";

export const swooleMaxRequestUselessForCron: Rule = {
  id: "swoole.max-request-useless-for-cron",
  code: "SV-05",
  severity: "info",
  claim:
    "max_request recycles nothing that crontab grows: ticks are pipe messages and are not counted",
  advice:
    "Run the tasks in task workers or in a service of their own, or restart by deploys; do not count on max_request.",
  snippet: null,
  source:
    "swoole:src/server/worker.cc (only requests count); measured with Swoole 6.2.1 on Hyperf 3.2",
  needs: ["project"],
  check: (facts) => {
    if (!facts.project.known || facts.project.value.crontab.enable === false) return [];
    const running = facts.project.value.crontab.tasks.filter(isRunning);
    if (running.length === 0) return [];
    const reading = swooleReading(facts, "max_request");
    if (reading.state === "unsaid") return [];
    if (reading.state === "unresolved") return [unresolved(reading)];
    const declared = declaredAt(reading);
    // Without max_request nobody counts on it: that is another finding.
    if (asInt(reading.value) <= 0) return [];
    const inWorkers = running.filter(isInWorkers);
    // Every minute and more often, it is the strategy that is at fault, and that finding says this, too.
    if (inWorkers.some(isFrequent)) return [];
    if (inWorkers.length > 0)
      return [
        failed(
          `max_request is ${asInt(reading.value)}, and ${inWorkers.length} of ${running.length} tasks run in the workers that it is meant for`,
          { declared },
        ),
      ];
    return running.some(({ runsIn }) => runsIn === null)
      ? [undecided("where the tasks run: their strategy is not known", { declared })]
      : [passed("no task runs in the event workers", { declared })];
  },
};

const isRunning = ({ enable, overriddenBy }: CronTask): boolean =>
  enable !== false && overriddenBy === null;

const isInWorkers = ({ runsIn }: CronTask): boolean =>
  runsIn === "worker" || runsIn === "worker-or-task-worker";

const isFrequent = ({ next: [first, second] }: CronTask): boolean =>
  first !== undefined && second !== undefined && second - first <= MINUTE_MS;
