import { signalCombinedMask } from "../../../../src/analysis/audit/rules/signal.combined-mask.ts";
import type { CodeFinding } from "../../../../src/domain/declarations.ts";
import { ruleTable, withDeclarations } from "../build.ts";

const found = (change: Partial<CodeFinding> = {}): CodeFinding => ({
  kind: "combined-mask",
  file: "app/Signal/Stop.php",
  line: 17,
  text: "[self::WORKER | self::PROCESS, SIGTERM]",
  className: "App\\Signal\\Stop",
  ...change,
});

ruleTable(signalCombinedMask, [
  {
    title: "what was found fails, once for a class",
    facts: withDeclarations({ code: [found(), found({ line: 99 })] }),
    says: [["fail", "App\\Signal\\Stop", "warning"]],
    words: ["app/Signal/Stop.php:17", "[self::PROCESS, SIGTERM]"],
  },
  {
    title: "without it the rule passes",
    facts: withDeclarations({ packages: { "hyperf/signal": { version: "3.1.71", isDev: false } } }),
    says: [["pass", null]],
  },
  {
    title: "a source file that could not be read is unknown",
    facts: withDeclarations({
      packages: { "hyperf/signal": { version: "3.1.71", isDev: false } },
      unreadable: ["app/Closed.php"],
    }),
    says: [["unknown", null]],
    words: ["app/Closed.php"],
  },
  { title: "without hyperf/signal there is no handler", facts: withDeclarations({}), says: [] },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", code: [found()] }),
    says: [],
  },
]);
