import type { Facts, InPod } from "../../../domain/facts.ts";
import { show } from "../../../domain/text.ts";
import { MIB } from "../../../domain/units.ts";
import { failed, passed, undecided } from "../findings.ts";
import { clusterText, podSubject } from "../live-pod.ts";
import { workloads } from "../manifests.ts";
import type { Finding, Rule } from "../rule.ts";

export const k8sNoMemoryLimit: Rule = {
  id: "k8s.no-memory-limit",
  code: "K8-01",
  severity: "error",
  claim:
    "The container has no memory limit: a leak takes the node's memory, and the kernel may kill others first",
  advice:
    "Set resources.limits.memory (docker: --memory) to what the service needs at its peak, with a margin.",
  snippet: "resources: { limits: { memory: 1Gi } }",
  source:
    "Documentation/admin-guide/cgroup-v2.rst (memory.max); kubernetes.io: Manage Resources for Containers",
  needs: [],
  needsOneOf: ["pod", "cgroup", "declarations"],
  check: (facts) => {
    if (facts.pod.known) return [inPod(facts.pod.value)];
    return facts.cgroup.known ? inContainer(facts) : declaredOnly(facts);
  },
};

/** Its own, or one of all containers of its pod together. */
function inPod(container: InPod): Finding {
  const { limitBytes, name } = container;
  const where = { subject: podSubject(container) };
  const from = clusterText(container);
  return limitBytes === null
    ? failed(`container ${show(name)} has no resources.limits.memory (${from})`, where)
    : passed(`the limit is ${Math.round(limitBytes / MIB)} MiB (${from})`, where);
}

/** PID 1 of a machine, not of a container: what runs there needs no limit of its own. */
const MACHINE = /(?:^|\/)(?:systemd|init|launchd)$/u;

function inContainer({ cgroup, init }: Facts): readonly Finding[] {
  if (!cgroup.known || cgroup.value.source === "host") return [];
  const [first = ""] = init.known ? (init.value[0] ?? "").split(" ") : [];
  if (MACHINE.test(first)) return [];
  const { limitBytes, isUnlimited } = cgroup.value;
  const isOpen = isUnlimited === true || limitBytes === null;
  if (!isOpen && isRound(limitBytes))
    return [passed(`the limit is ${Math.round(limitBytes / MIB)} MiB`)];
  if (isUnlimited !== true)
    return [undecided("memory.max of the container: what is known may be the machine's memory")];
  return init.known
    ? [failed("memory.max is max")]
    : [undecided("whether this is a container: the command of PID 1")];
}

const PAGE = 4096;

/** People set limits in whole MiB or MB; the kernel cuts them to pages. A machine's memory is hardly ever so. */
const isRound = (limit: number): boolean =>
  limit % MIB === 0 || PAGE > 1e6 - ((limit - 1) % 1e6) - 1;

function declaredOnly({ cgroup, declarations }: Facts): readonly Finding[] {
  const missing = cgroup.known ? "" : cgroup.why;
  const found = declarations.known ? workloads(declarations.value) : [];
  if (found.length === 0) return [undecided(missing)];
  return found.map(({ subject, declared, manifest: { memoryLimitBytes } }) =>
    memoryLimitBytes === null
      ? undecided(`whether something else sets a limit: this manifest has none (${missing})`, {
          subject,
          declared,
        })
      : passed(`the manifest sets ${Math.round(memoryLimitBytes / MIB)} MiB`, {
          subject,
          declared,
        }),
  );
}
