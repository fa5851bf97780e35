import type { Declarations } from "../../../domain/declarations.ts";
import { settingOf, type Setting } from "../../../domain/setting.ts";
import { failed, passed, placeOf, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { portsOf } from "../swoole-ports.ts";
import { isCoroutineServer, serverMode } from "../swoole-settings.ts";

export const swooleBaseOnstart: Rule = {
  id: "swoole.base-onstart",
  code: "SV-14",
  severity: "warning",
  claim: "A start callback is declared, but in BASE mode there is no master that it could run in",
  advice: "Use Event::ON_MANAGER_START, or listen for Hyperf's MainWorkerStart event.",
  snippet:
    "Event::ON_MANAGER_START => [Hyperf\\Framework\\Bootstrap\\ManagerStartCallback::class, 'onManagerStart'],",
  source:
    "hyperf:src/server/src/Server.php defaultCallbacks; swoole:src/server/reactor_process.cc (onStart runs in worker 0)",
  needs: ["project", "declarations"],
  check: (facts) => {
    if (!facts.declarations.known || facts.declarations.value.framework !== "hyperf") return [];
    if (isCoroutineServer(facts.declarations.value)) return [];
    const mode = serverMode(facts);
    const start = startCallback(facts.declarations.value);
    if (start === null) return [passed("no start callback is declared")];
    if (mode === "process") return [passed("PROCESS mode: the master runs the start callback")];
    const where = { declared: placeOf(start) };
    return mode === null
      ? [undecided("the mode of the server: PROCESS or BASE", where)]
      : [failed("mode is BASE: the callback runs once in worker 0, as one of its requests", where)];
  },
};

/** `Hyperf\Server\Event::ON_START` is `start`. */
function startCallback(declarations: Declarations): Setting | null {
  const paths = [["server"], ...portsOf(declarations).map(({ path }) => path)];
  const settings = paths.map((path) => settingOf(declarations, [...path, "callbacks", "start"]));
  return settings.find(({ state }) => state === "declared") ?? null;
}
