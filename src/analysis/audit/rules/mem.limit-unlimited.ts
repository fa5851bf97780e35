import { failed, passed, undecided } from "../findings.ts";
import { memoryLimitOf } from "../memory-limit.ts";
import type { Rule } from "../rule.ts";

export const memLimitUnlimited: Rule = {
  id: "mem.limit-unlimited",
  code: "SV-09",
  severity: "error",
  claim:
    "PHP has no memory limit: a leak ends with the OOM killer instead of an error that names the place",
  advice:
    "Give memory_limit a finite value that all processes together fit into the container with.",
  snippet: "ini_set('memory_limit', '512M');",
  source:
    "php-src main/main.c OnChangeMemoryLimit; hyperf:docs/zh-cn/quick-start/questions.md suggests -1",
  needs: ["declarations"],
  check: (facts) => {
    const limit = memoryLimitOf(facts);
    const { declared } = limit;
    if (limit.state === "unknown") return [undecided(limit.why, { declared })];
    const evidence = `memory_limit is ${limit.text}, set by ${limit.by === "bin" ? "bin/hyperf.php" : limit.by === "php.ini" ? "php.ini" : "the command line"}`;
    return [limit.bytes < 0 ? failed(evidence, { declared }) : passed(evidence, { declared })];
  },
};
