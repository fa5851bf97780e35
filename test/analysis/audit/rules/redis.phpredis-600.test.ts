import { redisPhpredis600 } from "../../../../src/analysis/audit/rules/redis.phpredis-600.ts";
import { known, unknown, type Facts } from "../../../../src/domain/facts.ts";
import { factsOf, ruleTable, withDeclarations } from "../build.ts";

const locked = (version: string): Facts =>
  withDeclarations({ packages: { "ext-redis": { version, isDev: false } } });

ruleTable(redisPhpredis600, [
  {
    title: "6.0.0 fails",
    facts: locked("6.0.0"),
    says: [["fail", null, "warning"]],
    words: ["phpredis 6.0.0", "6.0.1"],
  },
  { title: "6.0.2 passes", facts: locked("6.0.2"), says: [["pass", null]] },
  { title: "5.3.7 passes", facts: locked("5.3.7"), says: [["pass", null]] },
  {
    title: "a loaded extension without a version is unknown",
    facts: factsOf(),
    says: [["unknown", null]],
    words: ["php --ri redis"],
  },
  {
    title: "of files alone hyperf/redis needs the extension",
    facts: factsOf({ extensions: unknown("nothing running") }),
    says: [["unknown", null]],
  },
  {
    title: "without the extension nobody asks",
    facts: factsOf({ extensions: known(["swoole"], "maps of a process") }),
    says: [],
  },
]);
