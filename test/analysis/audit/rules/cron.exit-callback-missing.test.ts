import { known } from "../../../../src/domain/facts.ts";
import { cronExitCallbackMissing } from "../../../../src/analysis/audit/rules/cron.exit-callback-missing.ts";
import {
  declarationsOf,
  factsOf,
  projectOf,
  raw,
  ruleTable,
  withDeclarations,
  withProject,
} from "../build.ts";

const callbacks = (workerExit: unknown) => ({
  config: { server: { mode: 2, servers: [], callbacks: { workerExit } } },
});
const none = { config: { server: { mode: 2, servers: [], callbacks: {} } } };
const without = (hyperf: string | null) =>
  factsOf({
    project: known(projectOf({ versions: { hyperf } }), "project files"),
    declarations: known(declarationsOf(none), "project files"),
  });

ruleTable(cronExitCallbackMissing, [
  {
    title: "fails with another callback in its place",
    facts: withDeclarations(callbacks(["App\\Exit", "onExit"])),
    says: [["fail", null, "warning"]],
    words: ["bound to App\\Exit, whose code is not read", "ON_WORKER_EXIT"],
  },
  {
    title: "fails without one in a version that has none by itself",
    facts: without("2.0.1"),
    says: [["fail", null]],
  },
  { title: "passes with the framework's", facts: factsOf(), says: [["pass", null]] },
  {
    title: "passes without one, which is then the framework's",
    facts: without("3.1.71"),
    says: [["pass", null]],
  },
  {
    title: "does not guess what is no constant",
    facts: withDeclarations(callbacks(raw("exits()"))),
    says: [["unknown", null]],
    words: ["exits()"],
  },
  {
    title: "does not guess whose class it is",
    facts: withDeclarations(callbacks("on_exit")),
    says: [["unknown", null]],
  },
  { title: "does not guess the version", facts: without(null), says: [["unknown", null]] },
  {
    title: "leaves out a coroutine server",
    facts: withProject({ server: { type: "coroutine" } }),
    says: [],
  },
]);
