import { isHyperfProject } from "../evidence.ts";
import { codeFindings } from "../code-findings.ts";
import { isHyperf } from "../findings.ts";
import type { Rule } from "../rule.ts";

export const signalCombinedMask: Rule = {
  id: "signal.combined-mask",
  code: "SG-01",
  severity: "warning",
  claim:
    "A signal handler for WORKER | PROCESS is registered for workers only: user processes do not hear the signal",
  advice: "List two entries, one for each kind of process.",
  snippet: "return [[self::WORKER, SIGTERM], [self::PROCESS, SIGTERM]];",
  source: "hyperf:src/signal/src/SignalManager.php (elseif)",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) =>
    declarations.known &&
    isHyperf(declarations.value) &&
    (declarations.value.packages?.["hyperf/signal"] !== undefined ||
      declarations.value.code.some(({ kind }) => kind === "combined-mask"))
      ? codeFindings(declarations.value, "combined-mask", "no combined mask in what was read")
      : [],
};
