import { hasTasks, valueOf } from "../evidence.ts";
import { failed, passed, placeText } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

export const cronEnableMerged: Rule = {
  id: "cron.enable-merged",
  code: "CR-15",
  severity: "warning",
  claim: "crontab.enable is defined twice: Hyperf makes an array of both, and crontab is always on",
  advice: "Keep one definition, in config/autoload/crontab.php.",
  snippet: "'enable' => (bool) env('CRONTAB_ENABLE', true),",
  source: "hyperf:src/config/src/ConfigFactory.php: array_merge_recursive",
  needs: ["project", "declarations"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const { doubled } = valueOf(facts.declarations);
    const found = doubled.find(({ path }) => path === "crontab.enable");
    const last = found?.places.at(-1);
    if (found === undefined || last === undefined)
      return [passed("crontab.enable is not defined twice")];
    return [
      failed(`defined in ${found.places.map(placeText).join(" and ")}`, {
        declared: { ...last, text: null },
      }),
    ];
  },
};
