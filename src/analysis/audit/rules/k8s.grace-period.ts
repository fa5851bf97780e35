import type { Facts, InPod } from "../../../domain/facts.ts";
import { failed, passed, undecided } from "../findings.ts";
import { clusterText, podSubject } from "../live-pod.ts";
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
  check: (facts) => {
    if (!facts.declarations.known) return [];
    if (facts.pod.known) return [judged(facts, ofPod(facts.pod.value))];
    return workloads(facts.declarations.value).map((each) => judged(facts, ofManifest(each)));
  },
};

type Grace = {
  readonly where: { readonly subject: string; readonly declared: Finding["declared"] };
  /** Null: it is not told. */
  readonly seconds: number | null;
  readonly text: string;
};

const ofManifest = ({
  subject,
  declared,
  manifest: { terminationGracePeriodSeconds: given },
}: Workload): Grace => ({
  where: { subject, declared },
  seconds: given ?? GRACE_S,
  text: given === null ? " (Kubernetes' default)" : "",
});

/** A preStop hook runs within the grace. @source kubernetes.io: Pod Lifecycle, termination */
const ofPod = (inPod: InPod): Grace => ({
  where: { subject: podSubject(inPod), declared: null },
  seconds: inPod.pod.graceSeconds,
  text: ` (${clusterText(inPod)}${inPod.pod.hasPreStop ? "; its preStop hook takes its part of that" : ""})`,
});

function judged(facts: Facts, { where, seconds: grace, text }: Grace): Finding {
  if (grace === null) return undecided("terminationGracePeriodSeconds of the pod", where);
  const reading = swooleReading(facts, "max_wait_time");
  if (reading.state === "unsaid") return undecided("max_wait_time of the server", where);
  if (reading.state === "unresolved") return unresolved(reading, where.subject);
  const wait = Number(reading.value);
  if (Number.isNaN(wait)) return undecided("max_wait_time in seconds", where);
  const evidence = `terminationGracePeriodSeconds is ${grace}${text}, ${told("max_wait_time", reading)}`;
  return grace <= wait
    ? failed(evidence, {
        ...where,
        snippet: `terminationGracePeriodSeconds: ${Math.ceil(wait) + MARGIN_S}`,
      })
    : passed(evidence, where);
}
