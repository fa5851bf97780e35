import { dbFullResult } from "../../../../src/analysis/audit/rules/db.full-result.ts";
import type { CodeFinding } from "../../../../src/domain/declarations.ts";
import { ruleTable, withDeclarations } from "../build.ts";

const found = (change: Partial<CodeFinding> = {}): CodeFinding => ({
  kind: "full-result",
  file: "app/Task/Report.php",
  line: 17,
  text: "Db::select($sql)",
  className: "App\\Task\\Report",
  ...change,
});

ruleTable(dbFullResult, [
  {
    title: "what was found fails, once for a class",
    facts: withDeclarations({ code: [found(), found({ line: 99 })] }),
    says: [["fail", "App\\Task\\Report", "warning"]],
    words: ["app/Task/Report.php:17", "1 more", "chunkById"],
  },
  { title: "without it the rule passes", facts: withDeclarations({}), says: [["pass", null]] },
  {
    title: "a source file that could not be read is unknown",
    facts: withDeclarations({ unreadable: ["app/Closed.php"] }),
    says: [["unknown", null]],
    words: ["app/Closed.php"],
  },
  {
    title: "without tasks nobody asks",
    facts: withDeclarations({ tasks: [], code: [found()] }),
    says: [],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", code: [found()] }),
    says: [],
  },
]);
