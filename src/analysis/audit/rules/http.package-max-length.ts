import type { Facts } from "../../../domain/facts.ts";
import type { Severity } from "../../../domain/verdict.ts";
import { MIB } from "../../../domain/units.ts";
import { failed, passed } from "../findings.ts";
import { containerLimit, sized } from "../memory-limit.ts";
import type { Finding, Rule } from "../rule.ts";
import { declaredCounts } from "../swoole-counts.ts";
import { portsOf } from "../swoole-ports.ts";
import {
  asInt,
  declaredAt,
  portReading,
  serverMode,
  unresolved,
  type Reading,
} from "../swoole-settings.ts";

/** Four times Swoole's default of 2 MiB: an ordinary JSON API stays below. */
const LARGE_BYTES = 8 * MIB;
const HUGE_BYTES = 64 * MIB;

export const httpPackageMaxLength: Rule = {
  id: "http.package-max-length",
  code: "SV-10",
  severity: "warning",
  claim: "Large bodies are allowed, and each is held in memory as a whole",
  advice:
    "Allow them only on the port that takes uploads, as small as works; or let clients upload to an object storage.",
  snippet: "'package_max_length' => 2 * 1024 * 1024,",
  source:
    "swoole:src/server/port.cc (readable_callback_http), include/swoole_config.h SW_INPUT_BUFFER_SIZE; swoole/rfc#83",
  needs: ["declarations"],
  check: (facts) => {
    if (!facts.declarations.known) return [];
    const declarations = facts.declarations.value;
    const ports = portsOf(declarations);
    return ports.flatMap((port) => {
      const reading = portReading(declarations, port, "package_max_length");
      const subject = ports.length > 1 ? port.name : null;
      if (reading.state === "unsaid") return [];
      if (reading.state === "unresolved") return [unresolved(reading, subject)];
      return [judged(facts, reading, subject)];
    });
  },
};

function judged(
  facts: Facts,
  reading: Reading & { readonly state: "constant" },
  subject: string | null,
): Finding {
  const length = asInt(reading.value);
  const where = { subject, declared: declaredAt(reading) };
  const held = worstOf(facts, length);
  const evidence = [`bodies of up to ${sized(length)}`, held.text].filter((part) => part !== null);
  if (length <= LARGE_BYTES) return passed(evidence.slice(0, 1).join(""), where);
  const severity: Severity = length >= HUGE_BYTES || held.isTooMuch ? "error" : "warning";
  return failed(evidence.join("; "), { ...where, severity });
}

/** One such body in each worker; in PROCESS mode the master holds it, too. */
function worstOf(
  facts: Facts,
  length: number,
): { readonly text: string | null; readonly isTooMuch: boolean } {
  const { worker } = declaredCounts(facts);
  const container = containerLimit(facts);
  if (worker === null) return { text: null, isTooMuch: false };
  const copies = serverMode(facts) === "process" ? 2 : 1;
  const sum = length * worker * copies;
  const mode = copies === 2 ? ", and its copy in the master" : "";
  if (!container.known || container.bytes === null)
    return { text: `one in each of ${worker} workers${mode}: ${sized(sum)}`, isTooMuch: false };
  return {
    text: `one in each of ${worker} workers${mode}: ${sized(sum)} of ${sized(container.bytes)}`,
    isTooMuch: sum > container.bytes,
  };
}
