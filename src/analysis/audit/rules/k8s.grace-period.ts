import type { Facts } from "../../../domain/facts.ts";
import { failed, passed, undecided } from "../findings.ts";
import { workloads, type Workload } from "../manifests.ts";
import type { Finding, Rule } from "../rule.ts";
import { swooleReading, told, unresolved } from "../swoole-settings.ts";

/** Kubernetes' own, when a manifest says nothing. */
const GRACE_S = 30;
/** What a stop takes beside the waiting: the manager's end, endpoints that still send requests. */
const MARGIN_S = 10;

export const k8sGracePeriod: Rule = {
  id: "k8s.grace-period",
  code: "K8-04",
  severity: "warning",
  claim:
    "The pod is killed before its workers have had max_wait_time to end: tasks are cut off and leave their locks",
  advice: "Set terminationGracePeriodSeconds above max_wait_time.",
  snippet: null,
  source: "kubernetes.io: Pod Lifecycle, termination; swoole:include/swoole_server.h; hyperf#7385",
  needs: ["declarations"],
  check: (facts) =>
    facts.declarations.known
      ? workloads(facts.declarations.value).map((workload) => judged(facts, workload))
      : [],
};

function judged(facts: Facts, { subject, declared, manifest }: Workload): Finding {
  const reading = swooleReading(facts, "max_wait_time");
  if (reading.state === "unsaid")
    return undecided("max_wait_time of the server", { subject, declared });
  if (reading.state === "unresolved") return unresolved(reading, subject);
  const wait = Number(reading.value);
  const where = { subject, declared };
  if (Number.isNaN(wait)) return undecided("max_wait_time in seconds", where);
  const given = manifest.terminationGracePeriodSeconds;
  const grace = given ?? GRACE_S;
  const evidence = `terminationGracePeriodSeconds is ${grace}${given === null ? " (Kubernetes' default)" : ""}, ${told("max_wait_time", reading)}`;
  return grace <= wait
    ? failed(evidence, {
        ...where,
        snippet: `terminationGracePeriodSeconds: ${Math.ceil(wait) + MARGIN_S}`,
      })
    : passed(evidence, where);
}
