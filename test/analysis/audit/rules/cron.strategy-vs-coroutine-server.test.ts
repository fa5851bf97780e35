import { cronStrategyVsCoroutineServer } from "../../../../src/analysis/audit/rules/cron.strategy-vs-coroutine-server.ts";
import { factsOf, ruleTable, withProject } from "../build.ts";

const server = { type: "coroutine", mode: null } as const;

ruleTable(cronStrategyVsCoroutineServer, [
  {
    title: "fails with the default strategy in a coroutine server",
    facts: withProject({
      server,
      crontab: { strategy: "worker", strategyClass: "Hyperf\\Crontab\\Strategy\\WorkerStrategy" },
    }),
    says: [["fail", null, "error"]],
    words: ["WorkerStrategy in a coroutine server; 1 task declared", "CoroutineStrategy::class"],
  },
  {
    title: "passes with the coroutine strategy",
    facts: withProject({ server, crontab: { strategy: "coroutine" } }),
    says: [["pass", null]],
  },
  {
    title: "does not guess the strategy",
    facts: withProject({ server, crontab: { strategy: null } }),
    says: [["unknown", null]],
  },
  {
    title: "does not guess the kind of server",
    facts: withProject({ server: { type: null } }),
    says: [["unknown", null]],
  },
  { title: "leaves out a server with workers", facts: factsOf(), says: [] },
]);
