import { dbQueryLog } from "../../../../src/analysis/audit/rules/db.query-log.ts";
import type { CodeFinding } from "../../../../src/domain/declarations.ts";
import { ruleTable, withDeclarations } from "../build.ts";

const found = (change: Partial<CodeFinding> = {}): CodeFinding => ({
  kind: "query-log",
  file: "app/Listener/Sql.php",
  line: 17,
  text: "$connection->enableQueryLog()",
  className: null,
  ...change,
});

ruleTable(dbQueryLog, [
  {
    title: "what was found fails, once for a class",
    facts: withDeclarations({ code: [found(), found({ line: 99 })] }),
    says: [["fail", "app/Listener/Sql.php", "error"]],
    words: ["app/Listener/Sql.php:17"],
  },
  { title: "without it the rule passes", facts: withDeclarations({}), says: [["pass", null]] },
  {
    title: "a source file that could not be read is unknown",
    facts: withDeclarations({ unreadable: ["app/Closed.php"] }),
    says: [["unknown", null]],
    words: ["app/Closed.php"],
  },
  {
    title: "another framework's query log grows as well",
    facts: withDeclarations({ framework: "octane", code: [found()] }),
    says: [["fail", "app/Listener/Sql.php", "error"]],
  },
]);
