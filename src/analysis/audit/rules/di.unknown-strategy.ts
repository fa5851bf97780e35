import { isHyperfProject } from "../evidence.ts";
import { settingOf } from "../../../domain/setting.ts";
import { failed, isHyperf, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";

const INTERFACE = "Hyperf\\Crontab\\Strategy\\StrategyInterface";

export const diUnknownStrategy: Rule = {
  id: "di.unknown-strategy",
  code: "DI-02",
  severity: "info",
  claim: "Crontab runs under a strategy of its own: where its tasks run is not known here",
  advice:
    "Read what the class does with a task. The rules about strategies say nothing of this project.",
  snippet: null,
  source: "hyperf:src/crontab/src/Strategy; hyperf:docs/zh-cn/crontab.md",
  needs: ["project", "declarations"],
  applies: isHyperfProject,
  check: ({ project, declarations }) => {
    if (!project.known || !declarations.known || !isHyperf(declarations.value)) return [];
    const { strategy, strategyClass, tasks } = project.value.crontab;
    if (tasks.length === 0) return [];
    const bound = settingOf(declarations.value, ["dependencies", INTERFACE]);
    const where = { declared: placeOf(bound) };
    if (strategy === "custom")
      return [failed(`bound to ${strategyClass ?? "a class of the project"}`, where)];
    if (strategy !== null) return [passed(`the strategy is ${strategy}`, where)];
    return [
      undecided(bound.state === "absent" ? "which strategy is bound" : notConstant(bound), where),
    ];
  },
};
