import type { Declared } from "../../../domain/declarations.ts";
import { callbackSetting } from "../carriers.ts";
import { hasTasks, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { isVersion, isWithin } from "../version.ts";

const FRAMEWORK = "Hyperf\\Framework\\Bootstrap\\WorkerExitCallback";
/** #1860. */
const BY_DEFAULT = ">=2.0.2";

export const cronExitCallbackMissing: Rule = {
  id: "cron.exit-callback-missing",
  code: "CR-23",
  severity: "warning",
  claim:
    "ON_WORKER_EXIT is not Hyperf's own: unless it resumes WORKER_EXIT, timers do not stop, and locks stay until they expire",
  advice: "Take the framework's callback, and hang your own work on its event OnWorkerExit.",
  snippet:
    "Hyperf\\Server\\Event::ON_WORKER_EXIT => [Hyperf\\Framework\\Bootstrap\\WorkerExitCallback::class, 'onWorkerExit'],",
  source:
    "hyperf:src/framework/src/Bootstrap/WorkerExitCallback.php; src/crontab/src/Mutex/RedisServerMutex.php",
  needs: ["project", "declarations"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const { server, versions } = valueOf(facts.project);
    if (server.type === "coroutine") return [];
    const setting = callbackSetting(valueOf(facts.declarations), "workerExit");
    const where = { declared: placeOf(setting) };
    if (setting.state === "unresolved") return [undecided(notConstant(setting), where)];
    if (setting.state === "declared") {
      const className = classOf(setting.value);
      if (className === null) return [undecided("which class is called on WORKER_EXIT", where)];
      return className === FRAMEWORK
        ? [passed("the framework's callback is registered", where)]
        : [failed(`bound to ${className}, whose code is not read`, where)];
    }
    if (versions.hyperf === null || !isVersion(versions.hyperf))
      return [
        undecided("the version of Hyperf: it registers the callback by itself from 2.0.2 on"),
      ];
    return isWithin(versions.hyperf, BY_DEFAULT)
      ? [passed(`Hyperf ${versions.hyperf} registers it by itself`)]
      : [failed(`none is registered, and Hyperf ${versions.hyperf} has none by itself`)];
  },
};

function classOf(value: Declared): string | null {
  const first = value.kind === "array" ? value.entries.find(({ key }) => key === 0)?.value : null;
  if (first?.kind !== "scalar" || typeof first.value !== "string") return null;
  return first.value.replace(/^\\/u, "");
}
