import type { Facts } from "../../../domain/facts.ts";
import { constantOf, settingOf } from "../../../domain/setting.ts";
import { MIB } from "../../../domain/units.ts";
import { failed, notConstant, passed, undecided } from "../findings.ts";
import { memoryLimitOf } from "../memory-limit.ts";
import type { Finding, Rule } from "../rule.ts";
import { serverOf, windowText } from "../swoole-running.ts";
import { BOOT_NEEDS_BYTES } from "../vetoes.ts";

/** What is known to die while the annotations are scanned. */
const DIES_BYTES = 128 * MIB;

export const memLimitTooSmallForBoot: Rule = {
  id: "mem.limit-too-small-for-boot",
  code: "ME-01",
  severity: "error",
  claim:
    "memory_limit is less than the scan of annotations at boot needs: the server does not come up",
  advice:
    "Give it 256M to 1G, which is normal for the scan and no leak; or build the scan cache into the image and set SCAN_CACHEABLE=true.",
  snippet: "ini_set('memory_limit', '1G');",
  source:
    "hyperf#2164 #2283 #2352, hyperf-docker#15: 128M is exhausted in the parser, the maintainers call 1G normal",
  needs: ["declarations"],
  check: (facts) => {
    if (!facts.declarations.known || facts.declarations.value.framework !== "hyperf") return [];
    const limit = memoryLimitOf(facts);
    const { declared } = limit;
    const server = serverOf(facts);
    if (facts.processes.known && server !== null)
      return [passed(`the server came up, ${windowText(facts.processes.value)}`, { declared })];
    const scan = scansAtBoot(facts);
    if (scan.kind === "no") return [passed(scan.why, { declared })];
    if (limit.state === "unknown") return [undecided(limit.why, { declared })];
    const text = `memory_limit is ${limit.text}`;
    if (limit.bytes < 0 || limit.bytes >= BOOT_NEEDS_BYTES) return [passed(text, { declared })];
    return scan.kind === "unknown"
      ? [undecided(scan.why, { declared })]
      : [smallness(limit.bytes, `${text}, and ${scan.why}`, declared)];
  },
};

const smallness = (bytes: number, evidence: string, declared: Finding["declared"]): Finding =>
  failed(evidence, { declared, severity: bytes <= DIES_BYTES ? "error" : "warning" });

type Scan = { readonly kind: "yes" | "no" | "unknown"; readonly why: string };

/** @source hyperf:src/di/src/Annotation/ScanConfig.php: without the key the cache is taken in production */
function scansAtBoot({ declarations }: Facts): Scan {
  if (!declarations.known) return { kind: "unknown", why: declarations.why };
  const setting = settingOf(declarations.value, "scan_cacheable");
  const value = constantOf(setting);
  if (setting.state === "absent") {
    const env = constantOf(settingOf(declarations.value, "app_env"));
    return env === "prod"
      ? { kind: "no", why: "in production the scan cache is taken" }
      : { kind: "yes", why: "scan_cacheable is not declared: every start scans" };
  }
  if (value === undefined)
    return {
      kind: "unknown",
      why: setting.state === "unresolved" ? notConstant(setting) : "scan_cacheable",
    };
  return value === true
    ? { kind: "no", why: "scan_cacheable is true: nothing is scanned at boot" }
    : { kind: "yes", why: "scan_cacheable is off: every start scans" };
}
