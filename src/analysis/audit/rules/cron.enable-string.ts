import { constantOf } from "../../../domain/setting.ts";
import { readSetting } from "../bindings.ts";
import { hasTasks, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

/** What people write for off, and what PHP takes for on: every text but `` and `0`. env() makes a bool of `true`, `false` and `(false)` alone. */
const MEANT_OFF = /^\s*(?:off|no|n|none|null|nil|disable[d]?|false|f|0)\s*$/iu;

export const cronEnableString: Rule = {
  id: "cron.enable-string",
  code: "CR-16",
  severity: "warning",
  claim: "crontab.enable is a text that means off, and PHP takes it for on",
  advice: "Write true or false in the environment; env() makes a bool of these alone.",
  snippet: "CRONTAB_ENABLE=false",
  source:
    "hyperf:src/crontab/src/Process/CrontabDispatcherProcess.php isEnable: (bool); src/support/src/Functions.php env",
  needs: ["project", "declarations"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const setting = readSetting(valueOf(facts.declarations), "crontab.enable");
    if (setting.state === "absent") return [];
    const where = { declared: placeOf(setting) };
    if (setting.state === "unresolved") return [undecided(notConstant(setting), where)];
    const value = constantOf(setting);
    if (typeof value !== "string") return [passed("crontab.enable is no text", where)];
    const names = setting.value.envs;
    const from = names.length > 0 ? ` (from ${names.join(", ")})` : "";
    return MEANT_OFF.test(value) && value !== "0"
      ? [
          failed(`crontab.enable is the text "${value}"${from}`, {
            ...where,
            snippet: names.length > 0 ? `${names[0] ?? ""}=false` : "'enable' => false,",
          }),
        ]
      : [passed(`crontab.enable is the text "${value}"${from}`, where)];
  },
};
