import { MIB } from "../../../domain/units.ts";
import { failed, passed, undecided } from "../findings.ts";
import { sized } from "../memory-limit.ts";
import type { Rule } from "../rule.ts";
import { portsOf } from "../swoole-ports.ts";
import {
  asInt,
  declaredAt,
  isCoroutineServer,
  portReading,
  serverMode,
} from "../swoole-settings.ts";

/** Swoole's default: what every server copies anyway. */
const ORDINARY_BYTES = 2 * MIB;

export const swooleModeProcess: Rule = {
  id: "swoole.mode-process",
  code: "SV-13",
  severity: "info",
  claim: "In PROCESS mode each body is held twice, in the master and in the worker",
  advice:
    "Consider SWOOLE_BASE, the skeleton's default since 3.1.3. Keep PROCESS where connections must outlive a worker, or for dispatch_mode.",
  snippet: "'mode' => SWOOLE_BASE,",
  source: "swoole:src/server/master.cc, swoole/rfc#83; hyperf-skeleton:config/autoload/server.php",
  needs: ["project", "declarations"],
  check: (facts) => {
    if (!facts.declarations.known || isCoroutineServer(facts.declarations.value)) return [];
    const declarations = facts.declarations.value;
    if (declarations.framework !== "hyperf") return [];
    const mode = serverMode(facts);
    if (mode === null) return [undecided("the mode of the server: PROCESS or BASE")];
    if (mode === "base") return [passed("the server runs in BASE mode")];
    const readings = portsOf(declarations).map((port) =>
      portReading(declarations, port, "package_max_length"),
    );
    const [largest] = readings
      .flatMap((reading) => (reading.state === "constant" ? [reading] : []))
      .toSorted((a, b) => asInt(b.value) - asInt(a.value));
    if (largest === undefined || asInt(largest.value) <= ORDINARY_BYTES)
      return readings.some(({ state }) => state === "unresolved")
        ? [undecided("package_max_length, which is no constant: how much PROCESS mode copies")]
        : [passed("PROCESS mode; bodies are small")];
    return [
      failed(`mode is PROCESS, and bodies of up to ${sized(asInt(largest.value))} are allowed`, {
        declared: declaredAt(largest),
      }),
    ];
  },
};
