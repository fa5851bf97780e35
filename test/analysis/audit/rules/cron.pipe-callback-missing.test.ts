import { known } from "../../../../src/domain/facts.ts";
import { cronPipeCallbackMissing } from "../../../../src/analysis/audit/rules/cron.pipe-callback-missing.ts";
import {
  declarationsOf,
  factsOf,
  projectOf,
  raw,
  ruleTable,
  withDeclarations,
  withProject,
} from "../build.ts";

const callbacks = (shared: unknown, own: unknown = {}) => ({
  config: {
    server: {
      mode: 2,
      servers: [{ name: "http", type: 1, callbacks: own }],
      settings: { task_worker_num: 2, task_enable_coroutine: true },
      callbacks: shared,
    },
  },
});
const handler = ["Hyperf\\Framework\\Bootstrap\\PipeMessageCallback", "onPipeMessage"];

ruleTable(cronPipeCallbackMissing, [
  {
    title: "fails where no server has the callback",
    facts: withDeclarations(callbacks({})),
    says: [["fail", null, "error"]],
    words: ["the strategy is task-worker", "ON_PIPE_MESSAGE"],
  },
  { title: "passes with the shared one", facts: factsOf(), says: [["pass", null]] },
  {
    title: "passes with one of the main server's own",
    facts: withDeclarations(callbacks({}, { pipeMessage: handler })),
    says: [["pass", null]],
  },
  {
    title: "passes where the dispatcher sends nothing",
    facts: factsOf({
      project: known(projectOf({ crontab: { strategy: "coroutine" } }), "project files"),
      declarations: known(declarationsOf(callbacks({})), "project files"),
    }),
    says: [["pass", null]],
  },
  {
    title: "does not guess a list that is no constant",
    facts: withDeclarations(callbacks(raw("callbacks()"))),
    says: [["unknown", null]],
    words: ["callbacks()"],
  },
  {
    title: "does not guess the strategy",
    facts: factsOf({
      project: known(projectOf({ crontab: { strategy: null } }), "project files"),
      declarations: known(declarationsOf(callbacks({})), "project files"),
    }),
    says: [["unknown", null]],
  },
  {
    title: "leaves out a coroutine server",
    facts: withProject({ server: { type: "coroutine" } }),
    says: [],
  },
]);
