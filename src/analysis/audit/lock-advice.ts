import type { Facts } from "../../domain/facts.ts";
import type { CronTask } from "../../domain/project.ts";
import type { Finding } from "./rule.ts";
import { written } from "./snippets.ts";
import { advised } from "./vetoes.ts";

/** Both locks for a task, or what has to come first. `{}`: the rule's own advice holds. */
export function lockAdvice(
  facts: Facts,
  task: CronTask,
  locks: readonly ("singleton" | "onOneServer")[],
): Pick<Finding, "advice" | "snippet"> {
  const proposal = advised(facts, { kind: "lock" });
  if (proposal.withheld)
    return {
      advice: `No lock yet: ${proposal.reason}. ${proposal.instead}`,
      snippet: proposal.snippet,
    };
  return { snippet: written(task, Object.fromEntries(locks.map((lock) => [lock, true]))) };
}
