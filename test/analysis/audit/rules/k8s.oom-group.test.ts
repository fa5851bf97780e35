import { k8sOomGroup } from "../../../../src/analysis/audit/rules/k8s.oom-group.ts";
import { known, unknown } from "../../../../src/domain/facts.ts";
import { factsOf, ruleTable } from "../build.ts";

ruleTable(k8sOomGroup, [
  {
    title: "the whole group is killed",
    facts: factsOf({ oomGroup: known(true, "cgroup") }),
    says: [["fail", null, "info"]],
    words: ["memory.oom.group is 1", "137"],
  },
  { title: "one process is killed", facts: factsOf(), says: [["pass", null]] },
  {
    title: "without a cgroup it is unknown",
    facts: factsOf({ oomGroup: unknown("the target does not let it be read") }),
    says: [["unknown", null]],
    words: ["does not let it be read"],
  },
]);
