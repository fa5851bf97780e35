import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { isInstalled } from "../vetoes.ts";
import { isWithin } from "../version.ts";

/** Where a lock file names the version of the extension: `platform-overrides`, and its package for PIE. */
const PACKAGES = ["ext-redis", "phpredis/phpredis"];

export const redisPhpredis600: Rule = {
  id: "redis.phpredis-600",
  code: "RD-02",
  severity: "warning",
  claim: "phpredis 6.0.0 leaks memory in each pipeline",
  advice: "Upgrade the extension to 6.0.1 or later.",
  snippet: "pecl install redis-6.0.2",
  source: "phpredis#2376",
  needs: ["declarations"],
  check: (facts) => {
    const { declarations, extensions } = facts;
    if (!declarations.known) return [];
    const version = PACKAGES.map((name) => declarations.value.packages?.[name]?.version).find(
      (each) => each !== undefined,
    );
    if (version !== undefined)
      return isWithin(version, "6.0.0")
        ? [failed(`phpredis ${version}`)]
        : [passed(`phpredis ${version}`)];
    const isUsed = extensions.known
      ? extensions.value.includes("redis")
      : isInstalled(facts, "hyperf/redis") === true;
    return isUsed ? [undecided("the version of phpredis: php --ri redis")] : [];
  },
};
