import type { Facts } from "../../../domain/facts.ts";
import { constantOf } from "../../../domain/setting.ts";
import { readSetting } from "../bindings.ts";
import { crontabVersion, hasTasks, notTold, perTask, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { written } from "../snippets.ts";
import { isWithin } from "../version.ts";

/** The first version that looks at them (#6468). */
const KNOWN = ">=3.1.6";

export const cronEnvironmentMismatch: Rule = {
  id: "cron.environment-mismatch",
  code: "CR-33",
  severity: "warning",
  claim: "The task is for other environments than this one: it is not registered here",
  advice: "Name this environment too if the task is to run here; APP_ENV says which it is.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Crontab.php runsInEnvironment; Listener/CrontabRegisterListener.php",
  needs: ["project", "declarations"],
  applies: (facts) => hasTasks(facts) && !isOlder(facts),
  check: (facts) => {
    const environment = environmentOf(facts);
    return perTask(facts, (task, where) => {
      const { environments } = task;
      if (environments === null)
        return undecided(notTold(valueOf(facts.project), task, "environments"), where);
      if (environments.length === 0) return null;
      if (environment.name === null) return undecided(environment.why, where);
      const { name } = environment;
      return environments.includes(name)
        ? passed(`runs in ${name}`, where)
        : failed(`for ${environments.join(", ")}; app_env is ${name === "" ? "empty" : name}`, {
            ...where,
            snippet: name === "" ? null : written(task, { environments: [...environments, name] }),
          });
    });
  },
};

function isOlder(facts: Facts): boolean {
  const version = facts.project.known ? crontabVersion(facts) : null;
  return version !== null && !isWithin(version, KNOWN);
}

type Environment = { readonly name: string } | { readonly name: null; readonly why: string };

/** `app_env`; Hyperf takes an absent one for an empty text. */
function environmentOf(facts: Facts): Environment {
  const setting = readSetting(valueOf(facts.declarations), "app_env");
  if (setting.state === "absent") return { name: "" };
  if (setting.state === "unresolved") return { name: null, why: notConstant(setting) };
  const value = constantOf(setting);
  return value === undefined
    ? { name: null, why: "app_env, which is no text" }
    : { name: String(value ?? "") };
}
