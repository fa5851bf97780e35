import type { LogEvent, LogEventKind } from "../domain/log.ts";
import { show } from "../domain/text.ts";
import { counted } from "./format.ts";

/** Whom or what an event is about: `Worker.0 pid 39`, `task sync-stock`; empty where it does not say. */
export function logEventSubject({ kind, slot, pid, workerId, task }: LogEvent): string {
  if (task !== null) return `task ${show(task)}`;
  const place = slot === null ? workerText(kind, workerId) : show(slot);
  return [place, pid === null ? null : `pid ${pid}`].filter((part) => part !== null).join(" ");
}

/** Task workers count on after the workers: a number alone does not tell which it is. */
function workerText(kind: LogEventKind, workerId: number | null): string | null {
  if (workerId !== null) return `worker #${workerId}`;
  return kind === "manager-lost" ? "Manager" : null;
}

/** What happened, to be read after its subject: `killed by signal 9, by whom is unknown`. */
export const logEventText = (event: LogEvent): string => TEXTS[event.kind](event);

/** The words of the log behind a colon. */
const withDetail = (text: string, { detail }: LogEvent): string =>
  detail === null ? text : `${text}: ${show(detail)}`;

const always =
  (text: string) =>
  (event: LogEvent): string =>
    withDetail(text, event);

const TEXTS: Readonly<Record<LogEventKind, (event: LogEvent) => string>> = {
  "server-start": always("server started"),
  "server-stop": always("server stopped"),
  "worker-start": always("started"),
  "process-start": always("started"),
  "process-stop": always("stopped"),
  reload: reloadText,
  "abnormal-exit": exitText,
  "forced-stop": always("did not leave in time and was ended"),
  "manager-lost": managerText,
  "php-fatal": always("PHP fatal error"),
  "crontab-registered": always("is registered"),
  "crontab-tick": (event) =>
    withDetail(event.task === null ? "crontab dispatcher ticked" : "is dispatched", event),
  "crontab-run": always("ran"),
  "crontab-failed": failedText,
  "crontab-skipped": skippedText,
  "crontab-cancelled": always("cancelled by a reload or stop, did not run"),
  "crontab-blocked": blockedText,
};

function reloadText(event: LogEvent): string {
  return event.reason === "exit-timeout"
    ? withDetail("reload: not all workers left within max_wait_time", event)
    : withDetail("reload", event);
}

function exitText(event: LogEvent): string {
  const { cause, signal, status, reason } = event;
  if (reason === "exit-timeout")
    return withDetail("did not leave within max_wait_time, killed by the manager", event);
  switch (cause) {
    case "killed":
      return withDetail(`killed by signal ${signal ?? 9}, by whom is unknown`, event);
    case "oom":
      return withDetail("killed for memory by the kernel", event);
    case "php-fatal":
      return withDetail("died of a PHP fatal error", event);
    case "exit":
      return withDetail("ended by exit() in its code", event);
    case "crash":
      return withDetail(`crashed${signalText(signal)}`, event);
    case "terminated":
      return withDetail(`terminated${signalText(signal)}, nobody says by whom`, event);
    case null:
      return withDetail(`ended${statusText(status, signal)}, why is not told`, event);
  }
}

const signalText = (signal: number | null): string =>
  signal === null || signal === 0 ? "" : ` by signal ${signal}`;

const statusText = (status: number | null, signal: number | null): string =>
  signalText(signal) || (status === null ? "" : ` with status ${status}`);

function managerText(event: LogEvent): string {
  return withDetail(
    `the manager died${statusText(event.status, event.signal)}: nothing is started again, its workers are orphans`,
    event,
  );
}

/** How many are named; more are counted. */
const MOST_NAMED = 6;

/** Of a server with orphans; `event`: what its log says of the manager's end. */
export function lostManagerText(lost: {
  readonly serverId: string;
  readonly pids: readonly number[];
  readonly event: LogEvent | null;
}): string {
  const { serverId, pids, event } = lost;
  const more = pids.length > MOST_NAMED ? ` and ${pids.length - MOST_NAMED} more` : "";
  const how = event === null ? "is gone" : `died${statusText(event.status, event.signal)}`;
  const named = `PID ${pids.slice(0, MOST_NAMED).join(" ")}${more}`;
  return `the manager of ${show(serverId)} ${how}: ${counted(pids.length, "orphan")} (${named}), and nothing starts or stops its workers any more; end them, then start the server`;
}

function failedText(event: LogEvent): string {
  return event.detail === null
    ? "failed, and the log does not say why"
    : withDetail("failed", event);
}

function skippedText(event: LogEvent): string {
  switch (event.reason) {
    case "task-mutex":
      return withDetail("skipped: its run before was not over (task mutex)", event);
    case "server-mutex":
      return withDetail("skipped: another server has it (server mutex)", event);
    case "exit-timeout":
    case null:
      return withDetail("skipped, by which mutex is not told", event);
  }
}

function blockedText(event: LogEvent): string {
  return event.detail === null
    ? "its lock failed, it did not run"
    : withDetail("its lock failed", event);
}
