import { codeFindings } from "../code-findings.ts";
import type { Rule } from "../rule.ts";

export const dbQueryLog: Rule = {
  id: "db.query-log",
  code: "DB-02",
  severity: "error",
  claim: "The query log is on: each query is kept for as long as its connection lives",
  advice: "Take enableQueryLog() out, or log queries from the QueryExecuted event and keep none.",
  snippet: null,
  source: "hyperf:src/database/src/Connection.php ($queryLog); illuminate/database Connection.php",
  needs: ["declarations"],
  check: ({ declarations }) =>
    declarations.known
      ? codeFindings(declarations.value, "query-log", "no enableQueryLog() in what was read")
      : [],
};
