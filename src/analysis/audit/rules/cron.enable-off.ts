import type { Facts } from "../../../domain/facts.ts";
import { constantOf } from "../../../domain/setting.ts";
import { appEnvOf } from "../app-env.ts";
import { readSetting } from "../bindings.ts";
import { counted, hasTasks, tasksOf, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

/** Environments in which crontab is off on purpose. All others, staging included, are to be like production. */
const LOCAL = /^(?:local|dev|devel|develop|development|test|testing|unit|ci)$/iu;

export const cronEnableOff: Rule = {
  id: "cron.enable-off",
  code: "CR-14",
  severity: "error",
  claim: "Tasks are declared, but crontab is off: none of them runs",
  advice:
    "Switch it on in config/autoload/crontab.php, by environment if it is to stay off somewhere. What crontab does wrong cannot be reproduced where it is off.",
  snippet: "'enable' => (bool) env('CRONTAB_ENABLE', true),",
  source: "hyperf:src/crontab/src/Process/CrontabDispatcherProcess.php isEnable; absent is off",
  needs: ["project"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const { enable } = valueOf(facts.project).crontab;
    const { declarations } = facts;
    const setting = declarations.known ? readSetting(declarations.value, "crontab.enable") : null;
    const where = { declared: setting === null ? null : placeOf(setting) };
    if (enable === true) return [passed("crontab is on", where)];
    if (enable === null)
      return [
        undecided(
          setting === null || setting.state === "absent"
            ? "crontab.enable, which is no constant"
            : notConstant(setting),
          where,
        ),
      ];
    // a file that cannot be read may switch it on
    if (setting?.state === "unresolved") return [undecided(notConstant(setting), where)];
    const said =
      setting?.state === "absent" ? "enable is not declared, which is off" : "enable is false";
    return [
      failed(
        `${said}; ${counted(tasksOf(facts).length, "task")} declared; ${environmentText(facts)}`,
        { ...where, severity: isLocal(facts) ? "info" : "error" },
      ),
    ];
  },
};

function isLocal({ declarations }: Facts): boolean {
  if (!declarations.known) return false;
  const environment = constantOf(readSetting(declarations.value, "app_env"));
  return typeof environment === "string" && LOCAL.test(environment);
}

const environmentText = ({ declarations }: Facts): string =>
  declarations.known
    ? appEnvOf(declarations.value).text
    : "the environment is not told: judged as production";
