import { isHyperfProject } from "../evidence.ts";
import { codeFindings } from "../code-findings.ts";
import { isHyperf } from "../findings.ts";
import type { Rule } from "../rule.ts";

export const dbFullResult: Rule = {
  id: "db.full-result",
  code: "DB-01",
  severity: "warning",
  claim:
    "A task reads a whole result at once: every row stands in memory, in the driver's buffer and as PHP values",
  advice: "Read in parts, by chunkById() or cursor(), or set a limit.",
  snippet: "->chunkById(500, function ($rows) { /* … */ });",
  source: "php:ext/mysqlnd (buffered results); hyperf:docs/zh-cn/db/querybuilder.md",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) =>
    declarations.known && isHyperf(declarations.value) && declarations.value.tasks.length > 0
      ? codeFindings(
          declarations.value,
          "full-result",
          "no query without limit, chunk or cursor in the tasks' classes that were read",
        )
      : [],
};
