import { logStdoutNoTimestamp } from "../../../../src/analysis/audit/rules/log.stdout-no-timestamp.ts";
import { known, type Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, projectOf, raw, ruleTable, withDeclarations } from "../build.ts";

const INTERFACE = "Hyperf\\Contract\\StdoutLoggerInterface";

const of = (
  hyperf: string | null,
  levels: unknown = ["error", "warning"],
  dependencies: unknown = {},
): Facts =>
  factsOf({
    project: known(projectOf({ versions: { hyperf } }), "project files"),
    declarations: known(
      declarationsOf({
        config: { dependencies, ...(levels !== null && { [INTERFACE]: { log_level: levels } }) },
      }),
      "project files",
    ),
  });

ruleTable(logStdoutNoTimestamp, [
  {
    title: "before 3.2 the lines bear no time",
    facts: of("3.1.71"),
    says: [["fail", null, "info"]],
    words: ["Hyperf 3.1.71, 2 levels", "--timestamps"],
  },
  { title: "since 3.2 they do", facts: of("3.2.4"), says: [["pass", null]] },
  {
    title: "what lists no level prints nothing",
    facts: of("3.1.71", null),
    says: [["pass", null]],
  },
  {
    title: "a logger of the project may write the time",
    facts: of("3.1.71", ["error"], { [INTERFACE]: "App\\Log\\StdoutLoggerFactory" }),
    says: [["unknown", null]],
  },
  {
    title: "Hyperf's own, bound by name, does not",
    facts: of("3.1.71", ["error"], { [INTERFACE]: "Hyperf\\Framework\\Logger\\StdoutLogger" }),
    says: [["fail", null, "info"]],
  },
  {
    title: "without a version it is unknown",
    facts: of(null),
    says: [["unknown", null]],
    words: ["composer.lock"],
  },
  { title: "a branch is no version", facts: of("dev-master"), says: [["unknown", null]] },
  {
    title: "levels that are no constant are unknown",
    facts: of("3.1.71", raw("Levels::all()")),
    says: [["unknown", null]],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane" }),
    says: [],
  },
]);
