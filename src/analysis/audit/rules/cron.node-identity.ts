import type { Declarations } from "../../../domain/declarations.ts";
import type { Facts } from "../../../domain/facts.ts";
import { bindingOf } from "../bindings.ts";
import { crontabVersion, tasksOf, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, placeOf, undecided } from "../findings.ts";
import { podSubject } from "../live-pod.ts";
import { workloads, type Workload } from "../manifests.ts";
import type { Finding, Rule } from "../rule.ts";
import { locksNeedRedis } from "../vetoes.ts";
import { isWithin } from "../version.ts";

/** The first tag with ServerNodeInterface (#6297). */
const NAMED = ">=3.0.45";

export const cronNodeIdentity: Rule = {
  id: "cron.node-identity",
  code: "CR-09",
  severity: "error",
  claim:
    "onOneServer tells the replicas apart by their first MAC address, and here they share it: each runs every task",
  advice:
    "Bind ServerNodeInterface to a class that returns the name of the pod (hyperf/crontab 3.0.45 or newer), or leave the network of the host.",
  snippet: `// config/autoload/dependencies.php
Hyperf\\Crontab\\Mutex\\ServerNodeInterface::class => App\\Crontab\\PodName::class,
// app/Crontab/PodName.php
class PodName implements Hyperf\\Crontab\\Mutex\\ServerNodeInterface
{
    public function getName(): string
    {
        return gethostname();
    }
}`,
  source: "hyperf:src/crontab/src/Mutex/RedisServerMutex.php getMacAddress; hyperf#6297",
  needs: ["project", "declarations"],
  applies: (facts) => !facts.project.known || usesServerLock(facts),
  check: (facts): readonly Finding[] => {
    const declarations = valueOf(facts.declarations);
    if (locksNeedRedis(facts) === false) return [passed("the project binds locks of its own")];
    return [named(facts, declarations) ?? byAddress(facts, declarations)];
  },
};

const usesServerLock = (facts: Facts): boolean =>
  tasksOf(facts).some(({ task: { onOneServer } }) => onOneServer === true);

/** The replicas have names; null: they have not, and their addresses decide. */
function named(facts: Facts, declarations: Declarations): Finding | null {
  const mutex = bindingOf(declarations, "Mutex\\ServerMutex");
  if (mutex.className?.endsWith("\\RedisServerMutexByNodeName") === true)
    return passed("each process has a name of its own", { declared: placeOf(mutex.setting) });
  const { className, setting } = bindingOf(declarations, "Mutex\\ServerNodeInterface");
  if (setting.state === "absent") return null;
  const where = { declared: placeOf(setting) };
  if (className === null)
    return undecided(
      setting.state === "unresolved" ? notConstant(setting) : "what is bound",
      where,
    );
  const version = crontabVersion(facts);
  if (version !== null && !isWithin(version, NAMED)) return null;
  return passed(`${className} names the replica`, where);
}

function byAddress(facts: Facts, declarations: Declarations): Finding {
  const shared = inHostNetwork(facts, declarations);
  if (shared !== null)
    return failed(
      `${shared.subject} runs in the network of its host: pods on one node have one address`,
      {
        declared: shared.declared,
      },
    );
  return facts.replicas.known && facts.replicas.value <= 1
    ? passed(`a single replica (${facts.replicas.from}): nobody to be told from`)
    : undecided("the MAC address of each replica: cat /sys/class/net/*/address in each");
}

/** Of a live pod its spec counts, else what a manifest says; null: nobody says that it does. */
function inHostNetwork(
  { pod }: Facts,
  declarations: Declarations,
): Pick<Workload, "subject" | "declared"> | null {
  if (!pod.known)
    return workloads(declarations).find(({ manifest }) => manifest.hostNetwork === true) ?? null;
  if (!pod.value.pod.hostNetwork) return null;
  return { subject: `${podSubject(pod.value)} (cluster)`, declared: null };
}
