import type { ArrayDeclared, Declared } from "../../../domain/declarations.ts";
import type { Facts } from "../../../domain/facts.ts";
import type { CronTask } from "../../../domain/project.ts";
import {
  crontabVersion,
  declaredTask,
  hasTasks,
  NO_VERSION,
  notTold,
  perTask,
  valueOf,
} from "../evidence.ts";
import { failed, notConstant, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { isWithin } from "../version.ts";

const FLAG = "--disable-event-dispatcher";
/** Before it commands dispatch no events by themselves, and do not know the option (hyperf:src/command/src/EnableEventDispatcher.php). */
const KNOWN = ">=3.0.0";

export const cronCommandDispatcherFlag: Rule = {
  id: "cron.command-dispatcher-flag",
  code: "CR-25",
  severity: "error",
  claim:
    "The command runs inside a process of the server with its events on: their listeners may end that process",
  advice: `Hand ${FLAG} to the command; Schedule::command() does so by itself.`,
  snippet: `'${FLAG}' => true,`,
  source:
    "hyperf:docs/zh-cn/crontab.md; src/command/src/Concerns/DisableEventDispatcher.php; src/crontab/src/Schedule.php",
  needs: ["project", "declarations"],
  applies: hasTasks,
  check: (facts) =>
    perTask(facts, (task, where) =>
      task.type === "command" ? ofCommand(facts, task, where) : null,
    ),
};

function ofCommand(
  facts: Facts,
  task: CronTask,
  where: Pick<Finding, "subject" | "declared">,
): Finding | null {
  const version = crontabVersion(facts);
  if (version !== null && !isWithin(version, KNOWN)) return null;
  const callback = declaredTask(facts, task)?.properties.callback;
  const flag = callback?.kind === "array" ? flagOf(callback) : undefined;
  if (flag !== undefined) return ofFlag(flag, where);
  if (task.declared.by === "schedule") return passed(`Schedule::command() adds ${FLAG}`, where);
  if (callback?.kind !== "array")
    return undecided(notTold(valueOf(facts.project), task, "callback"), where);
  return version === null
    ? undecided(NO_VERSION, where)
    : failed(`${task.callback ?? "the command"} has no ${FLAG}`, where);
}

/** Symfony takes null for an option without a value: it is set. */
function ofFlag(flag: Declared, where: Pick<Finding, "subject" | "declared">): Finding {
  if (flag.kind !== "scalar") return undecided(notConstant(flag), where);
  const { value } = flag;
  return value === null || (Boolean(value) && value !== "0")
    ? passed(`${FLAG} is set`, where)
    : failed(`${FLAG} is switched off`, where);
}

const flagOf = ({ entries }: ArrayDeclared): Declared | undefined =>
  entries.find(({ key }) => key === FLAG)?.value;
