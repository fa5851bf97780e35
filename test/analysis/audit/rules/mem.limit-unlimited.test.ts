import { memLimitUnlimited } from "../../../../src/analysis/audit/rules/mem.limit-unlimited.ts";
import { known, type Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, declared, factsOf, ruleTable, withDeclarations } from "../build.ts";
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

ruleTable(memLimitUnlimited, [
  {
    title: "-1 in the code",
    facts: withLine("-1"),
    says: [["fail", null, "error"]],
    words: ["memory_limit is -1, set by bin/hyperf.php"],
  },
  { title: "-1 as a number", facts: withLine(-1), says: [["fail", null, "error"]] },
  {
    title: "-1 in php.ini, of any framework",
    facts: factsOf({
      ...otherFramework(null, {}),
      declarations: known(
        declarationsOf({ framework: null, bin: null, ini: iniOf({ memory_limit: "-1" }) }),
        "project files",
      ),
    }),
    says: [["fail", null, "error"]],
    words: ["set by php.ini"],
  },
  {
    title: "-d on the command line wins over php.ini",
    facts: factsOf({
      init: known(["php", "-d", "memory_limit=-1", "bin/hyperf.php", "start"], "target"),
    }),
    says: [["fail", null, "error"]],
    words: ["set by the command line"],
  },
  {
    title: "the code wins over php.ini",
    facts: withLine("1G", { memory_limit: "-1" }),
    says: [["pass", null]],
  },
  { title: "the clean service", facts: factsOf(), says: [["pass", null]] },
  {
    title: "no php.ini that was read",
    facts: withDeclarations({ ini: null }),
    says: [["unknown", null]],
    words: ["php.ini"],
  },
  {
    title: "the code may set it, but was not read",
    facts: withDeclarations({ bin: null }),
    says: [["unknown", null]],
  },
]);
