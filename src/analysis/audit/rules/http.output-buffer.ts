import { MIB } from "../../../domain/units.ts";
import { failed, passed, undecided } from "../findings.ts";
import { sized } from "../memory-limit.ts";
import type { Finding, Rule } from "../rule.ts";
import {
  asInt,
  declaredAt,
  isCoroutineServer,
  swooleReading,
  unresolved,
} from "../swoole-settings.ts";
import { compareVersions, isVersion } from "../version.ts";

/** Two names of one setting; Swoole asks for the first first. */
const NAMES = ["output_buffer_size", "buffer_output_size"] as const;
const SMALL_BYTES = 2 * MIB;
/** From here on there is no bound without the setting. */
const UNBOUND_SINCE = "4.6.7";

export const httpOutputBuffer: Rule = {
  id: "http.output-buffer",
  code: "SV-12",
  severity: "info",
  claim: "A response larger than 2 MiB fails, with the error 1203 in Swoole's log",
  advice:
    "Remove the setting, or give it the size of the largest response; or send large ones in chunks.",
  snippet: null,
  source: `swoole:include/swoole_server.h output_buffer_size (UINT_MAX since ${UNBOUND_SINCE}, 2 MiB before); hyperf-skeleton:config/autoload/server.php`,
  needs: ["declarations"],
  check: (facts) => {
    if (!facts.declarations.known || isCoroutineServer(facts.declarations.value)) return [];
    for (const name of NAMES) {
      const reading = swooleReading(facts, name);
      if (reading.state === "unsaid") continue;
      if (reading.state === "unresolved") return [unresolved(reading)];
      const bytes = asInt(reading.value);
      const where = { declared: declaredAt(reading) };
      const evidence = `${name} is ${sized(bytes)}`;
      return [bytes <= SMALL_BYTES ? failed(evidence, where) : passed(evidence, where)];
    }
    if (facts.declarations.value.framework !== "hyperf") return [];
    const { project } = facts;
    const version = project.known ? project.value.versions.swoole : null;
    return [
      version === null || !isVersion(version)
        ? undecided(
            `the version of Swoole: without the setting there is no bound since ${UNBOUND_SINCE}`,
          )
        : unbound(version),
    ];
  },
};

const unbound = (version: string): Finding =>
  compareVersions(version, UNBOUND_SINCE) >= 0
    ? passed(`no output buffer size is declared, and Swoole ${version} has no bound`)
    : failed(`no output buffer size is declared, and Swoole ${version} takes 2 MiB`);
