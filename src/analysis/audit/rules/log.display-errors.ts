import type { Declarations } from "../../../domain/declarations.ts";
import type { Place } from "../../../domain/project.ts";
import { appEnvOf } from "../app-env.ts";
import { at, failed, notConstant, passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";

export const logDisplayErrors: Rule = {
  id: "log.display-errors",
  code: "LG-06",
  severity: "info",
  claim: "display_errors is on: fatal errors appear twice",
  advice: "Switch it off in production, and log_errors on: each error is then one line.",
  snippet: "ini_set('display_errors', 'off'); ini_set('log_errors', 'on');",
  source: "php:main/main.c; hyperf-skeleton:bin/hyperf.php",
  needs: ["declarations"],
  check: ({ declarations }) => {
    if (!declarations.known) return [];
    const env = appEnvOf(declarations.value);
    if (!env.isProduction) return [passed(env.text)];
    const said = displayErrors(declarations.value);
    if (said === null)
      return [
        undecided("display_errors: neither the start script nor a php.ini that was read says it"),
      ];
    const where = { declared: at(said) };
    if (said.value === null) return [undecided(notConstant(said), where)];
    return isOn(said.value)
      ? [failed(`display_errors is ${said.value}; ${env.text}`, where)]
      : [passed(`display_errors is ${said.value === "" ? "off" : said.value}`, where)];
  },
};

/** What holds at last: the start script's ini_set beats php.ini, the last of each wins. */
function displayErrors({ bin, ini }: Declarations): {
  readonly value: string | null;
  readonly place: Place;
  readonly text: string;
} | null {
  const set = bin?.iniSets.findLast(({ name }) => name === "display_errors");
  if (set !== undefined)
    return {
      value: set.value.kind === "scalar" ? iniText(set.value.value) : null,
      place: set.place,
      text: set.value.text,
    };
  const line = ini?.findLast(({ name }) => name === "display_errors");
  return line === undefined ? null : { ...line, text: `display_errors = ${line.value}` };
}

/** As ini_set takes it: false and null are empty. */
const iniText = (value: string | number | boolean | null): string =>
  value === true ? "1" : value === false || value === null ? "" : String(value);

/** `stderr` is no second line: the log goes there as well, but nothing to the client. */
const isOn = (value: string): boolean => /^(?:1|on|yes|true|stdout)$/iu.test(value.trim());
