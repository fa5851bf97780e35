import { DISPATCHER, dispatcherPlaces, unsettledProcesses } from "../carriers.ts";
import { hasTasks, valueOf } from "../evidence.ts";
import { failed, passed, placeText, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { serverOf } from "../swoole-running.ts";

export const cronDispatcherTwice: Rule = {
  id: "cron.dispatcher-twice",
  code: "CR-13",
  severity: "error",
  claim:
    "Crontab's dispatcher is registered more than once: each task is started as often per tick",
  advice: "Keep one registration, with nums 1: lists of processes are joined, not merged.",
  snippet:
    "Hyperf\\Crontab\\Process\\CrontabDispatcherProcess::class, // once, in config/autoload/processes.php",
  source: "hyperf:src/process/src/Listener/BootProcessListener.php: lists are concatenated",
  needs: ["project"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const { dispatchers } = valueOf(facts.project).crontab;
    const places = dispatcherPlaces(facts);
    const declared = places.at(-1) ?? null;
    if (dispatchers === null) return [undecided(unsettledProcesses(facts), { declared })];
    // without any it is cron.dispatcher-missing that says so
    if (dispatchers === 0) return [];
    if (dispatchers === 1) return [passed("one dispatcher is registered", { declared })];
    const where = places.length > 0 ? ` (${places.map(placeText).join(", ")})` : "";
    const running = serverOf(facts)?.userProcesses[DISPATCHER];
    const seen = running === undefined ? "" : `; ${running} run`;
    return [failed(`${dispatchers} dispatchers are registered${where}${seen}`, { declared })];
  },
};
