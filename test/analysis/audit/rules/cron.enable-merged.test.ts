import { unknown } from "../../../../src/domain/facts.ts";
import { cronEnableMerged } from "../../../../src/analysis/audit/rules/cron.enable-merged.ts";
import { factsOf, ruleTable, withDeclarations } from "../build.ts";

ruleTable(cronEnableMerged, [
  {
    title: "fails where both files define it",
    facts: withDeclarations({
      doubled: [
        {
          path: "crontab.enable",
          places: [
            { file: "config/config.php", line: 9 },
            { file: "config/autoload/crontab.php", line: 5 },
          ],
        },
      ],
    }),
    says: [["fail", null, "warning"]],
    words: ["config/config.php:9 and config/autoload/crontab.php:5"],
  },
  { title: "passes with one definition", facts: factsOf(), says: [["pass", null]] },
  {
    title: "is unknown of a recording, which has no files",
    facts: factsOf({ declarations: unknown("the project's files were not read") }),
    says: [["unknown", null]],
  },
]);
