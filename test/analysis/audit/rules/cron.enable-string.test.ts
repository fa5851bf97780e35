import { known } from "../../../../src/domain/facts.ts";
import { cronEnableString } from "../../../../src/analysis/audit/rules/cron.enable-string.ts";
import { declarationsOf, factsOf, raw, ruleTable, withDeclarations } from "../build.ts";

const enabled = (enable: unknown) => withDeclarations({ config: { crontab: { enable } } });

ruleTable(cronEnableString, [
  {
    title: "fails with a text that means off and is on",
    facts: enabled("off"),
    says: [["fail", null, "warning"]],
    words: ['crontab.enable is the text "off"'],
  },
  { title: "fails with a blank behind it", facts: enabled("false "), says: [["fail", null]] },
  { title: "passes with 0, which is off", facts: enabled("0"), says: [["pass", null]] },
  { title: "passes with a text that means on", facts: enabled("yes"), says: [["pass", null]] },
  { title: "passes with a bool", facts: factsOf(), says: [["pass", null]] },
  {
    title: "names the variable that it comes from",
    facts: factsOf({ declarations: known(fromEnvironment("no"), "project files") }),
    says: [["fail", null]],
    words: ["(from CRONTAB_ENABLE)", "CRONTAB_ENABLE=false"],
  },
  {
    title: "does not guess",
    facts: enabled(raw("env('X')")),
    says: [["unknown", null]],
    words: ["env('X')"],
  },
  {
    title: "leaves out what is not declared",
    facts: withDeclarations({ config: { crontab: {} } }),
    says: [],
  },
]);

function fromEnvironment(value: string) {
  const declarations = declarationsOf({ config: { crontab: { enable: value } } });
  const named = JSON.stringify(declarations).replaceAll(
    '"envs":[],"kind":"scalar","value":"no"',
    '"envs":["CRONTAB_ENABLE"],"kind":"scalar","value":"no"',
  );
  return JSON.parse(named);
}
