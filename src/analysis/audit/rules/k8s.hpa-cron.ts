import type { Declarations, DeclaredTask } from "../../../domain/declarations.ts";
import type { InPod } from "../../../domain/facts.ts";
import { show } from "../../../domain/text.ts";
import { isHyperfProject } from "../evidence.ts";
import { constantOf, settingOf } from "../../../domain/setting.ts";
import { failed, isHyperf, notConstant, passed, undecided } from "../findings.ts";
import { podSubject } from "../live-pod.ts";
import { autoscalers } from "../manifests.ts";
import type { Finding, Rule } from "../rule.ts";

export const k8sHpaCron: Rule = {
  id: "k8s.hpa-cron",
  code: "K8-05",
  severity: "error",
  claim:
    "Crontab runs in a deployment that scales by load: each new replica runs every task once more",
  advice:
    "Switch onOneServer and singleton on for each task, or run crontab in a deployment of its own with one replica, and switch it off here.",
  snippet: "->setSingleton(true)->setOnOneServer(true)",
  source: "hyperf:docs/zh-cn/crontab.md; kubernetes.io: HorizontalPodAutoscaler",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations, pod }) => {
    if (!declarations.known || !isHyperf(declarations.value)) return [];
    const { value } = declarations;
    const tasks = registered(value);
    if (tasks.length === 0) return [];
    if (pod.known && isToldOfScaling(pod.value)) return inCluster(value, tasks, pod.value);
    return autoscalers(value).map(({ declared, subject, manifest: { scales } }) =>
      judged(value, tasks, { subject: scales ?? subject, declared }),
    );
  },
};

/** A pod without a workload is scaled by nobody. */
const isToldOfScaling = ({ pod: { workload } }: InPod): boolean =>
  workload === null || workload.autoscalerKnown;

function inCluster(
  declarations: Declarations,
  tasks: readonly DeclaredTask[],
  inPod: InPod,
): readonly Finding[] {
  const autoscaler = inPod.pod.workload?.autoscaler ?? null;
  if (autoscaler === null) return [];
  const { name, minReplicas, maxReplicas } = autoscaler;
  const where = { subject: podSubject(inPod), declared: null };
  const scaled = `cluster: HorizontalPodAutoscaler/${show(name)}, ${minReplicas} to ${maxReplicas} replicas`;
  if (maxReplicas <= 1) return [passed(`it is never scaled beyond one (${scaled})`, where)];
  const finding = judged(declarations, tasks, where);
  const { evidence } = finding;
  return [evidence === null ? finding : { ...finding, evidence: `${evidence} (${scaled})` }];
}

function judged(
  declarations: Declarations,
  tasks: readonly DeclaredTask[],
  where: { readonly subject: string; readonly declared: Finding["declared"] },
): Finding {
  const enable = settingOf(declarations, "crontab.enable");
  if (enable.state === "unresolved") return undecided(notConstant(enable), where);
  // CrontabDispatcherProcess::isEnable(): absent is off.
  if (enable.state === "absent" || constantOf(enable) === false)
    return passed("crontab is off", where);
  const free = tasks.filter(({ properties: { onOneServer } }) => isFalse(onOneServer));
  if (free.length > 0)
    return failed(
      `${free.length} of ${tasks.length} tasks without onOneServer: ${list(free)}`,
      where,
    );
  const unsure = tasks.find(({ properties: { onOneServer } }) => onOneServer?.kind !== "scalar");
  const open = unsure?.properties.onOneServer;
  return open === undefined
    ? passed(`all ${tasks.length} tasks have onOneServer`, where)
    : undecided(notConstant(open), where);
}

const isFalse = (value: DeclaredTask["properties"]["onOneServer"]): boolean =>
  value === undefined || (value.kind === "scalar" && value.value !== true && value.value !== 1);

/** Of one name the last; those that are off do not count. */
function registered({ tasks }: Declarations): readonly DeclaredTask[] {
  const byName = new Map(tasks.map((task) => [nameOf(task), task]));
  return [...byName.values()].filter(
    ({ properties: { enable } }) => !(enable?.kind === "scalar" && enable.value === false),
  );
}

function nameOf({ properties: { name }, className, method, place }: DeclaredTask): string {
  if (name?.kind === "scalar" && typeof name.value === "string") return name.value;
  if (className === null) return `${place.file}:${place.line}`;
  return method === null ? className : `${className}::${method}`;
}

const list = (tasks: readonly DeclaredTask[]): string =>
  tasks.slice(0, 5).map(nameOf).join(", ") + (tasks.length > 5 ? ", …" : "");
