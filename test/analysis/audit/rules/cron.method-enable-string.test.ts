import { unknown } from "../../../../src/domain/facts.ts";
import { cronMethodEnableString } from "../../../../src/analysis/audit/rules/cron.method-enable-string.ts";
import { declaredTask, factsOf, ruleTable, withDeclarations } from "../build.ts";

const onMethod = (enable: unknown, by: "attribute" | "annotation" = "attribute") =>
  withDeclarations({
    tasks: [
      declaredTask(
        { name: undefined, enable },
        {
          by,
          className: "App\\Crontab\\Metrics",
          method: "flush",
          place: { file: "app/Crontab/Metrics.php", line: 11 },
        },
      ),
    ],
  });

ruleTable(cronMethodEnableString, [
  {
    title: "fails with the name of a method",
    facts: onMethod("isEnabled"),
    says: [["fail", "App\\Crontab\\Metrics::flush", "warning"]],
    words: [
      'enable is the text "isEnabled"',
      "enable: [\\App\\Crontab\\Metrics::class, 'isEnabled']",
    ],
  },
  {
    title: "fails with a flag as a text",
    facts: onMethod("false"),
    says: [["fail", "App\\Crontab\\Metrics::flush"]],
    words: ["enable: false"],
  },
  {
    title: "fails in an annotation",
    facts: onMethod("false", "annotation"),
    says: [["fail", "App\\Crontab\\Metrics::flush"]],
    words: ["enable=false"],
  },
  { title: "passes with a bool", facts: onMethod(false), says: [["pass", null]] },
  {
    title: "is unknown of a recording, which has no files",
    facts: factsOf({ declarations: unknown("the project's files were not read") }),
    says: [["unknown", null]],
  },
  { title: "leaves out a project without such attributes", facts: factsOf(), says: [] },
]);
