import { logDisplayErrors } from "../../../../src/analysis/audit/rules/log.display-errors.ts";
import type { Declarations } from "../../../../src/domain/declarations.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, declared, raw, ruleTable, withDeclarations } from "../build.ts";

const place = { file: "bin/hyperf.php", line: 3 };

const change = (value: unknown): Pick<Declarations, "bin"> => {
  const { bin } = declarationsOf();
  return {
    bin: bin && {
      ...bin,
      iniSets: [{ name: "display_errors", value: declared(value, place), place }],
    },
  };
};
const set = (value: unknown): Facts => withDeclarations(change(value));

const lines = (...values: readonly string[]): Declarations["ini"] =>
  values.map((value, line) => ({
    name: "display_errors",
    value,
    place: { file: "php.ini", line: line + 1 },
  }));
const ini = (...values: readonly string[]): Facts => withDeclarations({ ini: lines(...values) });

ruleTable(logDisplayErrors, [
  {
    title: "on in the start script fails",
    facts: set("on"),
    says: [["fail", null, "info"]],
    words: ["display_errors is on; the environment is prod"],
  },
  {
    title: "on by the last php.ini fails",
    facts: ini("Off", "On"),
    says: [["fail", null, "info"]],
  },
  { title: "true is on", facts: set(true), says: [["fail", null, "info"]] },
  { title: "off passes", facts: set("off"), says: [["pass", null]] },
  { title: "false is off", facts: set(false), says: [["pass", null]] },
  { title: "stderr is not twice", facts: ini("stderr"), says: [["pass", null]] },
  {
    title: "the start script beats php.ini",
    facts: withDeclarations({ ...change("off"), ini: lines("On") }),
    says: [["pass", null]],
  },
  {
    title: "on in development is right",
    facts: withDeclarations({ ...change("on"), config: { app_env: "local" } }),
    says: [["pass", null]],
  },
  {
    title: "what nobody says is unknown",
    facts: withDeclarations({}),
    says: [["unknown", null]],
    words: ["display_errors"],
  },
  {
    title: "no constant is unknown",
    facts: set(raw("getenv('SHOW')")),
    says: [["unknown", null]],
    words: ["bin/hyperf.php:3 is no constant: getenv('SHOW')"],
  },
  {
    title: "PHP is the same under another framework",
    facts: withDeclarations({ ...change("on"), framework: null, config: { app_env: null } }),
    says: [["fail", null, "info"]],
    words: ["judged as production"],
  },
]);
