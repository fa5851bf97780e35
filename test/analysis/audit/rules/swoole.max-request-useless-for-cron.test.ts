import { swooleMaxRequestUselessForCron } from "../../../../src/analysis/audit/rules/swoole.max-request-useless-for-cron.ts";
import { epochMs } from "../../../../src/domain/units.ts";
import { NOW, factsOf, ruleTable, taskOf, withProject } from "../build.ts";
import { withSettings } from "../swoole-server.ts";

ruleTable(swooleMaxRequestUselessForCron, [
  {
    title: "hourly tasks in workers are not what max_request counts",
    facts: withProject({
      crontab: { strategy: "worker", tasks: [taskOf({ runsIn: "worker" })] },
    }),
    says: [["fail", null, "info"]],
    words: ["max_request is 20000, and 1 of 1 tasks run in the workers"],
  },
  {
    title: "every minute, it is the strategy's finding",
    facts: withProject({
      crontab: {
        strategy: "worker",
        tasks: [taskOf({ runsIn: "worker", next: [epochMs(NOW + 1000), epochMs(NOW + 61_000)] })],
      },
    }),
    says: [],
  },
  {
    title: "task workers are not what max_request is for",
    facts: factsOf(),
    says: [["pass", null]],
  },
  {
    title: "a strategy that is not known leaves it open",
    facts: withProject({ crontab: { strategy: "custom", tasks: [taskOf({ runsIn: null })] } }),
    says: [["unknown", null]],
    words: ["where the tasks run"],
  },
  {
    title: "who does not recycle at all is another finding",
    facts: withSettings({ max_request: 0 }),
    says: [],
  },
  { title: "crontab is off", facts: withProject({ crontab: { enable: false } }), says: [] },
]);
