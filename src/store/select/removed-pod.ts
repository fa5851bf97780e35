import type { Fault } from "../../domain/fault.ts";
import { untrustedText } from "../../domain/text.ts";
import type { Known } from "../state.ts";

/** By what swtop calls them; a StatefulSet's pod comes back under its name. */
const NEVER_BACK = new Map([
  ["Deployment", "deploy"],
  ["ReplicaSet", "rs"],
  ["DaemonSet", "ds"],
  ["Job", "job"],
]);

/** Whoever waits for a pod whose name never comes back is told what goes on without it. */
export function withWorkload(fault: Fault, container: Known["container"]): Fault {
  const pod = container?.container.pod;
  if (fault.kind !== "removed" || pod === undefined || pod === null) return fault;
  const word = NEVER_BACK.get(pod.workload?.kind ?? "");
  if (word === undefined || pod.workload === null) return fault;
  return {
    ...fault,
    about: "pod",
    others: [untrustedText(`${word}/${pod.workload.name} -n ${pod.namespace}`)],
  };
}
