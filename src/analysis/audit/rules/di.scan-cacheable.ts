import type { Declarations } from "../../../domain/declarations.ts";
import { isHyperfProject } from "../evidence.ts";
import { constantOf, settingOf } from "../../../domain/setting.ts";
import { appEnvOf, type AppEnv } from "../app-env.ts";
import { failed, isHyperf, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

export const diScanCacheable: Rule = {
  id: "di.scan-cacheable",
  code: "DI-01",
  severity: "warning",
  claim:
    "The annotation scan is not cached: each start scans again, and any command rewrites runtime/container under a server that runs",
  advice:
    "Build the cache into the image (run `php bin/hyperf.php` once after `composer dump-autoload -o`) and set SCAN_CACHEABLE=(true) there.",
  snippet: "'scan_cacheable' => env('SCAN_CACHEABLE', true),",
  source: "hyperf:src/di/src/Annotation/ScanConfig.php; hyperf:docs/zh-cn/quick-start/important.md",
  needs: ["declarations"],
  applies: isHyperfProject,
  check: ({ declarations }) =>
    declarations.known && isHyperf(declarations.value) ? [judged(declarations.value)] : [],
};

function judged(declarations: Declarations): Finding {
  const setting = settingOf(declarations, "scan_cacheable");
  const where = { declared: placeOf(setting) };
  const env = appEnvOf(declarations);
  if (setting.state === "unresolved") return undecided(notConstant(setting), where);
  if (setting.state === "absent") {
    if (env.isTold && env.isProduction) return passed(`${env.text}, and scan_cacheable follows it`);
    // ScanConfig: without app_env it is `dev`. Without a config.php that was read, nothing is told.
    if (!hasConfigFile(declarations))
      return undecided("config/config.php, where scan_cacheable stands");
    return uncached("absent", env, null);
  }
  const value = constantOf(setting);
  if (value === true) return passed("scan_cacheable is true", where);
  return value === false || value === null
    ? uncached("off", env, where.declared)
    : undecided(`whether ${setting.text} is taken for true`, where);
}

const uncached = (
  said: string,
  { isProduction, text }: AppEnv,
  declared: Finding["declared"],
): Finding =>
  isProduction
    ? failed(`scan_cacheable is ${said}; ${text}`, { declared })
    : passed(`scan_cacheable is ${said}, as development wants it: ${text}`, { declared });

const hasConfigFile = ({ config }: Declarations): boolean =>
  config.entries.some(({ value }) => value.place.file === "config/config.php");
