import { swooleShortName } from "../../../../src/analysis/audit/rules/swoole.short-name.ts";
import type { Declarations } from "../../../../src/domain/declarations.ts";
import { known, type Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, ruleTable, withDeclarations } from "../build.ts";
import { iniOf, notRunning } from "../swoole-server.ts";

const packages = {
  "hyperf/server": { version: "3.1.71", isDev: false },
  "hyperf/polyfill-coroutine": { version: "3.1.71", isDev: false },
};
const starting = (change: Parameters<typeof declarationsOf>[0]): Facts =>
  factsOf({
    processes: notRunning,
    declarations: known(declarationsOf({ packages, ...change }), "project files"),
  });
const named = (value: string): NonNullable<Declarations["ini"]> =>
  iniOf({ "swoole.use_shortname": value });

ruleTable(swooleShortName, [
  {
    title: "they are on",
    facts: starting({ ini: named("On") }),
    says: [["fail", null, "error"]],
    words: ["swoole.use_shortname is On", "swoole.use_shortname = 'Off'"],
  },
  { title: "they are off", facts: starting({ ini: named("off") }), says: [["pass", null]] },
  { title: "0 is off", facts: starting({ ini: named("0") }), says: [["pass", null]] },
  { title: "php.ini does not say", facts: starting({}), says: [["unknown", null]] },
  {
    title: "without a lock file it is open whether Hyperf looks",
    facts: starting({ ini: named("On"), packages: null }),
    says: [["unknown", null]],
  },
  {
    title: "a server that runs has them off",
    facts: withDeclarations({ packages, ini: named("On") }),
    says: [["pass", null]],
  },
  { title: "since 3.1.10 only the polyfill asks for it", facts: factsOf(), says: [] },
]);
