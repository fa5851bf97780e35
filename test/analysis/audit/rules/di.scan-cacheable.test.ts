import { diScanCacheable } from "../../../../src/analysis/audit/rules/di.scan-cacheable.ts";
import { raw, ruleTable, withDeclarations } from "../build.ts";

ruleTable(diScanCacheable, [
  {
    title: "off in production fails",
    facts: withDeclarations({ config: { scan_cacheable: false } }),
    says: [["fail", null, "warning"]],
    words: ["scan_cacheable is off; the environment is prod", "SCAN_CACHEABLE"],
  },
  {
    title:
      "absent without an environment is off: Hyperf takes it for dev, the audit for production",
    facts: withDeclarations({ config: { scan_cacheable: null, app_env: null } }),
    says: [["fail", null, "warning"]],
    words: ["judged as production"],
  },
  { title: "on passes", facts: withDeclarations({}), says: [["pass", null]] },
  {
    title: "absent in production is on by itself",
    facts: withDeclarations({ config: { scan_cacheable: null } }),
    says: [["pass", null]],
  },
  {
    title: "off in development is right",
    facts: withDeclarations({ config: { scan_cacheable: false, app_env: "dev" } }),
    says: [["pass", null]],
  },
  {
    title: "no constant is unknown, by file and line",
    facts: withDeclarations({ config: { scan_cacheable: raw("file_exists('/prod')") } }),
    says: [["unknown", null]],
    words: ["config/config.php:3 is no constant: file_exists('/prod')"],
  },
  {
    title: "a word is neither true nor false",
    facts: withDeclarations({ config: { scan_cacheable: "maybe" } }),
    says: [["unknown", null]],
  },
  {
    title: "without config.php nothing is told",
    facts: withDeclarations({ config: { scan_cacheable: null, app_env: null, app_name: null } }),
    says: [["unknown", null]],
    words: ["config/config.php"],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane" }),
    says: [],
  },
]);
