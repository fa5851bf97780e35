import { phpOpcacheJit } from "../../../../src/analysis/audit/rules/php.opcache-jit.ts";
import { known, unknown, type Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, projectOf, ruleTable } from "../build.ts";

const of = (settings: Readonly<Record<string, string>>, php: string | null = "8.2.36"): Facts =>
  factsOf({
    extensions: unknown("nothing running"),
    project: known(projectOf({ versions: { php } }), "project files"),
    declarations: known(
      declarationsOf({
        ini: Object.entries(settings).map(([name, value], index) => ({
          name: `opcache.${name}`,
          value,
          place: { file: "docker/php.ini", line: index + 1 },
        })),
      }),
      "project files",
    ),
  });

ruleTable(phpOpcacheJit, [
  {
    title: "opcache and the JIT are on",
    facts: of({ enable_cli: "1", jit: "tracing", jit_buffer_size: "64M" }),
    says: [["fail", null, "info"]],
    words: ["the JIT are on", "opcache.jit = off"],
  },
  {
    title: "before 8.4 a buffer is enough",
    facts: of({ enable_cli: "On", jit_buffer_size: "64M" }, "8.2.36"),
    says: [["fail", null, "info"]],
  },
  {
    title: "since 8.4 a mode is enough",
    facts: of({ enable_cli: "On", jit: "function" }, "8.4.1"),
    says: [["fail", null, "info"]],
  },
  {
    title: "since 8.4 a buffer alone is not",
    facts: of({ enable_cli: "On", jit_buffer_size: "64M" }, "8.4.1"),
    says: [["pass", null]],
  },
  {
    title: "opcache without a JIT passes",
    facts: of({ enable_cli: "1", jit: "off" }),
    says: [["pass", null]],
  },
  {
    title: "no buffer, no JIT",
    facts: of({ enable_cli: "1", jit: "1255", jit_buffer_size: "0" }),
    says: [["pass", null]],
  },
  {
    title: "opcache that is off for CLI passes",
    facts: of({ enable_cli: "0" }),
    says: [["pass", null]],
  },
  {
    title: "opcache that is not loaded passes",
    facts: factsOf(),
    says: [["pass", null]],
    words: ["not loaded"],
  },
  {
    title: "what no php.ini says is unknown",
    facts: of({}),
    says: [["unknown", null]],
    words: ["opcache.enable_cli"],
  },
  {
    title: "without a version of PHP the defaults are unknown",
    facts: of({ enable_cli: "1", jit: "tracing" }, null),
    says: [["unknown", null]],
    words: ["8.4"],
  },
]);
