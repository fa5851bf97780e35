import type { Entrypoint } from "../../../domain/declarations.ts";
import type { Facts } from "../../../domain/facts.ts";
import { at, failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

export const dockerShellEntrypoint: Rule = {
  id: "docker.shell-entrypoint",
  code: "K8-03",
  severity: "warning",
  claim:
    "A shell is PID 1: it does not pass SIGTERM on, so each stop ends in SIGKILL and leaves locks behind",
  advice: "Use the exec form, `exec` in the script, or tini as PID 1.",
  snippet: 'ENTRYPOINT ["php", "/opt/www/bin/hyperf.php", "start"]',
  source: "docs.docker.com: Dockerfile reference, ENTRYPOINT (shell form); POSIX sh",
  needs: [],
  needsOneOf: ["init", "declarations"],
  check: (facts) => (facts.init.known ? [running(facts)] : declared(facts)),
};

const SHELL = /(?:^|\/)(?:sh|bash|ash|dash|busybox|zsh)$/u;

function running({ init, declarations }: Facts): Finding {
  const words = init.known ? init.value : [];
  const [first = ""] = words;
  const shell = declarations.known ? declarations.value.entrypoints.find(isUnderShell) : undefined;
  const where = {
    declared: shell === undefined ? null : at({ place: shell, text: shell.text }),
  };
  if (first === "") return undecided("the command of PID 1", where);
  return SHELL.test(first)
    ? failed(`PID 1 is ${words.slice(0, 3).join(" ")}`, where)
    : passed(`PID 1 is ${first}`);
}

/** One verdict per file; other images of the repository (a database, a web server) are not ours. */
function declared({ init, declarations }: Facts): readonly Finding[] {
  const missing = init.known ? "" : init.why;
  if (!declarations.known) return [undecided(missing)];
  const files = new Map<string, Entrypoint[]>();
  for (const entrypoint of declarations.value.entrypoints.filter(isOurs))
    files.set(entrypoint.file, [...(files.get(entrypoint.file) ?? []), entrypoint]);
  if (files.size === 0) return [undecided(`the command of PID 1, or a Dockerfile (${missing})`)];
  return [...files].map(([subject, group]) => {
    const shell = group.find(isUnderShell);
    const [first] = group;
    if (shell !== undefined)
      return failed(`started by a shell: ${shell.text}`, {
        subject,
        declared: at({ place: shell, text: shell.text }),
      });
    return passed(first === undefined ? "" : `started as ${first.text}`, { subject });
  });
}

const isOurs = ({ text }: Entrypoint): boolean =>
  /php|swoole|hyperf|artisan|octane|\.sh\b/iu.test(text);

const isUnderShell = ({ form, text }: Entrypoint): boolean =>
  form === "shell" && !/^\s*(?:(?:ENTRYPOINT|CMD)\s+)?exec\s/iu.test(text);
