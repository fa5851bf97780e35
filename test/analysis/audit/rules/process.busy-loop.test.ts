import { processBusyLoop } from "../../../../src/analysis/audit/rules/process.busy-loop.ts";
import type { CodeFinding, DeclaredProcess } from "../../../../src/domain/declarations.ts";
import { ruleTable, withDeclarations } from "../build.ts";

const found = (change: Partial<CodeFinding> = {}): CodeFinding => ({
  kind: "busy-loop",
  file: "app/Process/Poller.php",
  line: 22,
  text: "while (true)",
  className: "App\\Process\\Poller",
  ...change,
});

const own: DeclaredProcess = {
  by: "config",
  place: { file: "config/autoload/processes.php", line: 7 },
  className: "App\\Process\\Poller",
  parent: "Hyperf\\Process\\AbstractProcess",
  name: "poller",
  nums: 1,
};

ruleTable(processBusyLoop, [
  {
    title: "an endless loop fails, once for a class",
    facts: withDeclarations({
      processes: [own],
      code: [found(), found({ line: 40 })],
    }),
    says: [["fail", "App\\Process\\Poller", "error"]],
    words: ["app/Process/Poller.php:22", "1 more", "isRunning()"],
  },
  {
    title: "a process of the project without one passes",
    facts: withDeclarations({ processes: [own] }),
    says: [["pass", "App\\Process\\Poller"]],
  },
  {
    title: "a class that was not read is unknown",
    facts: withDeclarations({ processes: [{ ...own, parent: null }] }),
    says: [["unknown", "App\\Process\\Poller"]],
    words: ["the source of App"],
  },
  {
    title: "a project with the dispatcher alone is not asked",
    facts: withDeclarations({}),
    says: [],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", code: [found()] }),
    says: [],
  },
]);
