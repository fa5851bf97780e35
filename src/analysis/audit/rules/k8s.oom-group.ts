import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";

export const k8sOomGroup: Rule = {
  id: "k8s.oom-group",
  code: "K8-02",
  severity: "info",
  claim:
    "When memory runs out the kernel kills the whole container: no signal=9 line tells which worker it was",
  advice:
    "Look for OOMKilled and exit code 137 instead of log lines. singleProcessOOMKill of the kubelet (1.32) kills one process only.",
  snippet: null,
  source: "Documentation/admin-guide/cgroup-v2.rst (memory.oom.group); kubernetes#117793, #126096",
  needs: ["oomGroup"],
  check: ({ oomGroup }) =>
    !oomGroup.known
      ? []
      : oomGroup.value
        ? [failed("memory.oom.group is 1")]
        : [passed("memory.oom.group is 0: the kernel kills the largest process only")],
};
