import type { Declarations } from "../../../domain/declarations.ts";
import { isHyperfProject } from "../evidence.ts";
import { constantOf, entriesOf, settingOf } from "../../../domain/setting.ts";
import { failed, isHyperf, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { isVersion, isWithin } from "../version.ts";

const INTERFACE = "Hyperf\\Contract\\StdoutLoggerInterface";
const OWN = "Hyperf\\Framework\\Logger\\StdoutLogger";

export const logStdoutNoTimestamp: Rule = {
  id: "log.stdout-no-timestamp",
  code: "LG-02",
  severity: "info",
  claim: "The framework's lines on stdout (crontab's among them) bear no time",
  advice:
    "Read them with the engine's time (`docker logs -t`, `kubectl logs --timestamps`), bind a logger of your own, or upgrade to Hyperf 3.2.",
  snippet:
    "Hyperf\\Contract\\StdoutLoggerInterface::class => App\\Log\\StdoutLoggerFactory::class,",
  source: "hyperf:src/framework/src/Logger/StdoutLogger.php; hyperf#7621 (3.2.0)",
  needs: ["declarations", "project"],
  applies: isHyperfProject,
  check: ({ declarations, project }) =>
    declarations.known && project.known && isHyperf(declarations.value)
      ? [judged(declarations.value, project.value.versions.hyperf)]
      : [],
};

function judged(declarations: Declarations, version: string | null): Finding {
  const levels = settingOf(declarations, [INTERFACE, "log_level"]);
  const where = { declared: placeOf(levels) };
  if (levels.state === "unresolved") return undecided(notConstant(levels), where);
  const count = entriesOf(levels).length;
  // StdoutLogger: a level that is not listed is not printed.
  if (count === 0) return passed("the stdout logger prints no level", where);
  const bound = settingOf(declarations, ["dependencies", INTERFACE]);
  if (bound.state !== "absent" && constantOf(bound) !== OWN)
    return undecided("whether the bound logger writes the time", { declared: placeOf(bound) });
  if (version === null || !isVersion(version))
    return undecided("the version of Hyperf: composer.lock", where);
  return isWithin(version, "<3.2.0-alpha")
    ? failed(`Hyperf ${version}, ${count} levels are printed`, where)
    : passed(`Hyperf ${version} writes the time`, where);
}
