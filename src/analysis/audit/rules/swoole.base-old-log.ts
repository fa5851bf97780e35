import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { isCoroutineServer, serverMode } from "../swoole-settings.ts";
import { compareVersions, isVersion } from "../version.ts";

const FIXED = "5.0.3";

export const swooleBaseOldLog: Rule = {
  id: "swoole.base-old-log",
  code: "SV-15",
  severity: "info",
  claim: "This Swoole does not say in BASE mode which process died",
  advice: `Upgrade Swoole to ${FIXED} or later: then the line of an abnormal exit has its PID.`,
  snippet: null,
  source: "swoole:src/os/process_pool.cc of 5.0.2",
  needs: ["project"],
  check: (facts) => {
    if (!facts.project.known) return [];
    if (facts.declarations.known && isCoroutineServer(facts.declarations.value)) return [];
    const mode = serverMode(facts);
    if (mode === "process") return [passed("PROCESS mode")];
    const { swoole } = facts.project.value.versions;
    if (swoole === null || !isVersion(swoole))
      return mode === null
        ? []
        : [
            undecided(
              "the version of Swoole: `php --ri swoole` in the container, or audit a target",
            ),
          ];
    if (compareVersions(swoole, FIXED) >= 0) return [passed(`Swoole ${swoole}`)];
    return mode === null
      ? [undecided("the mode of the server: PROCESS or BASE")]
      : [failed(`Swoole ${swoole} in BASE mode`)];
  },
};
