import type { Declarations } from "../../../domain/declarations.ts";
import { failed, notConstant, passed, undecided } from "../findings.ts";
import { iniBytes } from "../memory-limit.ts";
import type { Finding, Rule } from "../rule.ts";

export const memLimitOverridden: Rule = {
  id: "mem.limit-overridden",
  code: "SV-08",
  severity: "warning",
  claim: "memory_limit is fixed in the code: php.ini and -d have no say",
  advice:
    "Delete the line, or take the value from the environment, so that each container can have its own.",
  snippet: "ini_set('memory_limit', getenv('PHP_MEMORY_LIMIT') ?: '512M');",
  source:
    "hyperf-skeleton:bin/hyperf.php (1G, since 2.0.5); hyperf:docs/zh-cn/quick-start/questions.md",
  needs: ["declarations"],
  check: ({ declarations }) => {
    if (!declarations.known || declarations.value.framework !== "hyperf") return [];
    const { bin } = declarations.value;
    if (bin === null) return [undecided("bin/hyperf.php was not read")];
    const set = bin.iniSets.findLast(({ name }) => name === "memory_limit");
    if (set === undefined) return [passed(`${bin.file} sets no memory_limit`)];
    return judged(declarations.value, set);
  },
};

type IniSet = NonNullable<Declarations["bin"]>["iniSets"][number];

function judged({ ini }: Declarations, { value, place }: IniSet): readonly Finding[] {
  const declared = { ...place, text: `ini_set('memory_limit', ${value.text})` };
  if (value.envs.length > 0 || /\benv\s*\(/iu.test(value.text) || value.text.includes("getenv"))
    return [passed("memory_limit comes from the environment", { declared })];
  if (value.kind !== "scalar" || value.value === null)
    return [undecided(notConstant({ place, text: value.text }), { declared })];
  const text = String(value.value);
  // Without any limit, that is the finding: mem.limit-unlimited.
  if (iniBytes(text) < 0) return [];
  const other = ini?.findLast(({ name }) => name === "memory_limit");
  if (other === undefined)
    return [failed(`bin/hyperf.php sets memory_limit to ${text}`, { declared })];
  const beside = `${other.place.file}:${other.place.line} has ${other.value}`;
  return iniBytes(other.value) === iniBytes(text)
    ? [passed(`bin/hyperf.php and php.ini agree on ${text}; ${beside}`, { declared })]
    : [failed(`bin/hyperf.php sets memory_limit to ${text}, though ${beside}`, { declared })];
}
