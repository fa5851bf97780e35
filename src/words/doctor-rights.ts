import type { Said } from "../domain/doctor.ts";
import { resourceName, type NeededRight, type RightUse } from "../domain/kubernetes-rights.ts";

/** What a right is for. */
export const USE_TEXTS: Readonly<Record<RightUse, string>> = {
  pods: "which pods there are, their limits, states and last deaths",
  exec: "the shell that reads the processes",
  logs: "what the containers print, and what the one before printed",
  metrics: "memory in use without an exec",
  events: "failed probes and evictions",
  workload: "the pods and replicas of deploy/ sts/ ds/ job/",
  autoscaler: "how many replicas there may be",
  debug: "--debug-image, for an image without a shell",
};

type Ladder = Extract<Said, { kind: "ladder" }>;

/** What can be had, what is missing for more, and which verb would give it. */
export function ladderText({ rung, missing, untold, later }: Ladder): string {
  const lacks = (use: RightUse): boolean => missing.some((right) => right.for === use);
  const metrics = lacks("metrics") ? [] : ["metrics"];
  const events = lacks("events") ? [] : ["events"];
  const rest = ["spec", ...metrics, ...events].join(", ");
  const had = {
    exec: `exec, ${lacks("logs") ? "" : "logs, "}${rest} can be had`,
    logs: `no exec: logs, ${rest} can be had, a table by container`,
    spec: `neither exec nor logs: ${rest} can be had, a table by container`,
    none: "not even the pod can be looked at",
  }[rung];
  return [
    had,
    ...(missing.length === 0 ? [] : [`missing: ${rightsText(missing)}`]),
    ...(untold.length === 0 ? [] : [`not told: ${rightsText(untold)}`]),
    ...(later.length === 0 ? [] : [`from Kubernetes 1.35 on also needed: ${rightsText(later)}`]),
  ].join("; ");
}

/** `get, create on pods/exec (the shell that reads the processes)`. */
function rightsText(rights: readonly NeededRight[]): string {
  const uses = [...new Set(rights.map((right) => right.for))];
  return uses
    .map((use) => {
      const own = rights.filter((right) => right.for === use);
      const resources = [...new Set(own.map(resourceName))];
      const verbs = [...new Set(own.map(({ verb }) => verb))];
      return `${verbs.join(", ")} on ${resources.join(", ")} (${USE_TEXTS[use]})`;
    })
    .join(", ");
}
