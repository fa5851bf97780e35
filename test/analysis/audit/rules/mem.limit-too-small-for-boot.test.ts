import { memLimitTooSmallForBoot } from "../../../../src/analysis/audit/rules/mem.limit-too-small-for-boot.ts";
import { known, type Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, raw, ruleTable, withDeclarations } from "../build.ts";
import { iniOf, notRunning, otherFramework } from "../swoole-server.ts";

/** C05 of the collected cases (hyperf#2164): the server does not come up. */
const starting = (limit: string, config: Readonly<Record<string, unknown>>): Facts =>
  factsOf({
    processes: notRunning,
    declarations: known(
      declarationsOf({ ini: iniOf({ memory_limit: limit }), config }),
      "project files",
    ),
  });

ruleTable(memLimitTooSmallForBoot, [
  {
    title: "128M die in the scan",
    facts: starting("128M", { scan_cacheable: false }),
    says: [["fail", null, "error"]],
    words: ["memory_limit is 128M", "256M to 1G", "SCAN_CACHEABLE=true"],
  },
  {
    title: "a little more may do",
    facts: starting("200M", { scan_cacheable: false }),
    says: [["fail", null, "warning"]],
  },
  {
    title: "outside production nothing is cached by itself",
    facts: starting("128M", { scan_cacheable: null, app_env: "dev" }),
    says: [["fail", null, "error"]],
  },
  {
    title: "in production it is",
    facts: starting("128M", { scan_cacheable: null }),
    says: [["pass", null]],
  },
  {
    title: "256M are enough",
    facts: starting("256M", { scan_cacheable: false }),
    says: [["pass", null]],
  },
  {
    title: "a cache in the image needs no scan",
    facts: starting("128M", {}),
    says: [["pass", null]],
  },
  {
    title: "what runs came up",
    facts: withDeclarations({
      ini: iniOf({ memory_limit: "128M" }),
      config: { scan_cacheable: false },
    }),
    says: [["pass", null]],
    words: ["the server came up, seen over 30 min"],
  },
  {
    title: "a cache that is no constant",
    facts: starting("128M", { scan_cacheable: raw("env('SCAN_CACHEABLE')") }),
    says: [["unknown", null]],
    words: ["env('SCAN_CACHEABLE')"],
  },
  {
    title: "no php.ini that was read",
    facts: factsOf({
      processes: notRunning,
      declarations: known(
        declarationsOf({ ini: null, config: { scan_cacheable: false } }),
        "project files",
      ),
    }),
    says: [["unknown", null]],
  },
  { title: "only Hyperf scans", facts: otherFramework("octane", {}), says: [] },
]);
