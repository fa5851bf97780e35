import { dockerShellEntrypoint } from "../../../../src/analysis/audit/rules/docker.shell-entrypoint.ts";
import type { Entrypoint } from "../../../../src/domain/declarations.ts";
import { known, unknown, type Facts } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, ruleTable } from "../build.ts";

const running = (...words: readonly string[]): Facts =>
  factsOf({ init: known(words, "/proc/1/cmdline") });

const files = (...entrypoints: readonly Entrypoint[]): Facts =>
  factsOf({
    init: unknown("nothing running"),
    declarations: known(declarationsOf({ entrypoints }), "project files"),
  });

const exec: Entrypoint = {
  file: "Dockerfile",
  line: 9,
  text: '["php", "bin/hyperf.php", "start"]',
  form: "exec",
};
const shell = (text: string, file = "Dockerfile"): Entrypoint => ({
  ...exec,
  file,
  text,
  form: "shell",
});

ruleTable(dockerShellEntrypoint, [
  {
    title: "PID 1 is a shell",
    facts: running("/bin/sh", "-c", "php bin/hyperf.php start"),
    says: [["fail", null, "warning"]],
    words: ["PID 1 is /bin/sh -c php bin/hyperf.php start", "tini"],
  },
  {
    title: "a script without exec stays PID 1",
    facts: running("bash", "/entrypoint.sh"),
    says: [["fail", null, "warning"]],
  },
  { title: "PID 1 is PHP", facts: factsOf(), says: [["pass", null]] },
  {
    title: "PID 1 is tini",
    facts: running("/sbin/tini", "--", "sh", "-c"),
    says: [["pass", null]],
  },
  {
    title: "of files alone the shell form fails",
    facts: files(shell("php bin/hyperf.php start")),
    says: [["fail", "Dockerfile", "warning"]],
    words: ["php bin/hyperf.php start"],
  },
  {
    title: "the shell form with exec passes",
    facts: files(shell("CMD exec php bin/hyperf.php start")),
    says: [["pass", "Dockerfile"]],
  },
  {
    title: "the exec form passes, another image's shell is not ours",
    facts: files(exec, shell("nginx -g 'daemon off;'", "docker/web/Dockerfile")),
    says: [["pass", "Dockerfile"]],
  },
  {
    title: "without a Dockerfile it is unknown",
    facts: files(),
    says: [["unknown", null]],
    words: ["nothing running"],
  },
  {
    title: "PID 1 without a command is unknown",
    facts: running(),
    says: [["unknown", null]],
  },
  {
    title: "without anything read it is unknown",
    facts: factsOf({ init: unknown("nothing running"), declarations: unknown("no project") }),
    says: [["unknown", null]],
  },
]);
