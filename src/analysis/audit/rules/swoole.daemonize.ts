import type { Facts } from "../../../domain/facts.ts";
import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { declaredAt, isOn, ofSetting, told } from "../swoole-settings.ts";

export const swooleDaemonize: Rule = {
  id: "swoole.daemonize",
  code: "SV-20",
  severity: "warning",
  claim:
    "The server leaves the foreground: a container ends with its first process, and stdout is lost",
  advice: "Let it run in the foreground, under the container, systemd or supervisor.",
  snippet: "'daemonize' => false,",
  source: "swoole:src/server/master.cc (daemon, stdout to log_file or /dev/null)",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(facts, "daemonize", (reading) => {
      const where = { declared: declaredAt(reading) };
      const text = told("daemonize", reading);
      if (!isOn(reading.value)) return passed(text, where);
      const container = containerSign(facts);
      return container === null
        ? failed(text, where)
        : failed(`${text}, and ${container}`, { ...where, severity: "error" });
    }),
};

/** Why this is a container; null: nothing says so. */
function containerSign({ declarations, init }: Facts): string | null {
  if (init.known && init.value.some((word) => /(?:^|\/)php[\d.]*$|hyperf\.php/u.test(word)))
    return "PHP is the first process";
  const files = declarations.known
    ? [...declarations.value.entrypoints, ...declarations.value.manifests]
    : [];
  const [first] = files;
  return first === undefined ? null : `${first.file} puts it into a container`;
}
