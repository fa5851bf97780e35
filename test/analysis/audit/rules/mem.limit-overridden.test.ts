import { memLimitOverridden } from "../../../../src/analysis/audit/rules/mem.limit-overridden.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { declared, factsOf, raw, ruleTable, withDeclarations } from "../build.ts";
import { binOf, iniOf, otherFramework } from "../swoole-server.ts";

const withLine = (value: unknown, ini: Readonly<Record<string, string>> = {}): Facts =>
  withDeclarations({
    ini: iniOf(ini),
    bin: binOf({
      iniSets: [
        {
          name: "memory_limit",
          value: declared(value, { file: "bin/hyperf.php", line: 7 }),
          place: { file: "bin/hyperf.php", line: 7 },
        },
      ],
    }),
  });

ruleTable(memLimitOverridden, [
  {
    title: "the skeleton's line",
    facts: withLine("1G"),
    says: [["fail", null, "warning"]],
    words: ["bin/hyperf.php sets memory_limit to 1G", "getenv"],
  },
  {
    title: "beside another value in php.ini",
    facts: withLine("1G", { memory_limit: "256M" }),
    says: [["fail", null, "warning"]],
    words: ["though php.ini:1 has 256M"],
  },
  {
    title: "the same amount in php.ini",
    facts: withLine("1G", { memory_limit: "1024M" }),
    says: [["pass", null]],
  },
  {
    title: "the environment decides",
    facts: withLine(raw("getenv('LIMIT') ?: '512M'")),
    says: [["pass", null]],
  },
  { title: "no such line", facts: factsOf(), says: [["pass", null]] },
  { title: "no limit at all is another finding", facts: withLine("-1"), says: [] },
  {
    title: "what is no constant",
    facts: withLine(raw("$limit")),
    says: [["unknown", null]],
    words: ["bin/hyperf.php:7 is no constant: $limit"],
  },
  {
    title: "the file was not read",
    facts: withDeclarations({ bin: null }),
    says: [["unknown", null]],
  },
  {
    title: "another framework has no bin/hyperf.php",
    facts: otherFramework("octane", {}),
    says: [],
  },
]);
