import { isHyperfProject } from "../evidence.ts";
import { foundAt, foundIn, placeOfFound } from "../code-findings.ts";
import { at, failed, isHyperf, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

export const processBusyLoop: Rule = {
  id: "process.busy-loop",
  code: "PR-01",
  severity: "error",
  claim: "A user process loops without a pause and does not ask whether it may still run",
  advice:
    "Ask ProcessManager::isRunning() in the loop, and wait in it (sleep, or a read that blocks): else it burns a CPU, cannot be stopped, and keeps its memory alive.",
  snippet: "while (\\Hyperf\\Process\\ProcessManager::isRunning()) { /* one round */ sleep(1); }",
  source: "hyperf:src/process/src/ProcessManager.php; hyperf:docs/zh-cn/process.md",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) => {
    if (!declarations.known || !isHyperf(declarations.value)) return [];
    const found = foundIn(declarations.value, "busy-loop");
    const classes = new Set(found.map(({ subject }) => subject));
    const others = new Map(
      declarations.value.processes
        .filter(({ className }) => className !== null && !className.startsWith("Hyperf\\"))
        .map((process) => [process.className ?? "", process]),
    );
    return [
      ...found.map((each) =>
        failed(foundAt(each), { subject: each.subject, declared: placeOfFound(each) }),
      ),
      ...[...others]
        .filter(([className]) => !classes.has(className))
        .map(([className, { parent, place }]): Finding => {
          const where = { subject: className, declared: at({ place, text: className }) };
          // A process' class has a parent: without one nobody has seen its source.
          return parent === null
            ? undecided(`the source of ${className}`, where)
            : passed("no endless loop without a pause in it", where);
        }),
    ];
  },
};
