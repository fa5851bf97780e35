import { clusterText } from "../../analysis/audit/live-pod.ts";
import { known as knownFact, unknown, type Fact, type InPod } from "../../domain/facts.ts";
import type { Known } from "../state.ts";

/** The watched container with its pod, as a cluster tells them. */
export function podFact({ container: told, sample }: Known): Fact<InPod> {
  const pod = told?.container.pod ?? null;
  if (told !== null && pod !== null)
    return knownFact({ ...told.container, pod }, clusterText({ pod }));
  return unknown(
    sample === null && told === null
      ? "no pod was looked at: audit the live target with swtop k8s, or a recording of it"
      : "what was looked at is in no pod of which a cluster tells: audit it with swtop k8s",
  );
}

/** By the user's word, else by what the cluster wants or may want, else by a manifest. */
export function replicasFact(known: Known): Fact<number> {
  const { replicas, declared } = known;
  if (replicas !== null) return knownFact(replicas, "--replicas");
  const live = liveReplicas(podFact(known));
  if (live !== null) return live;
  const said = (declared?.declarations?.manifests ?? []).flatMap(
    (manifest) => manifest.replicas ?? [],
  );
  return said.length === 0
    ? unknown("how many replicas run: --replicas N")
    : knownFact(Math.max(...said), "manifest");
}

/** Null: the pod has no workload, or its number is not told. */
function liveReplicas(fact: Fact<InPod>): Fact<number> | null {
  const workload = fact.known ? fact.value.pod.workload : null;
  if (!fact.known || workload === null) return null;
  const { replicas, autoscaler } = workload;
  // one runs: it is looked at
  const now = Math.max(1, replicas ?? 1);
  if (autoscaler !== null && autoscaler.maxReplicas > now)
    return knownFact(
      autoscaler.maxReplicas,
      `${fact.from}, ${replicas === null ? "" : `${now} now, `}up to ${autoscaler.maxReplicas} by its autoscaler`,
    );
  return replicas === null ? null : knownFact(now, fact.from);
}
