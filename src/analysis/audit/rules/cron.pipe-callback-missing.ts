import { callbackSetting } from "../carriers.ts";
import { hasTasks, valueOf } from "../evidence.ts";
import { failed, notConstant, passed, placeOf, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

export const cronPipeCallbackMissing: Rule = {
  id: "cron.pipe-callback-missing",
  code: "CR-22",
  severity: "error",
  claim: "Workers have no callback for pipe messages: the dispatcher sends tasks, and they vanish",
  advice:
    "Register it among the callbacks of config/autoload/server.php; Hyperf has no default for it.",
  snippet:
    "Hyperf\\Server\\Event::ON_PIPE_MESSAGE => [Hyperf\\Framework\\Bootstrap\\PipeMessageCallback::class, 'onPipeMessage'],",
  source:
    "hyperf:src/server/src/Server.php defaultCallbacks; src/crontab/src/Strategy/WorkerStrategy.php",
  needs: ["project", "declarations"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const { server, crontab } = valueOf(facts.project);
    if (server.type === "coroutine" || crontab.strategy === "custom") return [];
    if (crontab.strategy === "coroutine")
      return [passed("the dispatcher runs the tasks itself: it sends no messages")];
    const setting = callbackSetting(valueOf(facts.declarations), "pipeMessage");
    const where = { declared: placeOf(setting) };
    if (setting.state === "unresolved") return [undecided(notConstant(setting), where)];
    if (setting.state === "declared") return [passed("pipe messages have a callback", where)];
    return crontab.strategy === null
      ? [undecided("which strategy is bound: it is no constant")]
      : [failed(`the strategy is ${crontab.strategy}, and server.php registers no pipeMessage`)];
  },
};
