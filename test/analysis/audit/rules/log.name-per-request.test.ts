import { logNamePerRequest } from "../../../../src/analysis/audit/rules/log.name-per-request.ts";
import type { CodeFinding } from "../../../../src/domain/declarations.ts";
import { ruleTable, withDeclarations } from "../build.ts";

const found = (change: Partial<CodeFinding> = {}): CodeFinding => ({
  kind: "logger-name",
  file: "app/Log.php",
  line: 18,
  text: "$factory->get($requestId)",
  className: "App\\Log",
  ...change,
});

ruleTable(logNamePerRequest, [
  {
    title: "a logger named after a request fails",
    facts: withDeclarations({ code: [found()] }),
    says: [["fail", "App\\Log", "error"]],
    words: ["app/Log.php:18", "'app'"],
  },
  {
    title: "the documentation's own wrapper is unknown: its callers decide",
    facts: withDeclarations({
      code: [found({ text: "$container->get(LoggerFactory::class)->get($name)" })],
    }),
    says: [["unknown", "App\\Log"]],
    words: ["which names its callers give"],
  },
  ...["$orderId", "$row['member_id']", "$id", "uniqid()", "'r' . microtime(true)"].map((name) => ({
    title: `${name} names a request`,
    facts: withDeclarations({ code: [found({ text: `$factory->get(${name})` })] }),
    says: [["fail", "App\\Log", "error"]] as const,
  })),
  ...["$grid", "$this->channel", "static::class"].map((name) => ({
    title: `${name} may be anything`,
    facts: withDeclarations({ code: [found({ text: `$factory->get(${name})` })] }),
    says: [["unknown", "App\\Log"]] as const,
  })),
  { title: "constant names pass", facts: withDeclarations({}), says: [["pass", null]] },
  {
    title: "a file that could not be parsed is unknown",
    facts: withDeclarations({
      parseErrors: [{ file: "app/Broken.php", line: 3, message: "unexpected" }],
    }),
    says: [["unknown", null]],
    words: ["app/Broken.php"],
  },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", code: [found()] }),
    says: [],
  },
]);
