// Parts of what kubectl says of a pod in its column STATUS. @source kubernetes, pkg/printers/internalversion, printPod
import { fieldOf, flagOf, numberOf, textOf } from "../json.ts";
import { itemsOf } from "./items.ts";

export const hasCondition = (pod: unknown, type: string): boolean =>
  itemsOf(pod, "status", "conditions").some(
    (each) => textOf(each, "type") === type && textOf(each, "status") === "True",
  );

export const isGated = (pod: unknown): boolean =>
  itemsOf(pod, "status", "conditions").some(
    (each) =>
      textOf(each, "type") === "PodScheduled" && textOf(each, "reason") === "SchedulingGated",
  );

/** Of the first init container that is not done; null: all are. */
export function initialState(pod: unknown): string | null {
  const specs = itemsOf(pod, "spec", "initContainers");
  const statuses = itemsOf(pod, "status", "initContainerStatuses");
  const at = statuses.findIndex((status) => !isDone(status, specs));
  if (at < 0) return null;
  const status = statuses[at];
  if (fieldOf(status, "state", "terminated") !== null) return `Init:${endOf(status)}`;
  const waits = textOf(status, "state", "waiting", "reason");
  return waits === null || waits === "PodInitializing"
    ? `Init:${at}/${specs.length}`
    : `Init:${waits}`;
}

function isDone(status: unknown, specs: readonly unknown[]): boolean {
  if (numberOf(status, "state", "terminated", "exitCode") === 0) return true;
  const name = textOf(status, "name");
  const spec = specs.find((each) => textOf(each, "name") === name);
  return textOf(spec, "restartPolicy") === "Always" && flagOf(status, "started") === true;
}

/** The first container that does not run decides; where all run, what is told of the pod. */
export function containersState(pod: unknown, told: string): string {
  let state = told;
  let isAnyRunning = false;
  for (const status of itemsOf(pod, "status", "containerStatuses").toReversed()) {
    const waits = textOf(status, "state", "waiting", "reason");
    if (waits !== null) state = waits;
    else if (fieldOf(status, "state", "terminated") !== null) state = endOf(status);
    else if (flagOf(status, "ready") === true && fieldOf(status, "state", "running") !== null)
      isAnyRunning = true;
  }
  if (state !== "Completed" || !isAnyRunning) return state;
  return hasCondition(pod, "Ready") ? "Running" : "NotReady";
}

function endOf(status: unknown): string {
  const reason = textOf(status, "state", "terminated", "reason");
  if (reason !== null) return reason;
  const signal = numberOf(status, "state", "terminated", "signal") ?? 0;
  return signal === 0
    ? `ExitCode:${numberOf(status, "state", "terminated", "exitCode") ?? 0}`
    : `Signal:${signal}`;
}
