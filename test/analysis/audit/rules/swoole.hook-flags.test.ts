import { swooleHookFlags } from "../../../../src/analysis/audit/rules/swoole.hook-flags.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { declared, factsOf, raw, ruleTable, withDeclarations } from "../build.ts";
import { binOf, otherFramework } from "../swoole-server.ts";

const withFlags = (value: unknown): Facts =>
  withDeclarations({
    bin: binOf({
      defines: [
        {
          name: "SWOOLE_HOOK_FLAGS",
          value: declared(value, { file: "bin/hyperf.php", line: 11 }),
          place: { file: "bin/hyperf.php", line: 11 },
        },
      ],
    }),
  });

ruleTable(swooleHookFlags, [
  {
    title: "nothing is hooked",
    facts: withFlags(0),
    says: [["fail", null, "error"]],
    words: ["SWOOLE_HOOK_FLAGS is 0"],
  },
  {
    title: "files only",
    facts: withFlags(256),
    says: [["fail", null, "error"]],
    words: ["TCP is not hooked"],
  },
  { title: "all", facts: factsOf(), says: [["pass", null]] },
  {
    title: "the skeleton's own words",
    facts: withFlags(raw("Hyperf\\Engine\\DefaultOption::hookFlags()")),
    says: [["pass", null]],
  },
  {
    title: "without the constant Hyperf hooks everything",
    facts: withDeclarations({ bin: binOf({ defines: [] }) }),
    says: [["pass", null]],
  },
  {
    title: "all but something that is not read",
    facts: withFlags(raw("SWOOLE_HOOK_ALL ^ $other")),
    says: [["unknown", null]],
  },
  {
    title: "the file was not read",
    facts: withDeclarations({ bin: null }),
    says: [["unknown", null]],
  },
  { title: "another framework", facts: otherFramework("octane", {}), says: [] },
]);
