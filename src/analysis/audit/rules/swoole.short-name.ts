import type { Declarations } from "../../../domain/declarations.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { serverOf } from "../swoole-running.ts";
import { compareVersions, isVersion } from "../version.ts";

/** From here on only with hyperf/polyfill-coroutine. */
const OPTIONAL_SINCE = "3.1.10";

export const swooleShortName: Rule = {
  id: "swoole.short-name",
  code: "SV-29",
  severity: "error",
  claim: "Hyperf refuses to start: Swoole's short function names are on",
  advice: "Switch them off in php.ini.",
  snippet: "swoole.use_shortname = 'Off'",
  source: "hyperf:src/server/src/Command/StartServer.php checkEnvironment",
  needs: ["declarations"],
  check: (facts) => {
    if (!facts.declarations.known || facts.declarations.value.framework !== "hyperf") return [];
    const { ini } = facts.declarations.value;
    const isAsked = asksForIt(facts.declarations.value);
    if (isAsked === false) return [];
    const entry = ini?.findLast(({ name }) => name === "swoole.use_shortname");
    const declared =
      entry === undefined ? null : { ...entry.place, text: `${entry.name} = ${entry.value}` };
    if (serverOf(facts)?.framework === "hyperf")
      return [passed("the server runs, so they are off", { declared })];
    if (entry === undefined)
      return [
        undecided("swoole.use_shortname: no php.ini that was read sets it; audit a running target"),
      ];
    if (!isShortNameOn(entry.value)) return [passed(`they are ${entry.value}`, { declared })];
    return isAsked === null
      ? [undecided("composer.lock: whether hyperf/polyfill-coroutine is installed", { declared })]
      : [failed(`swoole.use_shortname is ${entry.value}`, { declared })];
  },
};

/** Whether Hyperf looks at the setting; null: composer.lock does not tell. */
function asksForIt({ packages }: Declarations): boolean | null {
  const version = packages?.["hyperf/server"]?.version;
  if (packages === null || version === undefined || !isVersion(version)) return null;
  return (
    compareVersions(version, OPTIONAL_SINCE) < 0 ||
    packages["hyperf/polyfill-coroutine"] !== undefined
  );
}

/** The words of php.ini: without quotes `on`, `yes`, `true` are 1 and `off`, `no`, `none`, `false`, `null` are empty. */
const isShortNameOn = (value: string): boolean =>
  !["", "off", "false", "no", "none", "null"].includes(
    value.trim().replaceAll("0", "").toLowerCase(),
  );
