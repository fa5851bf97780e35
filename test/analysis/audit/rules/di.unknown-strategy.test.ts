import { diUnknownStrategy } from "../../../../src/analysis/audit/rules/di.unknown-strategy.ts";
import { known } from "../../../../src/domain/facts.ts";
import {
  declarationsOf,
  factsOf,
  projectOf,
  raw,
  ruleTable,
  withDeclarations,
  withProject,
} from "../build.ts";

ruleTable(diUnknownStrategy, [
  {
    title: "a class of the project is named",
    facts: withProject({ crontab: { strategy: "custom", strategyClass: "App\\Crontab\\Queue" } }),
    says: [["fail", null, "info"]],
    words: ["App\\Crontab\\Queue"],
  },
  { title: "one of Hyperf's passes", facts: factsOf(), says: [["pass", null]] },
  {
    title: "a binding that is no constant is unknown",
    facts: factsOf({
      project: known(
        projectOf({ crontab: { strategy: null, strategyClass: null } }),
        "project files",
      ),
      declarations: known(
        declarationsOf({
          config: {
            dependencies: { "Hyperf\\Crontab\\Strategy\\StrategyInterface": raw("$strategy") },
          },
        }),
        "project files",
      ),
    }),
    says: [["unknown", null]],
    words: ["dependencies.php:3 is no constant: $strategy"],
  },
  {
    title: "without tasks it does not matter",
    facts: withProject({ crontab: { strategy: "custom", tasks: [] } }),
    says: [],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane" }),
    says: [],
  },
]);
