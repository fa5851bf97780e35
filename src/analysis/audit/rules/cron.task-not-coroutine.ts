import type { Facts } from "../../../domain/facts.ts";
import { sendsToTaskWorkers } from "../carriers.ts";
import { hasTasks } from "../evidence.ts";
import { failed, notConstant, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { asInt, declaredAt, isOn, swooleReading, told } from "../swoole-settings.ts";

export const cronTaskNotCoroutine: Rule = {
  id: "cron.task-not-coroutine",
  code: "CR-21",
  severity: "error",
  claim:
    "Tasks are sent to task workers without coroutines, where their timers cannot run: each ends in an error",
  advice:
    "Switch task_enable_coroutine on; what needs it off, as views rendered in task workers, has to go elsewhere.",
  snippet: "'task_enable_coroutine' => true,",
  source: "swoole:ext-src/swoole_event.cc: unable to use async-io in task processes",
  needs: ["project"],
  applies: (facts) => hasTasks(facts) && sendsToTaskWorkers(facts),
  check: (facts): readonly Finding[] => {
    // without task workers it is cron.taskworker-without-tasks that says so
    if (hasNoTaskWorkers(facts)) return [];
    const reading = swooleReading(facts, "task_enable_coroutine");
    const where = { declared: declaredAt(reading) };
    if (reading.state === "constant")
      return isOn(reading.value)
        ? [passed("task_enable_coroutine is on", where)]
        : [failed(told("task_enable_coroutine", reading), where)];
    return [
      undecided(
        reading.state === "unresolved" ? notConstant(reading.at) : "task_enable_coroutine",
        where,
      ),
    ];
  },
};

function hasNoTaskWorkers(facts: Facts): boolean {
  const reading = swooleReading(facts, "task_worker_num");
  return reading.state === "constant" && asInt(reading.value) === 0;
}
